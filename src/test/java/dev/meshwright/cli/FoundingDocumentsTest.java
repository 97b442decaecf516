package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Every claim of the founding documents against its verdict and the number that is true instead, spelled out as
 * arithmetic.
 */
class FoundingDocumentsTest extends FoundingClaims {

    @Test
    void sixteenGpusAtTwelveTokensPerMillisecondEach() {
        claim("parameters.total", "10B", REFUTED, EXPERTS + REST);
        claim("throughput.perGpu", "132 tokens/ms", REFUTED, REACHED); // even the bound is 30
        claim("throughput.system", "132 tokens/ms", REFUTED, 16 * REACHED); // 201: 16 GPUs do more than was claimed
        claim("throughput.perGpu", "0.0 tokens/ms", REFUTED, REACHED);
        claim("throughput.perGpu", "12.6 tokens/ms", CONFIRMED, 30_000 * 0.58 * 0.88 * 0.82);
        claim("targets.throughput.metPerGpu", "true", REFUTED, FALSE); // 12.6 < 100
        claim("throughput.perGpu", "12.6 tokens/ms", CONFIRMED, REACHED);
        claim("target.shortfall.perGpu", "87 %", CONFIRMED, 1 - REACHED / 100_000); // 87.4 %
        claim("target.ratio.perGpu", "8 x", CONFIRMED, 100_000 / REACHED); // 7.96
        claim("efficiency.total", "41.9 %", CONFIRMED, EFFICIENCY); // 41.85 %
        claim("efficiency.required.perGpu", "80 %", REFUTED, 100.0 / 30); // 333 %: no GPU count helps
        claim("efficiency.required.system", "80 %", REFUTED, 100.0 / (16 * 30)); // 20.8 %: less than there is
        claim("throughput.bound.compute.perGpu", "30000 tokens/ms", REFUTED, BOUND); // tokens per second, not per ms
        claim("targets.throughput.metPerGpu", "false", CONFIRMED, FALSE);
        claim("targets.throughput.met", "false", REFUTED, TRUE); // 201 > 100
        claim("memory.perGpu.shortest", "7.1 GB", NOT_DERIVABLE, OPEN);
        claim("memory.perGpu.longest", "13.7 GB", NOT_DERIVABLE, OPEN);
        claim("targets.memory.met", "true", CONFIRMED, TRUE);
        claim("gpu.memory", "64 GB", CONFIRMED, 64e9);
        claim("gpu.peakFlops", "400 TFLOP/s", CONFIRMED, 400e12);
        claim("gpu.memoryBandwidth", "1.8 TB/s", CONFIRMED, 1.8e12);
        claim("gpus", "16", CONFIRMED, 4 * 4);
        claim("experts.perGpu.perLayer", "1", REFUTED, 16 / 4); // PP=4 leaves 4 GPUs per stage, hence EP=4
        claim("experts.perGpu.total", "1", REFUTED, 16 / 4 * 4); // over the 4 layers of its stage
        claim("degrees.pipeline", "4", CONFIRMED, 4);
        claim("layers.perStage", "4", CONFIRMED, 16 / 4);
        claim("layers.total", "16", CONFIRMED, 16);
        claim("experts.perLayer", "16", CONFIRMED, 16);
        claim("bytes.perParameter", "2 B", CONFIRMED, 16 / 8); // FP16
        claim("target.throughput", "100 tokens/ms", CONFIRMED, 100_000);
        claim("sequence.shortest", "128", CONFIRMED, 128);
        claim("sequence.length", "10240", CONFIRMED, 10_240);
        JsonNode document = audit("000", 5);
        // 7.1 and 13.7 GB leave 6.6 GB for 10,112 tokens more: 7.0 GB would not depend on the length. The weights of a
        // GPU are 0.06 GB (10e9 x 2 B / 16 = 1.25 GB even if declared right), runtime and buffers 3.9 GB.
        assertThat(document.get("contradictions").toString())
                .contains("memory.perGpu.shortest = 7.1 GB")
                .contains("no batch makes both true");
        assertThat(find(document, "throughput.perGpu", "132 tokens/ms")
                        .get("impossible")
                        .booleanValue())
                .isTrue();
        assertThat(find(document, "throughput.bound.compute.perGpu", "30000 tokens/ms")
                        .get("diagnosis")
                        .asString())
                .contains("per millisecond and per second confused");
    }

