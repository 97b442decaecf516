package dev.meshwright.cost;

import dev.meshwright.cost.Evaluation.StageCost;
import dev.meshwright.cost.memory.MemoryComponent;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Violation;
import dev.meshwright.problem.Problem;
import dev.meshwright.quantity.Figures;
import dev.meshwright.workload.Workload.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Stages whose GPUs would have to hold more than they may, and the smallest change that would make each fit. */
final class MemoryViolations {

    private MemoryViolations() {}

    static List<Violation> of(Problem problem, Layout layout, List<StageCost> stages) {
        List<Violation> violations = new ArrayList<>();
        for (int stage = 0; stage < stages.size(); stage++) {
            StageCost cost = stages.get(stage);
            double bytes = cost.memoryBytes();
            if (bytes > cost.usableBytes()) {
                violations.add(new Violation(
                        "memory",
                        "stage " + stage + " (layers " + cost.layers().firstLayer() + " to "
                                + cost.layers().lastLayer() + ") on " + cost.gpu(),
                        bytes,
                        cost.usableBytes(),
                        "bytes",
                        fix(problem, layout, cost, bytes - cost.usableBytes())));
            }
        }
        return violations;
    }

    private static String fix(Problem problem, Layout layout, StageCost cost, double excess) {
        Map<MemoryComponent, Double> rows = cost.memory();
        boolean training = problem.workload() instanceof Training;
        double perSequence = training
                ? 0
                : (rows.getOrDefault(MemoryComponent.CACHE, 0.0) + rows.getOrDefault(MemoryComponent.STATE, 0.0))
                        / layout.degrees().sequencesPerRank();
        int fewer = perSequence > 0 ? (int) Math.ceil(excess / perSequence) : Integer.MAX_VALUE;
        if (fewer < layout.degrees().sequencesPerRank()) {
            return "Take " + fewer + " of the " + layout.degrees().sequencesPerRank()
                    + " sequences per attention rank away, or use more GPUs per instance.";
        }
        MemoryComponent largest = rows.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        String over = Figures.bytes(excess);
        return switch (largest) {
            case EXPERT_WEIGHTS ->
                "Raise expert, expertTensor or pipeline: routed experts are the largest row, " + over + " too many.";
            case ACTIVATIONS, LOGITS ->
                "Lower microBatch, recompute activations or raise tensor: activations are the" + " largest row, " + over
                        + " too many.";
            case CACHE, STATE ->
                "Raise data, tensor or pipeline: the cache of one sequence per rank is " + over + " too large.";
            case GRADIENTS, OPTIMIZER ->
                "Raise zeroStage, data or pipeline: training state is the largest row, " + over + " too many.";
            default ->
                "Raise tensor or pipeline, or store weights in fewer bits: " + largest.label() + " is the largest row, "
                        + over + " too many.";
        };
    }
}
