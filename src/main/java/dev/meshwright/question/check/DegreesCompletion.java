package dev.meshwright.question.check;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.DegreeRules;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.DegreesDraft;
import dev.meshwright.layout.PlanDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Fills in the degrees that a plan leaves out, and says which and why: as many replicas as the cluster holds, batches
 * that cover the workload, every expert a slot.
 */
final class DegreesCompletion {

    /** Largest batch per attention rank that is tried where the problem leaves the concurrency open. */
    private static final int LARGEST_BATCH = 4096;

    private final int gpus;
    private final Problem problem;
    private final CostModel costModel;
    private final List<String> notes = new ArrayList<>();

    /**
     * A completion.
     *
     * @param gpus that there are
     * @param costModel of the problem, with as many GPUs as the plan needs
     */
    DegreesCompletion(int gpus, CostModel costModel) {
        this.gpus = gpus;
        this.problem = costModel.problem();
        this.costModel = costModel;
    }

    /** One sentence for each thing filled in. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    Degrees complete(PlanDraft draft) {
        DegreesDraft stated = draft.degrees();
        if (!stated.note().isEmpty()) {
            notes.add(stated.note());
        }
        int replicas = stated.replicas().orElseGet(() -> replicas(stated));
        int slots = stated.slotsPerRank().orElseGet(() -> slots(draft));
        Degrees rough = new Degrees(
                stated.tensor(),
                stated.data(),
                stated.expert(),
                stated.expertTensor(),
                stated.pipeline(),
                replicas,
                stated.microBatch().orElse(1),
                stated.microBatches().orElse(1),
                stated.virtualStages().orElse(1),
                stated.recomputation().orElse(Recomputation.NONE),
                slots,
                stated.context().orElse(1));
        Degrees batched = problem.workload() instanceof Training training
                ? trainingBatch(rough, stated, training)
                : inferenceBatch(rough, stated);
        return stated.recomputation().isPresent() ? batched : recomputation(batched);
    }

    private int replicas(DegreesDraft stated) {
        long instance = (long) stated.tensor() * stated.data() * stated.pipeline();
        if (instance > gpus) {
            notes.add("Replicas are not stated: 1.");
            return 1;
        }
        long most = gpus / instance;
        OptionalInt asked = concurrency();
        if (asked.isPresent()) {
            most = Math.max(1, Math.min(most, asked.getAsInt() / stated.data()));
        }
        notes.add("Replicas are not stated: " + most + ", as many instances of " + Figures.number(instance, "GPU")
                + " as the " + Figures.number(gpus, "GPU") + " of the cluster hold.");
        return (int) most;
    }

    private int slots(PlanDraft draft) {
        int experts = new DegreeRules(problem).experts();
        if (experts == 0) {
            return 0;
        }
        if (draft.experts().isPresent() && !draft.experts().get().isEmpty()) {
            return draft.experts().get().getFirst().stream()
                    .mapToInt(List::size)
                    .max()
                    .orElse(0);
        }
        return Math.ceilDiv(experts, draft.degrees().expert());
    }

    private OptionalInt concurrency() {
        return switch (problem.workload()) {
            case Prefill prefill -> prefill.concurrency();
            case Decode decode -> decode.concurrency();
            case Serving serving -> serving.concurrency();
            case Training training -> OptionalInt.of(training.globalBatch());
        };
    }

    private Degrees inferenceBatch(Degrees rough, DegreesDraft stated) {
        if (stated.microBatch().isPresent() && stated.microBatches().isPresent()) {
            return rough;
        }
        OptionalInt asked = concurrency();
        if (asked.isPresent()) {
            int perRank = Math.ceilDiv(asked.getAsInt(), rough.data() * rough.replicas());
            Degrees batched = cut(rough, stated, perRank);
            notes.add("Batches are not fully stated: " + batched(batched) + " for the concurrency of "
                    + Figures.count(asked.getAsInt()) + ".");
            return batched;
        }
        if (stated.microBatch().isPresent()) {
            Degrees batched = with(rough, rough.microBatch(), rough.pipeline(), rough.recomputation());
            notes.add("Micro-batches are not stated: " + batched(batched) + ", one per stage.");
            return batched;
        }
        return openBatch(rough, stated);
    }

    /** Cuts the sequences of an attention rank into one micro-batch per stage. */
    private static Degrees cut(Degrees rough, DegreesDraft stated, int perRank) {
        if (stated.microBatch().isPresent()) {
            int microBatches = Math.max(1, Math.ceilDiv(perRank, rough.microBatch()));
            return with(rough, rough.microBatch(), microBatches, rough.recomputation());
        }
        int microBatches = stated.microBatches().orElse(Math.max(1, Math.min(rough.pipeline(), perRank)));
        return with(rough, Math.max(1, Math.ceilDiv(perRank, microBatches)), microBatches, rough.recomputation());
    }

