package dev.meshwright.cost.exact;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.evaluation.Evaluation.StageCost;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.cost.memory.engine.EngineMemory;
import dev.meshwright.facts.engine.MemoryRule.Covers;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Violation;
import dev.meshwright.layout.rule.DegreeRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stages whose GPUs would have to hold more than they may, and the smallest change that would make each fit. */
final class MemoryViolations {

    /** With it optimizer, gradients and weights are all sharded. */
    private static final int LAST_ZERO_STAGE = 3;

    private MemoryViolations() {}

    static List<Violation> of(Problem problem, Layout layout, List<StageCost> stages, Optional<EngineMemory> engine) {
        List<Violation> violations = new ArrayList<>();
        for (int stage = 0; stage < stages.size(); stage++) {
            StageCost cost = stages.get(stage);
            double bytes = cost.memoryBytes();
            if (bytes > cost.usableBytes()) {
                violations.add(new Violation(
                        Constraint.MEMORY,
                        "stage " + stage + " (layers " + cost.layers().words() + ") on " + cost.gpu(),
                        bytes,
                        cost.usableBytes(),
                        "bytes",
                        engine.flatMap(named -> fewerSequences(named, cost, bytes - cost.usableBytes()))
                                .orElseGet(() -> fix(problem, layout, cost, bytes - cost.usableBytes()))));
            }
        }
        return violations;
    }

    /**
     * An engine that profiles sampling for all sequences that may run keeps less when fewer may: the most for which the
     * excess is gone. Empty where that row has less than the excess, or lies outside the engine's share.
     */
    private static Optional<String> fewerSequences(EngineMemory engine, StageCost cost, double excess) {
        double logits = cost.memory().getOrDefault(MemoryComponent.LOGITS, 0.0);
        double perSequence = engine.reserve().samplingBytes() / engine.reserve().sampled();
        int most = (int) Math.floor(engine.reserve().sampled() - excess / perSequence);
        if (engine.rule().covers() != Covers.EVERYTHING || logits < excess || most < 1) {
            return Optional.empty();
        }
        return Optional.of("Start the engine for at most " + Figures.number(most, "sequence")
                + " at once (serving.sequences): it keeps " + Figures.bytes(logits) + " for sampling of "
                + Figures.count(engine.reserve().sampled()) + ", " + Figures.bytes(excess) + " too many.");
    }

    private static String fix(Problem problem, Layout layout, StageCost cost, double excess) {
        Map<MemoryComponent, Double> rows = cost.memory();
        boolean training = problem.workload() instanceof Training;
        double perSequence = training
                ? 0
                : (rows.getOrDefault(MemoryComponent.CACHE, 0.0) + rows.getOrDefault(MemoryComponent.STATE, 0.0))
                        / layout.degrees().sequencesPerRank();
        // Tensor ranks with the same keys and values may share them.
        int copies = new DegreeRules(problem).cacheCopies(layout.degrees().tensor());
        boolean shareable = copies > layout.degrees().context();
        int fewer = perSequence > 0 ? (int) Math.ceil(excess / perSequence) : Integer.MAX_VALUE;
        if (fewer < layout.degrees().sequencesPerRank()) {
            return "Take " + fewer + " of the " + layout.degrees().sequencesPerRank()
                    + " sequences per attention rank away, " + (shareable ? "set context to " + copies + ", " : "")
                    + "or use more GPUs per instance.";
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
                sentence(activationMends(layout.degrees(), training)) + ": activations are the largest row, " + over
                        + " too many.";
            case CACHE, STATE ->
                "Raise data, tensor" + (shareable ? ", context" : "")
                        + " or pipeline: the cache of one sequence per rank is " + over + " too large.";
            case GRADIENTS, OPTIMIZER ->
                sentence(stateMends(problem)) + ": training state is the largest row, " + over + " too many.";
            default ->
                "Raise tensor or pipeline, or store weights in fewer bits: " + largest.label() + " is the largest row, "
                        + over + " too many.";
        };
    }

    /** Only what is not done already. */
    private static List<String> activationMends(Degrees degrees, boolean training) {
        List<String> mends = new ArrayList<>();
        if (degrees.microBatch() > 1) {
            mends.add("lower microBatch from " + degrees.microBatch());
        }
        if (training && degrees.recomputation() != Recomputation.FULL) {
            mends.add("set recomputation to full");
        }
        mends.add(training ? "raise tensor or context" : "raise tensor or pipeline");
        return mends;
    }

    private static List<String> stateMends(Problem problem) {
        boolean sharded = problem.workload() instanceof Training work && work.zeroStage() >= LAST_ZERO_STAGE;
        return sharded
                ? List.of("raise data, tensor or pipeline")
                : List.of("raise zeroStage", "raise data or pipeline");
    }

    private static String sentence(List<String> mends) {
        String all = mends.size() == 1
                ? mends.getFirst()
                : String.join(", ", mends.subList(0, mends.size() - 1)) + " or " + mends.getLast();
        return Character.toUpperCase(all.charAt(0)) + all.substring(1);
    }
}
