package dev.meshwright.benchmark;

import dev.meshwright.Problems;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.layout.Degrees;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Bounds of degrees per second on one thread: what the search spends its time on. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DegreeBoundBenchmark {

    @Param({"deepseek-v3-training-2048xh800", "mixtral-8x7b-8xh100", "deepseek-v3-decode-32xh800"})
    public String problem;

    private CostModel costModel;
    private Degrees[] all;
    private Degrees[] fitting;
    private int next;

    /** Enumerates the space. */
    @Setup
    public void enumerate() {
        BoundedProblem bounded = new BoundedProblem(problem);
        costModel = bounded.costModel;
        all = bounded.degrees.toArray(Degrees[]::new);
        fitting = bounded.fitting().toArray(Degrees[]::new);
    }

    /** The whole space, as the search walks it: many degrees are refused for their memory at once. */
    @Benchmark
    public DegreeBound wholeSpace() {
        next = next + 1 < all.length ? next + 1 : 0;
        return costModel.bound(all[next]);
    }

    /** Degrees that fit, whose time is bounded too. */
    @Benchmark
    public DegreeBound fittingDegrees() {
        next = next + 1 < fitting.length ? next + 1 : 0;
        return costModel.bound(fitting[next]);
    }

    /** One walk over the whole space with a new cost model, as a search does once. */
    @Benchmark
    @OutputTimeUnit(TimeUnit.SECONDS)
    public double firstWalk() {
        CostModel fresh = Problems.costModel(costModel.problem());
        double bytes = 0;
        for (Degrees degrees : all) {
            bytes += fresh.bound(degrees).memoryBytes();
        }
        return bytes;
    }
}
