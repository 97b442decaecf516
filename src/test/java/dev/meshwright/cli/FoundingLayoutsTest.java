package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The founding documents whose faults are those of layout: 003 and 004. */
class FoundingLayoutsTest extends FoundingClaims {

    @Test
    void eightExpertsAndTwoAreBothRight() {
        double experts = 2 * 8 / 2.0 * EXPERT * 2; // 2 per layer x 8 layers, half of each
        claim("degrees.expert", "8", CONFIRMED, 8);
        claim("degrees.expert", "4", REFUTED, 8);
        claim("gpus", "32", CONFIRMED, 4 * 4 * 2);
        claim("experts.total", "256", CONFIRMED, 16 * 16);
        claim("experts.perGpu.average", "8", CONFIRMED, 256 / 32);
        claim("experts.perGpu.perLayer", "2", CONFIRMED, 16 / 8);
        claim("experts.perGpu.wholeEquivalents", "8", CONFIRMED, 2 * 8 / 2);
        claim("experts.perGpu.perLayer", "8", REFUTED, 16 / 8);
        claim("experts.perGpu.wholeEquivalents", "2", REFUTED, 2 * 8 / 2);
        claim("memory.experts.perGpu", "4.38 GB", REFUTED, experts);
        claim("memory.experts.perGpu", "0.62 GB", REFUTED, experts);
        claim("memory.experts.perGpu", "0.62 GB", REFUTED, 4.38e9 / 8 * 2); // a quarter of 4.38 is 1.10, not 0.62
        claim("groups.expert.count", "4", CONFIRMED, 32 / 8);
        claim("groups.expert.count", "8", REFUTED, 32 / 8);
        claim("groups.expert.size", "4", REFUTED, 8);
        claim("memory.perGpu", "23 GB", NOT_DERIVABLE, OPEN);
        claim("memory.utilisation", "36 %", CONFIRMED, 23.0 / 64);
        claim("memory.perGpu", "19.2 GB", CONFIRMED, 23e9 - 4.38e9 + 0.62e9);
        claim("memory.perGpu", "19.2 GB", NOT_DERIVABLE, OPEN);
        claim("memory.utilisation", "30 %", CONFIRMED, 19.2 / 64);
        claim("targets.memory.met", "true", CONFIRMED, TRUE);
        claim("throughput.perGpu", "120 tokens/ms", NOT_DERIVABLE, OPEN);
        claim("targets.throughput.met", "true", CONFIRMED, TRUE);
        claim("timeToFirstToken", "8.5 s", NOT_DERIVABLE, OPEN);
        claim("targets.timeToFirstToken.met", "true", CONFIRMED, TRUE);
        claim("layers.total", "16", CONFIRMED, 16);
        claim("experts.perLayer", "16", CONFIRMED, 16);
        claim("degrees.tensor", "4", CONFIRMED, 4);
        claim("degrees.pipeline", "2", CONFIRMED, 2);
        claim("gpu.memory", "64 GB", CONFIRMED, 64e9);
        claim("target.throughput", "100 tokens/ms", CONFIRMED, 100_000);
        claim("target.timeToFirstToken", "10 s", CONFIRMED, 10);
        claim("groups.expertRank.count", "8", CONFIRMED, 8); // what the review may have meant
        claim("groups.expertRank.size", "4", CONFIRMED, 32 / 8);
        claim("targets.throughput.metPerGpu", "true", CONFIRMED, TRUE);
        claim("timeToFirstToken", "8.5 s", REFUTED, 10_240 / 120_000.0); // 85 ms
        JsonNode document = audit("003", 5);
        assertThat(document.get("groups").toString())
                .contains("Expert groups (hold each expert of a layer once): 4 of 8 GPUs:");
        assertThat(document.get("contradictions").toString())
                .contains("degrees.expert: the plan says 8, the plan says 4");
    }