    @Test
    void thirtyTwoGpusWithSmallExperts() {
        // TP4 x EP4 x PP2: 4 experts x 8 layers, a quarter of each: 8 whole experts of 2 bytes per weight on a GPU
        double experts = 4 * 8 / 4.0 * EXPERT * 2;
        double bandwidth = 1.8e12 * 0.8 / 18.2e9; // batch 1, 18.2 GB read per step
        claim("memory.experts.perGpu", "0.62 GB", REFUTED, experts); // 25.2 MB
        claim("memory.experts.perGpu", "0.02 GB", CONFIRMED, experts); // cut off instead of rounded
        claim("memory.experts.total", "0.75 GB", REFUTED, EXPERTS * 2); // 0.805 GB = 0.75 GiB
        claim("memory.experts.ratio", "53 x", REFUTED, 0.62e9 / experts); // 24.6
        claim("memory.experts.saving", "97 %", CONFIRMED, 1 - experts / 0.62e9); // 95.9 %
        claim("parameters.perExpert.implied", "83M", REFUTED, 0.62e9 / 2 / 8); // 38.75M
        claim("parameters.perExpert", "1.6M", CONFIRMED, EXPERT);
        claim("experts.perGpu.wholeEquivalents", "8", CONFIRMED, 4 * 8 / 4.0);
        claim("throughput.perGpu", "120 tokens/ms", NOT_DERIVABLE, OPEN);
        claim("throughput.perGpu", "120000 tokens/s", REFUTED, bandwidth); // 79
        claim("throughput.perGpu", "120 tokens/ms", REFUTED, BOUND); // 4 times the bound even at efficiency 1
        claim("throughput.system", "3840 tokens/ms", CONFIRMED, 120_000 * 32);
        claim("throughput.system", "3840 tokens/ms", NOT_DERIVABLE, OPEN);
        claim("throughput.bound.bandwidth.perGpu", "79 tokens/s", CONFIRMED, bandwidth);
        claim("throughput.perGpu", "0.079 tokens/ms", CONFIRMED, bandwidth);
        claim("throughput.bound.bandwidth.system", "2.5 tokens/ms", REFUTED, bandwidth * 32 / (4 * 2)); // 316 tokens/s
        claim("bandwidth.utilisation", "151582 %", CONFIRMED, 120_000 / bandwidth);
        claim("throughput.overBound", "1500 x", CONFIRMED, 120_000 / bandwidth); // 1517
        claim("throughput.overBound", "100 x", REFUTED, 120_000 / bandwidth);
        claim("parameters.total", "10B", REFUTED, EXPERTS + REST); // 0.45e9
        claim("parameters.experts", "0.4B", CONFIRMED, EXPERTS); // 0.403e9
        claim("parameters.total", "2.6B", REFUTED, EXPERTS + REST);
        claim("parameters.missing", "7.4B", REFUTED, 10e9 - EXPERTS - REST); // 9.55e9
        claim("timeToFirstToken", "8.5 s", NOT_DERIVABLE, OPEN);
        claim("timeToFirstToken", "8.5 s", REFUTED, 10_240 / 120_000.0); // 85 ms: 100 times less
        claim(
                "timeToFirstToken.minimum",
                "0.34 s",
                REFUTED,
                10_240 * 8e9 / (240e12 * 32)); // 10.7 ms; 0.34 s is one GPU
        claim("memory.perGpu", "19.2 GB", NOT_DERIVABLE, OPEN);
        claim("memory.utilisation", "30 %", CONFIRMED, 19.2 / 64);
        claim("memory.perGpu", "18.6 GB", CONFIRMED, 19.2e9 - 0.62e9 + experts);
        claim("memory.utilisation", "29 %", CONFIRMED, 18.6 / 64);
        claim("gpus", "32", CONFIRMED, 4 * 4 * 2);
        claim("degrees.tensor", "4", CONFIRMED, 4);
        claim("degrees.expert", "4", CONFIRMED, 4);
        claim("degrees.pipeline", "2", CONFIRMED, 2);
        claim("gpu.memory", "64 GB", CONFIRMED, 64e9);
        claim("efficiency.memoryBandwidth", "80 %", CONFIRMED, 0.8);
        claim("sequence.length", "10240", CONFIRMED, 10_240);
        claim("parameters.missing", "7.4B", CONFIRMED, 10e9 - 2.6e9);
        claim("timeToFirstToken.ratio", "20 x", REFUTED, 10_240 * 8e9 / 240e12 / 8.5); // 0.04: 8.5 s is 25 times MORE
        claim("throughput.implied.perGpu", "0.079 tokens/ms", REFUTED, 10_240 / 0.34); // 30 tokens/ms
        claim("timeToFirstToken", "8.5 s", CONFIRMED, 100 * 10_240 / 120_000.0); // 8.53 s: a hundred prompts on a GPU
        JsonNode document = audit("001", 5);
        // Keys and values of a token take 2 x 512 x 2 B x 16 layers / (4 tensor x 2 stages) on a GPU: 19.2 GB leave
        // room
        // for few sequences, 8.5 s need many.
        assertThat(document.get("contradictions").toString())
                .contains("timeToFirstToken = 8.5 s, which needs about")
                .contains("memory.perGpu = 19.2 GB, which needs about");
        assertThat(find(document, "memory.experts.perGpu", "0.62 GB")
                        .get("diagnosis")
                        .asString())
                .isEqualTo("0.62 GB is all 10.0B declared parameters at 2 B spread over 32 GPUs, not routed experts on"
                        + " one GPU.");
        assertThat(find(document, "memory.experts.total", "0.75 GB")
                        .get("diagnosis")
                        .asString())
                .contains("GiB written as GB");
        JsonNode fast = find(document, "throughput.perGpu", "120000 tokens/s");
        assertThat(fast.get("ratio").doubleValue()).isCloseTo(120_000 / bandwidth, within(1e-6));
        assertThat(fast.get("impossible").booleanValue()).isTrue();
        assertThat(fast.get("proof").asString()).contains("1,517 times the bound");
        // 53 and 83M: bytes taken for parameters (2) and GB for GiB (1.074)
        for (JsonNode claim : List.of(
                find(document, "memory.experts.ratio", "53 x"),
                find(document, "parameters.perExpert.implied", "83M"))) {
            assertThat(claim.get("diagnosis").asString()).contains("bytes taken for parameters");
        }
        assertThat(find(document, "timeToFirstToken.minimum", "0.34 s")
                        .get("diagnosis")
                        .asString())
                .contains("on one GPU (341 ms)");
    }

