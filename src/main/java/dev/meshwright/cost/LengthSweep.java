package dev.meshwright.cost;

import dev.meshwright.cost.engine.Question;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.StageCost;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One layout at every sequence length of a problem, with the same number of sequences in flight.
 *
 * <p>In training, activation checkpointing above a sequence length keeps only the layers' inputs for the backward pass
 * and computes the rest once more: less memory, a longer step. The problem's threshold
 * ({@code assumptions.activationCheckpointingAbove}) decides length by length, unless the layout already contradicts it
 * at the longest length; then the layout's own choice holds everywhere. Inference has no backward pass: a layer's
 * activations are gone once the next layer has them, so checkpointing has nothing to save and the threshold no effect.
 *
 * @param points shortest length first; empty where the problem has one length
 * @param threshold the problem's, if it states one
 * @param training whether there is a backward pass to keep activations for
 * @param byThreshold whether the threshold decided what is recomputed
 */
public record LengthSweep(List<Point> points, OptionalInt threshold, boolean training, boolean byThreshold) {

    /** No sweep. */
    public static final LengthSweep NONE = new LengthSweep(List.of(), OptionalInt.empty(), false, false);

    /**
     * The layout at one length.
     *
     * @param length tokens of the sequence, as the problem lists them
     * @param evaluation of the layout at that length
     * @param recomputation what the backward pass recomputes there
     * @param saving against keeping every activation; empty where nothing is recomputed
     */
    public record Point(int length, Evaluation evaluation, Recomputation recomputation, Optional<Saving> saving) {

        /** Bytes of KV cache and state on the fullest GPU. */
        public double cacheBytes() {
            StageCost stage = evaluation.heaviestStage();
            return stage.bytes(MemoryComponent.CACHE) + stage.bytes(MemoryComponent.STATE);
        }

        /** Bytes of activations and logits on the fullest GPU. */
        public double activationBytes() {
            StageCost stage = evaluation.heaviestStage();
            return stage.bytes(MemoryComponent.ACTIVATIONS) + stage.bytes(MemoryComponent.LOGITS);
        }
    }

    /**
     * What recomputation buys and costs at one length.
     *
     * @param bytes less on the fullest GPU
     * @param seconds more for a step
     * @param share of the step that this is
     */
    public record Saving(double bytes, double seconds, double share) {}

    public LengthSweep {
        points = List.copyOf(points);
    }

    /** The sweep of {@code layout} over the lengths of the problem of {@code question}. */
    public static LengthSweep of(Question question, Layout layout) {
        Problem problem = question.problem();
        List<Integer> lengths = problem.workload().lengths();
        OptionalInt threshold = problem.assumptions().activationCheckpointingAbove();
        boolean training = problem.workload() instanceof Workload.Training;
        Recomputation own = layout.degrees().recomputation();
        boolean byThreshold = training
                && threshold.isPresent()
                && own == above(problem.workload().longest(), threshold.getAsInt());
        List<Point> points = new ArrayList<>();
        for (int length : lengths.size() > 1 ? lengths : List.<Integer>of()) {
            Problem at = problem.withWorkload(problem.workload().over(List.of(length)));
            Recomputation recomputation = byThreshold ? above(length, threshold.getAsInt()) : own;
            points.add(point(new CostModel(question.with(at)), layout, length, recomputation));
        }
        return new LengthSweep(points, threshold, training, byThreshold);
    }

    private static Recomputation above(int length, int threshold) {
        return length > threshold ? Recomputation.FULL : Recomputation.NONE;
    }

    private static Point point(CostModel costModel, Layout layout, int length, Recomputation recomputation) {
        Evaluation used = costModel.evaluate(layout.with(layout.degrees().with(recomputation)));
        if (recomputation == Recomputation.NONE) {
            return new Point(length, used, recomputation, Optional.empty());
        }
        Evaluation kept = costModel.evaluate(layout.with(layout.degrees().with(Recomputation.NONE)));
        double step = used.performance().stepSeconds();
        double longer = step - kept.performance().stepSeconds();
        Saving saving = new Saving(
                kept.heaviestStage().memoryBytes() - used.heaviestStage().memoryBytes(), longer, longer / step);
        return new Point(length, used, recomputation, Optional.of(saving));
    }
}
