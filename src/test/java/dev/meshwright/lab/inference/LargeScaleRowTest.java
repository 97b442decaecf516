package dev.meshwright.lab.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.facts.engine.Speculation;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.lab.error.MeasuredRows;
import dev.meshwright.lab.row.Catalogues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rows of large-scale units, invented here, and the problems that they are read as. */
class LargeScaleRowTest {

    private static final Catalogues CATALOGUES = MeasuredRows.catalogues();

    private static List<LargeScaleCase> read(Map<String, String> row) {
        return LargeScaleCase.of(LargeScaleRow.of(row), CATALOGUES.models(), CATALOGUES.gpus());
    }

    @Test
    void verifiedDraftsCountAsPositions() {
        Map<String, String> row = new HashMap<>();
        row.put("id", "invented");
        row.put("phase", "decode");
        row.put("model", "DeepSeek-R1");
        row.put("gpu", "H20-96");
        row.put("n_gpus", "16");
        row.put("ep", "16");
        row.put("isl", "4096");
        row.put("osl", "1024");
        row.put("batch_per_gpu", "12");
        row.put("precision", "fp8");
        row.put("settings", "MTP 2 steps 3 draft; accept length 1.8");
        row.put("value", "400");
        row.put("unit", "tokens/s/GPU");
        List<LargeScaleCase> units = read(row);
        // 12 sequences, whole or in two halves: the row does not say.
        assertThat(units)
                .extracting(unit -> unit.layout().degrees().microBatches())
                .containsExactly(1, 2);
        LargeScaleCase unit = units.getLast();
        Speculation guesses = unit.problem().assumptions().setup().speculation().orElseThrow();
        assertThat(guesses.positions()).isEqualTo(3);
        assertThat(unit.layout().degrees().sequencesPerRank()).isEqualTo(12);
        // 1 + 0.8 + 0.8 x 0.8
        assertThat(guesses.tokensPerStep()).isCloseTo(2.44, within(1e-12));
    }

    @Test
    void fp8AttentionNamesTheCacheAndStatedOverlapLeavesNoChoice() {
        Map<String, String> row = new HashMap<>();
        row.put("id", "invented");
        row.put("phase", "prefill");
        row.put("model", "DeepSeek-R1");
        row.put("gpu", "H20-96");
        row.put("n_gpus", "16");
        row.put("ep", "16");
        row.put("isl", "2048");
        row.put("precision", "fp8 attn + nvfp4 MoE");
        row.put("settings", "two micro-batches overlap");
        row.put("value", "400");
        row.put("unit", "tokens/s/GPU");
        List<LargeScaleCase> units = read(row);
        assertThat(units).hasSize(1);
        // 16,384 tokens of prompts of 2,048 in two halves
        assertThat(units.getFirst().layout().degrees().sequencesPerRank()).isEqualTo(8);
        assertThat(units.getFirst().layout().degrees().microBatches()).isEqualTo(2);
        Precisions precisions = units.getFirst().problem().model().precisions();
        assertThat(precisions.keyValueCache()).isEqualTo(Precision.FP8);
        assertThat(precisions.attention()).isEqualTo(Precision.FP8);
        assertThat(precisions.experts()).isEqualTo(Precision.NVFP4);
    }
}