    @Test
    void sixteenGpusThatCanAfterAll() {
        double three = REACHED;
        double four = REACHED * 0.9;
        claim("throughput.perGpu", "100 tokens/ms", REFUTED, three); // above the bound of 30
        claim("efficiency.total", "90 %", REFUTED, EFFICIENCY);
        claim("throughput.bound.compute.perGpu", "30 tokens/ms", CONFIRMED, BOUND);
        claim("efficiency.required.perGpu", "333 %", CONFIRMED, 100.0 / 30);
        claim("efficiency.required.system", "333 %", REFUTED, 100.0 / 480); // 16 GPUs
        claim("efficiency.total", "37.7 %", REFUTED, EFFICIENCY); // the three losses stated give 41.85 %
        claim("efficiency.total", "37.7 %", CONFIRMED, EFFICIENCY * 0.9); // a fourth of 10 % is needed
        claim("throughput.perGpu", "11.3 tokens/ms", CONFIRMED, four);
        claim("throughput.perGpu", "11.3 tokens/ms", REFUTED, three);
        claim("target.ratio.perGpu", "8.8 x", CONFIRMED, 100_000 / four); // 8.85
        claim("throughput.perGpu", "44 tokens/ms", REFUTED, three); // above its own bound of 30
        claim("throughput.system", "44 tokens/ms", REFUTED, 16 * four); // 181 today
        claim("gpus.forTarget", "144", REFUTED, 9); // 100 / 11.3 = 8.85, rounded up
        claim("targets.throughput.metPerGpu", "false", CONFIRMED, FALSE);
        claim("targets.throughput.met", "false", REFUTED, TRUE); // 181 > 100
        claim("parameters.active", "4B", REFUTED, EXPERTS / 8 + REST); // 0.1e9
        claim("flops.perToken", "8 GFLOP", REFUTED, OPEN); // 0.3 GFLOP
        claim("flops.perToken", "8 GFLOP", CONFIRMED, 2 * 4e9);
        claim("loss.communication", "42 %", NOT_DERIVABLE, OPEN);
        claim("loss.loadImbalance", "12 %", NOT_DERIVABLE, 0); // nobody measured the load
        claim("loss.pipelineBubble", "18 %", NOT_DERIVABLE, OPEN);
        claim("memory.perGpu.shortest", "7.3 GB", NOT_DERIVABLE, OPEN);
        claim("memory.perGpu.longest", "31.0 GB", NOT_DERIVABLE, OPEN);
        claim("activations.checkpointingAbove", "2048", CONFIRMED, 2048);
        claim("balance.target", "0.15", CONFIRMED, 0.15);
        claim("gpu.effectiveFlops", "240 TFLOP/s", CONFIRMED, 0.6 * 400e12);
        claim("target.throughput", "100 tokens/ms", CONFIRMED, 100_000);
        claim("throughput.bound.peak.perGpu", "30 tokens/ms", REFUTED, 400e12 / 8e9); // 50: 60 % is no maximum
        double nonExpert = (4e9 - 10e9 / 8) / (1 - 1.0 / 8); // total = n + E, active = n + E x 2/16
        claim("parameters.nonExpert", "3.14B", CONFIRMED, nonExpert);
        claim("parameters.nonExpert", "3.14B", REFUTED, REST); // 0.05e9
        claim("targets.throughput.met", "true", CONFIRMED, TRUE); // 144 x 11.3 = 1,627: sixteen times too many GPUs
        claim("targets.throughput.metPerGpu", "true", REFUTED, FALSE); // a GPU stays at 11.3
        expected.addFirst(new Expected("parameters.total", "10B", REFUTED, EXPERTS + REST));
        JsonNode document = audit("002", 5);
        for (String claimed : List.of("100 tokens/ms", "44 tokens/ms")) {
            assertThat(find(document, "throughput.perGpu", claimed)
                            .get("impossible")
                            .booleanValue())
                    .isTrue();
        }
        // 16 GPUs x 8.85 = 141.6, lifted to a multiple of 16
        assertThat(find(document, "gpus.forTarget", "144").get("diagnosis").asString())
                .contains("by which ONE GPU misses the target");
    }

