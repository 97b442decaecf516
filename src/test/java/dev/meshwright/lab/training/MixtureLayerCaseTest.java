package dev.meshwright.lab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.cost.uncertainty.Phase;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.lab.error.MeasuredRows;
import dev.meshwright.lab.error.PublishedMeasurements;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.RowLabels;
import dev.meshwright.lab.row.RowPrediction;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A layer measured on its own, invented here. */
class MixtureLayerCaseTest {

    private static final Catalogues CATALOGUES = MeasuredRows.catalogues();

    private static Map<String, String> row() {
        Map<String, String> row = new HashMap<>();
        row.put("id", "invented");
        row.put("phase", "moe-layer fwd+bwd");
        row.put("model", "one layer");
        row.put("arch_ref", "hidden 7168, moe_ffn 2048, 32 experts top8, 8 groups/4; no shared expert");
        row.put("gpu", "H100-SXM-80");
        row.put("n_gpus", "8");
        row.put("tp", "1");
        row.put("ep", "8");
        row.put("etp", "1");
        row.put("mbs", "1");
        row.put("seq_len", "4096");
        row.put("precision", "bf16");
        row.put("framework", "Megatron-Core MoELayer perf test");
        row.put("metric", "MoE layer forward time");
        row.put("value", "6.5");
        row.put("unit", "ms");
        row.put("notes", "2 GEMMs per expert, not 3");
        return row;
    }

    private static MixtureLayerCase read(Map<String, String> row) {
        return MixtureLayerCase.of(MixtureLayerRow.of(row), CATALOGUES);
    }

    private static Evaluation evaluate(MixtureLayerCase layer) {
        return new CostModel(CATALOGUES.question(layer.ran().problem()))
                .evaluate(layer.ran().layout());
    }

    private static double flops(Map<String, String> row) {
        return evaluate(read(row)).phases().stream()
                .filter(phase -> phase.component() == Component.EXPERTS)
                .findFirst()
                .orElseThrow()
                .flops();
    }

    @Test
    void theLayerIsReadFromItsWords() {
        MixtureLayerCase layer = read(row());
        assertThat(layer.seconds()).isCloseTo(0.0065, within(1e-12));
        assertThat(layer.ran().layout().degrees().microBatches()).isEqualTo(1);
        assertThat(layer.ran().layout().degrees().slotsPerRank()).isEqualTo(4);
        Mixture mixture =
                (Mixture) layer.ran().problem().model().layers().getFirst().feedForward();
        assertThat(mixture.groups()).isEqualTo(8);
        assertThat(mixture.groupsPerToken()).isEqualTo(4);
        // 4,096 tokens of each GPU, 8 experts each, 2 products of 2 x 7168 x 2048 FLOP; 3 with a gate.
        assertThat(flops(row())).isCloseTo(4096.0 * 8 * 2 * 2 * 7168 * 2048, within(1e6));
        Map<String, String> gated = row();
        gated.remove("notes");
        assertThat(flops(gated)).isCloseTo(1.5 * flops(row()), within(1e6));
    }

    @Test
    void forwardIsWhatTheLayerDoesAndNothingElse() {
        MixtureLayerCase layer = read(row());
        Outcome outcome = layer.outcome(new RowLabels("", "", "", "", Phase.MIXTURE_LAYER, ""), CATALOGUES);
        Set<Component> others = Set.of(
                Component.EMBEDDING,
                Component.LM_HEAD,
                Component.ELEMENT_WISE,
                Component.GRADIENT_SUM,
                Component.LAYER_OVERHEAD,
                Component.GRADIENT_SYNC,
                Component.OPTIMIZER);
        double sum = 0;
        for (Evaluation.Phase phase : evaluate(layer).phases()) {
            sum += others.contains(phase.component()) ? 0 : phase.seconds();
        }
        assertThat(outcome.predicted().orElseThrow()).isCloseTo(sum, within(1e-12));
        assertThat(outcome.measure()).isEqualTo(Measure.LAYER_TIME);
        // Milliseconds in the row's own unit.
        RowPrediction prediction = new PublishedMeasurements().read(row()).predict(CATALOGUES);
        assertThat(Double.parseDouble(prediction.cells().get("predicted_value")))
                .isCloseTo(1e3 * sum, within(1e-9));
    }

    @Test
    void whatIsNoForwardTimeIsRefused() {
        Map<String, String> backward = row();
        backward.put("metric", "MoE layer backward time");
        assertThatThrownBy(() -> read(backward)).hasMessageContaining("no forward time of a layer");
        Map<String, String> silent = row();
        silent.put("arch_ref", "some experts");
        assertThatThrownBy(() -> read(silent)).hasMessage("the layer's architecture is not stated");
    }
}
