package dev.meshwright.answer.explain.judgement;

import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.layout.Layout;
import java.util.Optional;

/**
 * How far a layout is from what no placement of its degrees can exceed.
 *
 * @param tokensPerSecond that bound
 * @param reached tokens per second of the layout
 * @param covered whether the bound holds for the layout itself: it splits consecutive layers into stages, the head and
 *     multi-token prediction on the last one
 */
public record BoundGap(double tokensPerSecond, double reached, boolean covered) {

    /** Gaps below this are rounding of sums in another order, as in proofs. */
    private static final double CLOSED = 5e-5;

    /** The gap of {@code layout}; empty where the bound of its degrees already says that nothing works. */
    public static Optional<BoundGap> of(DegreeBound bound, Layout layout, double reached) {
        if (!bound.mayWork()) {
            return Optional.empty();
        }
        boolean covered = layout.predictionStage().isEmpty()
                && layout.stages().stream().allMatch(stage -> stage.chunks().size() == 1);
        return Optional.of(new BoundGap(bound.performance().tokensPerSecond(), reached, covered));
    }

    /** By which share of what is reached the bound is higher; 0 where it is not. */
    public double gap() {
        return Math.max(0, tokensPerSecond / reached - 1);
    }

    /** By which share of the bound the layout is lower. */
    public double below() {
        return 1 - reached / tokensPerSecond;
    }

    /** Whether nothing is left to gain but rounding. */
    public boolean closed() {
        return below() < CLOSED;
    }
}
