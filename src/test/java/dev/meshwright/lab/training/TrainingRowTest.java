package dev.meshwright.lab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.cost.uncertainty.Phase;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.workload.TrainingRecipe.Execution;
import dev.meshwright.facts.workload.TrainingRecipe.Scaling;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.lab.error.MeasuredRows;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.RowLabels;
import dev.meshwright.lab.row.UnpredictableRowException;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rows of measurements, invented here, and the problems that they are read as. */
class TrainingRowTest {

    private static Map<String, String> row() {
        Map<String, String> row = new HashMap<>();
        row.put("id", "invented");
        row.put("model", "Qwen3-30B-A3B");
        row.put("gpu", "H100-SXM-80");
        row.put("n_gpus", "32");
        row.put("tp", "2");
        row.put("ep", "8");
        row.put("pp", "2");
        row.put("mbs", "1");
        row.put("gbs", "64");
        row.put("seq_len", "4096");
        row.put("zero", "dist-optimizer (ZeRO-1)");
        row.put("precision", "bf16");
        row.put("framework", "Megatron-Bridge 26.04 NeMo Container");
        row.put("settings", "force-balanced routing, dropless");
        row.put("step_s", "3.5");
        row.put("quality", "complete");
        return row;
    }

    private static TrainingCase read(Map<String, String> row) {
        return TrainingCase.of(TrainingRow.of(row), TrainingMeasurements::model, TrainingMeasurements::gpu);
    }

    @Test
    void degreesFollowFromTheRow() {
        // 32 GPUs / (TP2 x PP2) = 8 copies. Experts whole on EP8 cover TP2 x 4 copies: 2 replicas of 4.
        Degrees degrees = read(row()).layout().degrees();
        assertThat(degrees.data()).isEqualTo(4);
        assertThat(degrees.expert()).isEqualTo(8);
        assertThat(degrees.expertTensor()).isEqualTo(1);
        assertThat(degrees.replicas()).isEqualTo(2);
        // 64 sequences over 8 copies.
        assertThat(degrees.microBatches()).isEqualTo(8);
        assertThat(degrees.gpus()).isEqualTo(32);
        assertThat(degrees.slotsPerRank()).isEqualTo(16);
    }

    @Test
    void contextParallelRanksShareSequences() {
        Map<String, String> row = row();
        row.put("cp", "2");
        // Pairs of copies work on one sequence: each sees twice as many.
        TrainingCase shared = read(row);
        Degrees degrees = shared.layout().degrees();
        assertThat(degrees.context()).isEqualTo(2);
        assertThat(degrees.microBatches()).isEqualTo(16);
        assertThat(degrees.sequences(shared.problem().workload())).isEqualTo(64);
    }

    @Test
    void stagesLieOutside() {
        // Replica 1 of stage 0 follows replica 0 of stage 0: GPUs 8 to 15; stage 1 begins at GPU 16.
        var devices = read(row()).layout().devices();
        assertThat(devices.devices(0)).startsWith(0).endsWith(7);
        assertThat(devices.devices(2)).startsWith(8).endsWith(15);
        assertThat(devices.devices(1)).startsWith(16).endsWith(23);
    }

    @Test
    void modelFlopsBecomeSeconds() {
        Map<String, String> row = row();
        row.remove("step_s");
        row.put("unit", "TFLOP/s/GPU");
        row.put("value", "300");
        TrainingCase measured = read(row);
        // Twice the rate halves the step.
        row.put("value", "600");
        assertThat(read(row).stepSeconds()).isCloseTo(measured.stepSeconds() / 2, within(1e-9));
    }

    @Test
    void sharesOfPeakBecomeSeconds() {
        Map<String, String> row = row();
        row.remove("step_s");
        row.put("unit", "TFLOP/s/GPU");
        row.put("value", "300");
        double seconds = read(row).stepSeconds();
        row.put("unit", "% of 600 TFLOP/s");
        row.put("value", "50");
        assertThat(read(row).stepSeconds()).isCloseTo(seconds, within(1e-9));
        // H100: 989 TFLOP/s in 16 bits.
        row.put("unit", "%");
        row.put("metric", "MFU");
        row.put("value", Double.toString(100 * 300.0 / 989));
        assertThat(read(row).stepSeconds()).isCloseTo(seconds, within(1e-9));
        row.put("metric", "HFU");
        assertThatThrownBy(() -> read(row)).hasMessage("no step time or model FLOP/s of a known kind");
    }

    @Test
    void ratesOfTokensBecomeSeconds() {
        Map<String, String> row = row();
        row.remove("step_s");
        row.put("unit", "tokens/s/GPU");
        row.put("value", "2000");
        // 64 sequences of 4,096 tokens at 2,000 tokens/s on each of 32 GPUs.
        assertThat(read(row).stepSeconds()).isCloseTo(64 * 4096 / (2000.0 * 32), within(1e-9));
    }