    @ParameterizedTest
    @ValueSource(strings = {"000", "001", "002", "003", "004"})
    void printsTheAuditAsATable(String number) {
        StringWriter out = new StringWriter();
        Main.run(
                new PrintWriter(out),
                new PrintWriter(new StringWriter()),
                "check",
                "--details",
                "problems/founding-" + number + ".yaml",
                "solutions/founding-" + number + ".claimed.yaml");
        assertThat(out.toString())
                .containsPattern("Audit of \\d+ claims: \\d+ confirmed, \\d+ refuted"
                        + "( \\(\\d+ of them impossible\\))?, \\d+ not derivable");
        assertThat(out.toString()).contains("quantity").contains("Why").contains("Groups of GPUs");
        assertThat(out.toString()).contains("Efficiency = ").contains("Risks");
        if (!number.equals("004")) { // it asks for no balance
            assertThat(out.toString().replaceAll("\\s+", " "))
                    .contains("asked for: at most 0.150")
                    .contains("A capacity factor of 1.25 drops")
                    .contains("Activation checkpointing above 2,048 tokens changes nothing here")
                    .contains("of the assignments (0.0 % with rerouting)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"000", "001", "002", "003"})
    void theEfficiencyIsTheProductOfWhatLossesLeave(String number) {
        JsonNode evaluation = check(number, 5).get("evaluation");
        double product = 1;
        for (JsonNode loss : evaluation.get("efficiency").get("losses")) {
            product *= 1 - loss.doubleValue();
        }
        assertThat(evaluation.get("efficiency").get("total").doubleValue()).isCloseTo(product, within(1e-9));
        double reached = evaluation.get("throughput").get("system").doubleValue();
        assertThat(evaluation.get("efficiency").get("bound").doubleValue() * product)
                .isCloseTo(reached, within(1e-6 * reached));
    }
}
