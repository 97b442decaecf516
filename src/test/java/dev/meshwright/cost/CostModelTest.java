package dev.meshwright.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.Architectures;
import dev.meshwright.ExampleProblems;
import dev.meshwright.Problems;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.ExpertLoad;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.Layout;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What must hold of the cost of any layout. */
class CostModelTest {

    static final List<Workload> WORKLOADS = List.of(
            Problems.prefill(1024),
            Problems.decode(4096, 512),
            Problems.serving(1024, 256),
            Problems.training(2048, 64));

    private static final Model MODEL = Architectures.mixtral();
    private static final Cluster CLUSTER = Problems.cluster(2, 8, "h200-sxm");
    private static final Degrees DEGREES = Problems.degrees(8, 2, 4, 4, 2, 1, 2, 8);

    private static Problem problem(Workload workload) {
        return Problems.problem(MODEL, CLUSTER, workload);
    }

    private static Evaluation evaluate(Problem problem, Degrees degrees) {
        return Problems.costModel(problem).evaluate(Problems.inOrder(problem, degrees));
    }

    private static double tokensPerSecond(Problem problem) {
        return evaluate(problem, DEGREES).performance().tokensPerSecond();
    }

    @ParameterizedTest
    @FieldSource("WORKLOADS")
    void lossesMultiplyToTheEfficiency(Workload workload) {
        for (Degrees degrees : List.of(DEGREES, Problems.degrees(8, 1, 8, 8, 1, 2, 1, 4))) {
            Evaluation evaluation = evaluate(problem(workload), degrees);
            double remaining = 1;
            for (Evaluation.Loss loss : evaluation.efficiency().losses()) {
                assertThat(loss.fraction()).as("%s", loss.kind()).isBetween(0.0, 1.0);
                remaining *= 1 - loss.fraction();
            }
            assertThat(remaining).isCloseTo(evaluation.efficiency().total(), within(1e-7));
            assertThat(evaluation.efficiency().boundTokensPerSecond() * remaining)
                    .isCloseTo(
                            evaluation.performance().tokensPerSecond(),
                            within(1e-6 * evaluation.performance().tokensPerSecond()));
        }
    }

    @ParameterizedTest
    @FieldSource("WORKLOADS")
    void equalGpusOfANodeCanBeExchanged(Workload workload) {
        Problem problem = problem(workload);
        Layout inOrder = Problems.inOrder(problem, DEGREES);
        int[][] rows = new int[inOrder.devices().stageInstances()][];
        for (int stage = 0; stage < rows.length; stage++) {
            rows[stage] = inOrder.devices().devices(stage);
            for (int rank = 0; rank < 4; rank++) {
                int swapped = rows[stage][rank];
                rows[stage][rank] = rows[stage][7 - rank];
                rows[stage][7 - rank] = swapped;
            }
        }
        Layout permuted = new Layout(DEGREES, inOrder.stages(), inOrder.experts(), new DeviceMap(rows));
        CostModel costModel = Problems.costModel(problem);
        assertThat(costModel.evaluate(permuted)).isEqualTo(costModel.evaluate(inOrder));
    }

    @ParameterizedTest
    @FieldSource("WORKLOADS")
    void moreOfAnythingNeverHurts(Workload workload) {
        double before = tokensPerSecond(problem(workload));
        Map<String, UnaryOperator<Gpu>> better = new TreeMap<>();
        better.put("FLOP/s", gpu -> gpu(gpu, 1.5, 1, 1, 1));
        better.put("memory bandwidth", gpu -> gpu(gpu, 1, 1.5, 1, 1));
        better.put("link bandwidth", gpu -> gpu(gpu, 1, 1, 1.5, 1));
        better.put("network bandwidth", gpu -> gpu(gpu, 1, 1, 1, 1.5));
        better.forEach((what, change) -> {
            NodeGroup group = CLUSTER.nodes().getFirst();
            Cluster changed =
                    Problems.cluster(new NodeGroup(group.count(), group.gpusPerNode(), change.apply(group.gpu())));
            assertThat(tokensPerSecond(problem(workload).withCluster(changed)))
                    .as("more %s", what)
                    .isGreaterThanOrEqualTo(before);
        });
    }

    private static Gpu gpu(Gpu gpu, double flops, double memoryBandwidth, double links, double network) {
        Map<Precision, Double> peaks = new TreeMap<>();
        gpu.peakFlops().forEach((precision, peak) -> peaks.put(precision, peak * flops));
        return new Gpu(
                gpu.name(),
                gpu.family(),
                peaks,
                gpu.memoryBytes(),
                gpu.memoryBandwidth() * memoryBandwidth,
                gpu.linkBandwidth() * links,
                gpu.linkDomain(),
                gpu.linkTopology(),
                gpu.networkBandwidth() * network,
                gpu.hostBandwidth(),
                gpu.powerWatts(),
                gpu.source());
    }

