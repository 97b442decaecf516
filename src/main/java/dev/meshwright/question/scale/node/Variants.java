package dev.meshwright.question.scale.node;

import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/** The same problem with one thing changed. */
public final class Variants {

    private Variants() {}

    public static Problem withPrecisions(Problem problem, Precisions precisions) {
        return problem.withModel(problem.model().withPrecisions(precisions));
    }

    /** Formats with a native peak of {@code gpu} and fewer bits than the routed experts have now, widest first. */
    public static List<Precision> fasterFormats(Problem problem, Gpu gpu) {
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
    public static Precisions weights(Precisions now, Precision format) {
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
