package dev.meshwright.question.audit.drafting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.question.audit.drafting.Passage.Kind;
import dev.meshwright.question.audit.vocabulary.Vocabulary;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What plans and data sheets are full of is drafted, not left open. */
class EverydayNamesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "It has 989 TFLOPS BF16. | gpu.peakFlops.bf16 = 989 TFLOPS",
                "1,979 TFLOPS in FP8 | gpu.peakFlops.fp8 = 1,979 TFLOPS",
                "INT8: 1,979 TFLOPS dense | gpu.peakFlops.int8 = 1,979 TFLOPS",
                "We expect answers of 700 tokens. | sequence.output = 700",
                "replies of about 300 tokens | sequence.output = ~300",
                "The checkpoint is 235 GB in total. | memory.model = 235 GB",
            })
    void theNameRightAtTheNumberDecides(String text, String expected) {
        Passage passage = new Passage(Kind.PROSE, "line 1", List.of(), List.of(), text);
        Draft draft = new Drafter(Vocabulary.standard()).draft(new Document("plan.md", List.of(passage)));
        assertThat(draft.claims())
                .filteredOn(DraftedClaim::decided)
                .extracting(claim -> claim.candidates().getFirst())
                .extracting(candidate -> candidate.quantity() + " = " + candidate.value())
                .containsExactly(expected);
    }
}
