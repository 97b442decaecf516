package dev.meshwright.benchmark;

import dev.meshwright.Problems;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import dev.meshwright.placement.placing.LayoutPlacer;
import java.util.Optional;
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

/** Exact evaluations of one complete layout per second on one thread, with and without derivations. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PlacedEvaluationBenchmark {

    @Param({"mixtral-8x7b-8xh100", "deepseek-v3-decode-32xh800"})
    public String problem;

    private CostModel costModel;
    private LayoutPlacer placer;
    private Layout layout;

    /** Places the first degrees that fit. */
    @Setup
    public void place() {
        BoundedProblem bounded = new BoundedProblem(problem);
        costModel = bounded.costModel;
        placer = Problems.placer(costModel);
        layout = bounded.fitting().stream()
                .filter(degrees -> degrees.expert() > 1)
                .map(placer::place)
                .flatMap(Optional::stream)
                .map(LayoutPlacer.Placed::layout)
                .findFirst()
                .orElseThrow();
    }

    /** What the search pays for a candidate after placing it. */
    @Benchmark
    public Evaluation evaluate() {
        return costModel.evaluate(layout);
    }

    /** The same with every derivation taken down. */
    @Benchmark
    public Evaluation explain() {
        return costModel.explain(layout);
    }

    /** Placing the degrees of the layout: experts by swap descent, stages exactly. */
    @Benchmark
    public Optional<LayoutPlacer.Placed> placeDegrees() {
        Degrees degrees = layout.degrees();
        return placer.place(degrees);
    }
}