    @Test
    void fewerBitsTakeLessMemory() {
        Problem problem = problem(Problems.serving(1024, 256));
        double last = Double.POSITIVE_INFINITY;
        for (Precision precision : List.of(Precision.FP32, Precision.BF16, Precision.FP8, Precision.MXFP4)) {
            Problem narrower = Problems.with(problem, MODEL.withPrecisions(Precisions.uniform(precision)));
            double bytes = evaluate(narrower, DEGREES).heaviestStage().memoryBytes();
            assertThat(bytes).as("%s", precision).isLessThan(last);
            last = bytes;
        }
    }

    /** Real routing is uneven: ranks wait for each other in prefill, where every expert is touched anyway. */
    @Test
    void routingThatNobodyMeasuredCostsAsMuchWherePromptsTouchAllExperts() {
        Problem forced = problem(Problems.prefill(4096));
        Problem unmeasured = Problems.with(forced, new ExpertLoad.Unmeasured());
        assertThat(forced.expertLoad().even()).isTrue();
        assertThat(unmeasured.expertLoad().even()).isTrue();
        assertThat(tokensPerSecond(unmeasured))
                .isCloseTo(tokensPerSecond(forced), within(1e-4 * tokensPerSecond(forced)));
        assertThat(tokensPerSecond(Problems.with(forced, new ExpertLoad.Zipf(0, 1))))
                .as("shares that are given are taken as they are")
                .isCloseTo(tokensPerSecond(forced), within(1e-9 * tokensPerSecond(forced)));
    }

    @Test
    void memoryGrowsWithTheSequence() {
        for (Workload workload : WORKLOADS) {
            double last = 0;
            for (int length : List.of(256, 1024, 4096, 16384)) {
                double bytes = evaluate(problem(workload.over(List.of(length))), DEGREES)
                        .heaviestStage()
                        .memoryBytes();
                assertThat(bytes).as("%s of %d", workload.phase(), length).isGreaterThan(last);
                last = bytes;
            }
        }
    }

    @Test
    void replicasAddUp() {
        Problem problem = problem(Problems.decode(4096, 512));
        double one = evaluate(problem, Problems.degrees(8, 1, 8, 8, 1, 1, 4, 1))
                .performance()
                .tokensPerSecond();
        double two = evaluate(problem, Problems.degrees(8, 1, 8, 8, 1, 2, 4, 1))
                .performance()
                .tokensPerSecond();
        assertThat(two).isCloseTo(2 * one, within(1e-6 * two));
    }

    /** With long answers the prompt no longer matters: serving's throughput is that of decoding alone. */
    @Test
    void servingLongAnswersIsDecoding() {
        int input = 16;
        int output = 100_000;
        double serving = tokensPerSecond(problem(Problems.serving(input, output)));
        double decode = tokensPerSecond(problem(Problems.decode(input, output)));
        assertThat(serving).isCloseTo(decode, within(1e-3 * decode));
    }

    /** Answers of four tokens: prompts arrive faster than steps can take them, 8,192 tokens less the decoding ones each. */
    @Test
    void noStepReadsMorePromptsThanItHasRoomFor() {
        Degrees one = Problems.degrees(8, 8, 1, 8, 1, 1, 512, 1);
        Problem problem = Problems.problem(MODEL, Problems.cluster(1, 8, "h200-sxm"), Problems.serving(2048, 4));
        double step = Problems.costModel(problem).servingTimes(one).promptStep();
        double room = 8192 - 512;
        double rate = evaluate(problem, one).performance().inputTokensPerSecond();
        assertThat(rate).isBetween(0.5 * room / step, room / step);
    }

    @Test
    void decodeStepIsOneOverThePace() {
        // Every one of the 2 x 8 sequences on each of 4 x 1 attention ranks gets a token per step.
        Performance decode =
                evaluate(problem(Problems.decode(4096, 512)), DEGREES).performance();
        assertThat(decode.tokensPerSecond()).isCloseTo(2 * 8 * 4 / decode.stepSeconds(), within(1e-6));
        assertThat(decode.timePerOutputTokenSeconds()).hasValue(decode.stepSeconds());
    }

    @Test
    void idleGpusAreALossOfTheirOwn() {
        // 8 of 16 GPUs.
        Evaluation half = evaluate(problem(Problems.decode(4096, 512)), Problems.degrees(8, 1, 8, 8, 1, 1, 4, 1));
        assertThat(half.gpus()).isEqualTo(8);
        assertThat(half.efficiency().losses())
                .contains(new Evaluation.Loss(Evaluation.Loss.Kind.IDLE_GPUS, 1 - 8 / 16.0));
    }

    @Test
    void explanationChangesNothing() {
        for (String name : ExampleProblems.names()) {
            Problem problem = ExampleProblems.read(name);
            if (problem.cluster().gpus() <= 16) {
                Degrees degrees =
                        Problems.degrees(Architectures.mixture(problem.model()).experts(), 1, 1, 1, 1, 1, 1, 1);
                CostModel costModel = Problems.costModel(problem);
                Layout layout = Problems.inOrder(problem, degrees);
                assertThat(costModel.explain(layout).performance())
                        .as(name)
                        .isEqualTo(costModel.evaluate(layout).performance());
                assertThat(costModel.explain(layout).derivations()).isNotEmpty();
            }
        }
    }
}