    @Test
    void memoryAloneHasNoSeconds() {
        Map<String, String> row = row();
        row.remove("step_s");
        row.put("unit", "GiB per GPU (first stage)");
        row.put("value", "55");
        assertThat(TrainingRow.of(row).memoryBytes()).hasValue(55 * 0x1p30);
        List<Outcome> outcomes = new TrainingOutcomes(MeasuredRows.catalogues())
                .published(TrainingRow.of(row), new RowLabels("", "", "", "", Phase.TRAINING, ""));
        assertThat(outcomes).singleElement().satisfies(outcome -> {
            assertThat(outcome.measure()).isEqualTo(Measure.MEMORY);
            assertThat(outcome.measured()).isEqualTo(55 * 0x1p30);
        });
    }

    @Test
    void attentionSplitOverPositionsHasNoTensorRanks() {
        Map<String, String> row = row();
        row.put("model", "Internal-352B-MoE");
        row.put("n_gpus", "240");
        row.put("tp", "8");
        row.put("ep", "8");
        row.put("pp", "15");
        row.put("gbs", "720");
        row.put("framework", "MegaScale-MoE");
        row.put("settings", "sequence-parallel attention SP8 (Ulysses-like) + EP8");
        // 240 GPUs / PP15 = 16 copies; 8 of them share each sequence and each set of experts: 720 x 8 / 16
        // micro-batches.
        Degrees degrees = read(row).layout().degrees();
        assertThat(degrees.tensor()).isEqualTo(1);
        assertThat(degrees.context()).isEqualTo(8);
        assertThat(degrees.expertTensor()).isEqualTo(1);
        assertThat(degrees.data()).isEqualTo(8);
        assertThat(degrees.replicas()).isEqualTo(2);
        assertThat(degrees.microBatches()).isEqualTo(360);
    }

    @Test
    void wordsBecomePhysics() {
        Map<String, String> row = row();
        row.put("precision", "MXFP8");
        row.put("gpu", "GB200");
        row.put("gpus_per_node", "4");
        row.put("framework", "Megatron-Bridge 26.06 NeMo Container");
        row.put("settings", "full recompute, token-drop");
        TrainingCase ran = read(row);
        Training training = (Training) ran.problem().workload();
        assertThat(training.zeroStage()).isEqualTo(1);
        assertThat(training.recipe().scaling()).isEqualTo(Scaling.MICRO);
        assertThat(training.recipe().execution()).isEqualTo(Execution.CAPTURED);
        assertThat(training.recipe().fixedCapacity()).isTrue();
        assertThat(ran.layout().degrees().recomputation()).isEqualTo(Recomputation.FULL);
        assertThat(ran.problem().model().precisions().experts()).isEqualTo(Precision.FP8);
        assertThat(ran.problem().model().precisions().embedding()).isEqualTo(Precision.BF16);
    }

    @Test
    void whatDoesNotFitSaysWhy() {
        Map<String, String> odd = row();
        odd.put("n_gpus", "30");
        assertThatThrownBy(() -> read(odd))
                .isInstanceOf(UnpredictableRowException.class)
                .hasMessageContaining("30/4");
        Map<String, String> unknown = row();
        unknown.put("model", "Nobody-7B");
        assertThatThrownBy(() -> read(unknown)).hasMessageContaining("Nobody-7B");
        Map<String, String> word = row();
        word.put("n_gpus", "many");
        assertThatThrownBy(() -> TrainingRow.of(word)).hasMessageContaining("many");
        Map<String, String> silent = row();
        silent.remove("gbs");
        silent.remove("seq_len");
        assertThatThrownBy(() -> read(silent)).hasMessage("global batch, sequence length not stated");
    }

    @Test
    void cutModelsKeepOneDenseLayer() {
        Map<String, String> row = new HashMap<>();
        row.put("case", "invented");
        row.put("model", "deepseekv3");
        row.put("layers", "4");
        row.put("gpu", "B200");
        row.put("gpus", "8");
        row.put("ep", "8");
        row.put("dp", "8");
        row.put("micro_batches", "4");
        row.put("precision", "bf16");
        row.put("measured_step_ms", "600");
        row.put("measured_peak_gib", "100");
        TrainingMemoryRow read = TrainingMemoryRow.of(row);
        assertThat(read.peakBytes()).isEqualTo(100 * Math.pow(2, 30));
        TrainingCase ran = TrainingCase.of(read, TrainingMeasurements::model, TrainingMeasurements::gpu);
        assertThat(ran.problem().model().layers()).hasSize(4);
        assertThat(ran.problem().model().layers().stream().filter(layer -> layer.routed()))
                .hasSize(3);
        assertThat(ran.layout().degrees().microBatches()).isEqualTo(4);
    }
}