    /** Neither the plan nor the problem says how many sequences are in flight: the best number is taken. */
    private Degrees openBatch(Degrees rough, DegreesDraft stated) {
        Ranking ranking = new Ranking(problem);
        Degrees best = cut(rough, stated, 1);
        double bestWorth = Double.NEGATIVE_INFINITY;
        boolean valid = false;
        for (int sequences = 1; sequences <= LARGEST_BATCH; sequences = Math.ceilDiv(9 * sequences, 8)) {
            Degrees candidate = cut(rough, stated, sequences);
            if (new DegreeRules(problem).violations(candidate).isEmpty()) {
                valid = true;
                DegreeBound bound = costModel.bound(candidate);
                double worth = bound.mayWork() ? ranking.worth(bound.performance(), candidate.gpus()) : bestWorth;
                if (worth > bestWorth) {
                    best = candidate;
                    bestWorth = worth;
                }
            }
        }
        notes.add("Neither plan nor problem states how many sequences are in flight: " + batched(best)
                + (bestWorth > Double.NEGATIVE_INFINITY
                        ? ", which suits the objective best."
                        : valid ? ", because no number of them fits or meets the targets." : "."));
        return best;
    }

    private Degrees trainingBatch(Degrees rough, DegreesDraft stated, Training training) {
        if (stated.microBatch().isPresent() && stated.microBatches().isPresent()) {
            return rough;
        }
        int perRank = Math.max(1, training.globalBatch() / (rough.data() * rough.replicas()));
        int microBatch = stated.microBatch()
                .orElse(
                        stated.microBatches().isPresent()
                                ? Math.max(1, perRank / rough.microBatches())
                                : training.microBatch().orElse(1));
        int microBatches = stated.microBatches().orElse(Math.max(1, perRank / microBatch));
        Degrees batched = with(rough, microBatch, microBatches, rough.recomputation());
        notes.add("Batches are not fully stated: " + batched(batched) + " for the global batch of "
                + Figures.count(training.globalBatch()) + ".");
        return batched;
    }

    private static String batched(Degrees degrees) {
        return Figures.number(degrees.microBatches(), "micro-batch").replace("batchs", "batches") + " of "
                + Figures.number(degrees.microBatch(), "sequence")
                + (degrees.data() * degrees.replicas() == 1 ? " on the one " : " on each ") + "attention rank";
    }

    /** By the problem's threshold; without one the least recomputation that fits into memory. */
    private Degrees recomputation(Degrees degrees) {
        if (!(problem.workload() instanceof Training training)) {
            return degrees;
        }
        OptionalInt threshold = problem.assumptions().activationCheckpointingAbove();
        if (threshold.isPresent()) {
            boolean above = training.longest() > threshold.getAsInt();
            notes.add("Recomputation is not stated: " + (above ? "full" : "none") + ", as sequences of "
                    + Figures.count(training.longest()) + " tokens are " + (above ? "" : "not ")
                    + "above the problem's threshold of " + Figures.count(threshold.getAsInt()) + ".");
            return with(
                    degrees,
                    degrees.microBatch(),
                    degrees.microBatches(),
                    above ? Recomputation.FULL : Recomputation.NONE);
        }
        for (Recomputation candidate : Recomputation.values()) {
            Degrees tried = with(degrees, degrees.microBatch(), degrees.microBatches(), candidate);
            boolean valid = new DegreeRules(problem).violations(tried).isEmpty();
            if (valid && costModel.bound(tried).mayWork()) {
                notes.add("Recomputation is not stated: " + candidate.name().toLowerCase(java.util.Locale.ROOT)
                        + ", the least that fits into memory.");
                return tried;
            }
        }
        return degrees;
    }

    private static Degrees with(Degrees degrees, int microBatch, int microBatches, Recomputation recomputation) {
        return degrees.withBatch(microBatch, microBatches).with(recomputation);
    }
}
