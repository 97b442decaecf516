package dev.meshwright.scaling;

import dev.meshwright.cluster.Gpu;
import dev.meshwright.model.Precision;
import dev.meshwright.model.Precisions;
import dev.meshwright.problem.Assumptions;
import dev.meshwright.problem.Problem;
import dev.meshwright.problem.SearchLimits;
import dev.meshwright.workload.ExpertLoad;
import java.util.ArrayList;
import java.util.List;

/** The same problem with one thing changed. */
final class Variants {

    private Variants() {}

    static Problem withPrecisions(Problem problem, Precisions precisions) {
        return copy(
                problem,
                problem.model().withPrecisions(precisions),
                problem.expertLoad(),
                problem.assumptions(),
                problem.limits());
    }

    static Problem withLoad(Problem problem, ExpertLoad load) {
        return copy(problem, problem.model(), load, problem.assumptions(), problem.limits());
    }

    static Problem withAssumptions(Problem problem, Assumptions assumptions) {
        return copy(problem, problem.model(), problem.expertLoad(), assumptions, problem.limits());
    }

    static Problem withLimits(Problem problem, SearchLimits limits) {
        return copy(problem, problem.model(), problem.expertLoad(), problem.assumptions(), limits);
    }

    private static Problem copy(
            Problem problem,
            dev.meshwright.model.Model model,
            ExpertLoad load,
            Assumptions assumptions,
            SearchLimits limits) {
        return new Problem(
                problem.name(),
                model,
                problem.declared(),
                problem.cluster(),
                problem.workload(),
                load,
                problem.balance(),
                problem.objective(),
                problem.targets(),
                assumptions,
                limits);
    }

    /** Formats with a native peak of {@code gpu} and fewer bits than the routed experts have now, widest first. */
    static List<Precision> fasterFormats(Problem problem, Gpu gpu) {
        List<Precision> formats = new ArrayList<>();
        for (Precision format : List.of(Precision.FP8, Precision.NVFP4)) {
            boolean fewer = format.bitsPerElement()
                    < problem.model().precisions().experts().bitsPerElement();
            if (fewer && gpu.peakFlops().containsKey(format)) {
                formats.add(format);
            }
        }
        return List.copyOf(formats);
    }

    /** Weights in {@code format} where that has fewer bits than now, the KV cache in FP8; embeddings stay. */
    static Precisions weights(Precisions now, Precision format) {
        return new Precisions(
                fewer(now.attention(), format),
                fewer(now.dense(), format),
                fewer(now.shared(), format),
                fewer(now.experts(), format),
                now.embedding(),
                fewer(now.keyValueCache(), Precision.FP8),
                now.activation());
    }

    private static Precision fewer(Precision now, Precision other) {
        return other.bitsPerElement() < now.bitsPerElement() ? other : now;
    }
}