    @Test
    void threeGpusForSix() {
        double ffn = 2 * 4096 * 16384.0; // plain, 4x
        double attention = 4 * 4096 * 4096.0;
        double router = 4096 * 63;
        double scores = 4 * 4096 * 512; // 4 a d per visible position, 512 of 1024 on average
        double forward = 24 * (2 * (ffn + attention + router) + scores) + 2 * 4096 * 32_000.0;
        claim("gpus", "3", REFUTED, 2 * 3);
        claim("degrees.expert", "3", CONFIRMED, 3);
        claim("degrees.tensor", "2", CONFIRMED, 2);
        claim("layers.total", "24", CONFIRMED, 24);
        claim("divisible.experts", "true", CONFIRMED, TRUE); // 63 = 21 x 3
        claim("experts.perGpu.perLayer", "21", CONFIRMED, 63 / 3);
        claim("divisible.hidden", "true", CONFIRMED, TRUE);
        claim("memory.perGpu", "42.3 GB", REFUTED, OPEN);
        claim("memory.utilisation", "66.1 %", CONFIRMED, 42.3 / 64);
        claim("targets.memory.met", "true", REFUTED, FALSE);
        claim("compute.utilisation", "80 %", CONFIRMED, 320.0 / 400);
        claim("flops.perSecond.perGpu", "320 TFLOP/s", REFUTED, 312 * 1024 / 3.0 * 3 * forward); // 3.2 PFLOP/s
        claim("throughput.samples", "312 samples/s", REFUTED, OPEN);
        claim("throughput.system", "319488 tokens/s", CONFIRMED, 312 * 1024);
        claim("throughput.system", "319488 tokens/s", REFUTED, OPEN);
        claim("throughput.system", "319488 tokens/s", REFUTED, OPEN);
        claim("experts.perGpu.variance", "0.0", CONFIRMED, 0); // 21, 21, 21
        claim("balance.variance", "0.0", NOT_DERIVABLE, 0); // of tokens: no document says how a router spreads them
        claim("balance.compute.variance", "0.02", NOT_DERIVABLE, OPEN);
        // A plan for 3 GPUs that needs 6, each with ten times its memory, has no communication to be efficient at.
        claim("communication.efficiency", "88 %", NOT_DERIVABLE, OPEN);
        claim("degrees.pipeline", "1", CONFIRMED, 1);
        claim("divisible.layers", "true", CONFIRMED, TRUE);
        claim("experts.perLayer", "63", CONFIRMED, 63);
        claim("model.hidden", "4096", CONFIRMED, 4096);
        claim("batch", "64", REFUTED, 64 - 64 % 3); // TP2 x EP3 has three copies of attention
        claim("divisible.batch", "true", REFUTED, FALSE); // 64 = 21 x 3 + 1
        claim("gpu.memory", "64 GB", CONFIRMED, 64e9);
        claim("gpu.peakFlops", "400 TFLOP/s", CONFIRMED, 400e12);
        JsonNode document = audit("004", 4);
        // Two nodes of 3 GPUs, which six would take, have no place for three groups of two.
        assertThat(document.get("violations").toString())
                .contains("gpuCount", "globalBatch", "tensorWithinNode", "memory");
        assertThat(find(document, "communication.efficiency", "88 %")
                        .get("missing")
                        .toString())
                .contains("a layout that runs (broken: gpuCount, globalBatch, tensorWithinNode, memory)");
        JsonNode memory = find(document, "memory.perGpu", "42.3 GB");
        // 63 x 24 x 2 x 4096 x 16384 = 203e9 weights, 406 GB: more than six times 42.3 GB
        assertThat(406.0 / 6).isGreaterThan(42.3);
        assertThat(memory.get("proof").asString()).contains("below the least memory", "memory.model / gpus");
        assertThat(63 * 24 * ffn * 2).isBetween(405e9, 407e9);
        assertThat(memory.get("impossible").booleanValue()).isTrue();
        assertThat(find(document, "throughput.samples", "312 samples/s")
                        .get("impossible")
                        .booleanValue())
                .isTrue();
    }
}
