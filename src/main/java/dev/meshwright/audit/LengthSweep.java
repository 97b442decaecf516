package dev.meshwright.audit;

import dev.meshwright.check.CheckedPlan;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.EfficiencySource;
import dev.meshwright.cost.Evaluation;
import dev.meshwright.cost.Evaluation.StageCost;
import dev.meshwright.cost.memory.MemoryComponent;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.Layout;
import dev.meshwright.problem.Problem;
import dev.meshwright.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Memory of the fullest GPU over the sequence lengths of the problem, with the same sequences in flight. In training,
 * layers are recomputed above the problem's threshold. Inference keeps no activations, so that there is nothing to save: the
 * shortest and the longest length alone.
 *
 * @param rows by length, shortest first
 */
public record LengthSweep(List<Row> rows) {

    /**
     * One length.
     *
     * @param tokens of a sequence
     * @param memoryBytes of the fullest GPU
     * @param activationBytes of them for activations and logits
     * @param cacheBytes of them for keys and values
     * @param checkpointed whether layers are recomputed at this length
     * @param savedBytes what that saves
     * @param fits whether every GPU's memory suffices
     */
    public record Row(
            int tokens,
            double memoryBytes,
            double activationBytes,
            double cacheBytes,
            boolean checkpointed,
            double savedBytes,
            boolean fits) {}

    public LengthSweep {
        rows = List.copyOf(rows);
    }

    /** The sweep of a plan; empty where the problem has one length or the plan could not be completed. */
    public static Optional<LengthSweep> of(CheckedPlan plan, EfficiencySource efficiencies) {
        List<Integer> lengths = plan.problem().workload().lengths();
        if (lengths.size() < 2 || plan.evaluated().isEmpty()) {
            return Optional.empty();
        }
        Layout layout = plan.evaluated().get().layout();
        boolean recomputes = plan.problem().workload() instanceof Workload.Training
                && plan.problem().assumptions().activationCheckpointingAbove().isPresent();
        List<Row> rows = new ArrayList<>();
        for (int length : recomputes ? lengths : List.of(lengths.getFirst(), lengths.getLast())) {
            rows.add(row(plan.problem(), layout, length, efficiencies));
        }
        return Optional.of(new LengthSweep(rows));
    }

    private static Row row(Problem problem, Layout layout, int length, EfficiencySource efficiencies) {
        Problem at = problem.withWorkload(problem.workload().at(length));
        boolean training = problem.workload() instanceof Workload.Training;
        boolean above =
                length > problem.assumptions().activationCheckpointingAbove().orElse(Integer.MAX_VALUE);
        CostModel costModel = new CostModel(at, efficiencies);
        StageCost kept = heaviest(costModel, with(layout, Recomputation.NONE));
        StageCost used = training && above ? heaviest(costModel, with(layout, Recomputation.FULL)) : kept;
        return new Row(
                length,
                used.memoryBytes(),
                bytes(used, MemoryComponent.ACTIVATIONS) + bytes(used, MemoryComponent.LOGITS),
                bytes(used, MemoryComponent.CACHE) + bytes(used, MemoryComponent.STATE),
                training && above,
                kept.memoryBytes() - used.memoryBytes(),
                used.memoryBytes() <= used.usableBytes());
    }

    private static StageCost heaviest(CostModel costModel, Layout layout) {
        Evaluation evaluation = costModel.evaluate(layout);
        return evaluation.heaviestStage();
    }

    private static double bytes(StageCost stage, MemoryComponent component) {
        return stage.memory().getOrDefault(component, 0.0);
    }

    private static Layout with(Layout layout, Recomputation recomputation) {
        Degrees old = layout.degrees();
        Degrees degrees = new Degrees(
                old.tensor(),
                old.data(),
                old.expert(),
                old.expertTensor(),
                old.pipeline(),
                old.replicas(),
                old.microBatch(),
                old.microBatches(),
                old.virtualStages(),
                recomputation,
                old.slotsPerRank(),
                old.context());
        return new Layout(degrees, layout.stages(), layout.experts(), layout.devices());
    }
}
