package dev.meshwright.benchmark;

import dev.meshwright.Problems;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.StepClock;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Length;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.io.catalogue.ModelCatalogue;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.replay.ClockedSteps;
import dev.meshwright.replay.FrontEnd;
import dev.meshwright.replay.Outcome;
import dev.meshwright.replay.Replay;
import dev.meshwright.replay.StepTimes;
import dev.meshwright.replay.client.ClosedLoop;
import dev.meshwright.replay.client.DrawnLengths;
import dev.meshwright.replay.scheduler.Scheduler;
import dev.meshwright.replay.scheduler.SchedulerSettings;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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

/** Steps of a replayed engine per second on one thread: 640 requests of 1,024 and 1,024 tokens from 64 clients. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ReplayBenchmark {

    @Param({"VLLM", "SGLANG", "TENSORRT_LLM"})
    public String engine;

    private StepClock clock;

    /** Steps that were replayed. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Counter {
        public long steps;
    }

    /** Prices of Mixtral's steps on four H100. */
    @Setup
    public void price() {
        Problem problem = Problems.problem(
                ModelCatalogue.standard().find("mixtral-8x7b").orElseThrow().model(),
                Problems.cluster(1, 4, "h100-sxm"),
                new Serving(List.of(1024), 1024, OptionalInt.of(64)));
        Degrees degrees = new Degrees(4, 1, 4, 1, 1, 1, 64, 1, 1, Recomputation.NONE, 2, 1);
        clock = new CostModel(Problems.question(problem)).stepClock(degrees);
    }

    /** Steps priced by the cost model. */
    @Benchmark
    public Outcome priced(Counter counter) {
        return replay(counter, new ClockedSteps(clock::seconds));
    }

    /** The scheduler alone: every step takes as long. */
    @Benchmark
    public Outcome scheduled(Counter counter) {
        return replay(counter, ranks -> 0.02);
    }

    private Outcome replay(Counter counter, StepTimes times) {
        SchedulerSettings settings = new SchedulerSettings(8192, 64, true, false, 16, 1L << 30, true);
        Length tokens = new Length.Uniform(819, 1024);
        Outcome outcome = new Replay(
                        new ClosedLoop(64, 0, new DrawnLengths(tokens, tokens, 640, 1)),
                        List.of(Scheduler.of(Engine.valueOf(engine), settings)),
                        times,
                        FrontEnd.NONE,
                        (seconds, running, waiting, cacheShare) -> {})
                .run();
        counter.steps += outcome.steps();
        return outcome;
    }
}
