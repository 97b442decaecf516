package dev.meshwright.lab.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cost.CostModel;
import dev.meshwright.lab.error.MeasuredRows;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.layout.Constraint;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private static final Catalogues CATALOGUES = MeasuredRows.catalogues();

    /** What fits is what the whole evaluation finds no violation of memory in, on both sides of the limit. */
    @Test
    void memoryAloneSaysWhatTheEvaluationSays() {
        ServingRow row = ServingRow.of(MeasuredRows.row("mixtral-8x7b", "h100-sxm", 2, 1, 4096, 1024, 64));
        ServingCase deployed = ServingCase.of(row, CATALOGUES.models(), CATALOGUES.gpus());
        CostModel model = new CostModel(CATALOGUES.question(deployed.problem()));
        Set<Boolean> answers = new HashSet<>();
        for (int sequences = 1; sequences <= 4096; sequences *= 4) {
            ServingCase tried = deployed.admitting(row, sequences);
            boolean fits = model.fits(tried.layout());
            assertThat(fits)
                    .as("%d sequences", sequences)
                    .isEqualTo(model.evaluate(tried.layout()).violations().stream()
                            .noneMatch(violation -> violation.constraint() == Constraint.MEMORY));
            answers.add(fits);
        }
        assertThat(answers).containsExactlyInAnyOrder(true, false);
    }
}
