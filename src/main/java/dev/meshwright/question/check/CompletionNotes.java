package dev.meshwright.question.check;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.draft.DegreeName;
import dev.meshwright.layout.draft.DegreesDraft;
import dev.meshwright.layout.draft.DegreesDraft.Form;
import dev.meshwright.layout.draft.PlanDraft;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a {@link Completion} says it filled in, and why so.
 *
 * @param reading completed
 * @param draft of the plan
 * @param gpus that there are
 * @param problem with as many GPUs as the plan needs
 * @param degrees complete
 */
record CompletionNotes(Reading reading, PlanDraft draft, int gpus, Problem problem, Degrees degrees) {

    /** Why what is filled in is as it is, which the finished evaluation tells. */
    enum Why {
        /** The best of what meets memory and all targets. */
        BEST,
        /** The best of what meets memory and the latencies; none reaches the throughput asked for. */
        BEST_IN_TIME,
        /** None was found to work; these do all the same, once they are placed with care. */
        WORKS,
        /** The plan breaks a rule whatever is filled in. */
        BROKEN,
        /** None fits into memory, or none is in time. */
        NOTHING_FITS
    }

    /** One sentence for each thing filled in. */
    List<String> sentences(Why why) {
        List<String> notes = new ArrayList<>();
        DegreesDraft stated = reading.draft();
        if (stated.get(DegreeName.REPLICAS).isEmpty()) {
            notes.add(replicaNote());
        } else if (stated.form() == Form.HEADLINE
                && draft.degrees().get(DegreeName.REPLICAS).isEmpty()
                && degrees.replicas() == 1
                && 2 * reading.instance() <= gpus) {
            notes.add("No replicas are named, so it is one instance; " + gpus / reading.instance() + " of them (x"
                    + gpus / reading.instance() + ") would use the " + Figures.number(gpus, "GPU") + ".");
        }
        batchNote(why).ifPresent(notes::add);
        boolean training = problem.workload() instanceof Training;
        if (training && stated.get(DegreeName.VIRTUAL_STAGES).isEmpty() && degrees.pipeline() > 1) {
            notes.add("Virtual stages are not stated: " + degrees.virtualStages() + ".");
        }
        if (training && stated.recomputation().isEmpty()) {
            notes.add(recomputationNote(why));
        }
        return List.copyOf(notes);
    }

    private String replicaNote() {
        long most = gpus / reading.instance();
        if (most < 1) {
            return "Replicas are not stated: 1.";
        }
        String held = "as many instances of " + Figures.number(reading.instance(), "GPU") + " as the "
                + Figures.number(gpus, "GPU") + " of the cluster hold";
        String reason = degrees.replicas() == most
                ? held
                : problem.workload() instanceof Training
                        ? "the most that share the global batch and work"
                        : "one for each sequence in flight";
        return "Replicas are not stated: " + degrees.replicas() + ", " + reason + ".";
    }

    private Optional<String> batchNote(Why why) {
        boolean size = reading.draft().get(DegreeName.MICRO_BATCH).isPresent();
        boolean count = reading.draft().get(DegreeName.MICRO_BATCHES).isPresent();
        if (size && count) {
            return Optional.empty();
        }
        OptionalInt asked = problem.workload().stepSequences();
        String what = batched();
        if (problem.workload() instanceof Training training) {
            return Optional.of("Batches are not fully stated: " + what + " for the global batch of "
                    + Figures.count(training.globalBatch()) + ".");
        }
        if (asked.isPresent()) {
            return Optional.of("Batches are not fully stated: " + what + " for the concurrency of "
                    + Figures.count(asked.getAsInt()) + ".");
        }
        String reason =
                switch (why) {
                    case BEST -> ", which suits the objective best within memory and targets.";
                    case BEST_IN_TIME -> ", which suits the objective best within memory and latency targets.";
                    case WORKS -> ".";
                    case BROKEN -> ", as no number of them mends what the plan breaks.";
                    case NOTHING_FITS -> ", because no number of them fits or meets the targets.";
                };
        return Optional.of(
                size
                        ? "Micro-batches are not stated: " + what + "."
                        : "Neither plan nor problem states how many sequences are in flight: " + what + reason);
    }

    private String batched() {
        return Figures.count(degrees.microBatches()) + (degrees.microBatches() == 1 ? " micro-batch" : " micro-batches")
                + " of " + Figures.number(degrees.microBatch(), "sequence")
                + ((long) degrees.data() * degrees.replicas() == 1 ? " on the one " : " on each ") + "attention rank";
    }

    private String recomputationNote(Why why) {
        String chosen = degrees.recomputation().name().toLowerCase(Locale.ROOT);
        OptionalInt threshold = problem.assumptions().activationCheckpointingAbove();
        if (threshold.isPresent() && problem.workload() instanceof Training training) {
            boolean above = training.longest() > threshold.getAsInt();
            return "Recomputation is not stated: " + chosen + ", as sequences of " + Figures.count(training.longest())
                    + " tokens are " + (above ? "" : "not ") + "above the problem's threshold of "
                    + Figures.count(threshold.getAsInt()) + ".";
        }
        return "Recomputation is not stated: " + chosen
                + switch (why) {
                    case BEST, BEST_IN_TIME -> ", which suits the objective best and fits into memory.";
                    case WORKS -> ".";
                    case BROKEN -> ", as no choice of it mends what the plan breaks.";
                    case NOTHING_FITS -> ", as nothing fits into memory.";
                };
    }
}
