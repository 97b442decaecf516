package dev.meshwright.question.audit;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.draft.Claim;
import dev.meshwright.layout.draft.DegreeName;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.question.audit.fact.QuantityCatalogue;
import dev.meshwright.question.check.CheckedPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** What claims without premises of their own are judged by, and where each of it was taken from. */
final class Taken {

    private Taken() {}

    /** One sentence each. */
    static List<String> of(CheckedPlan plan, PlanDraft draft, StatedBatch claimed) {
        Problem problem = plan.problem();
        List<String> taken = new ArrayList<>(batches(claimed.byAuthor()));
        if (!claimed.byAuthor().containsKey(Claim.PLAN)) {
            taken.addFirst(batch(plan, draft));
        }
        taken.add(lengths(problem.workload()));
        taken.add(formats(problem.model().precisions()));
        return List.copyOf(taken);
    }

    /** The plan's batch is what everybody speaks of who claims none. */
    private static List<String> batches(Map<String, String> byAuthor) {
        List<String> taken = new ArrayList<>();
        byAuthor.forEach((author, batch) -> {
            String whose = author.equals(Claim.PLAN) ? "" : "For claims of the " + author + " ";
            double sequences =
                    Auditor.read(QuantityCatalogue.get("batch"), batch).value();
            String in = whose + Figures.number(sequences, "sequence") + " in flight: the batch that the " + author
                    + " claims.";
            if (author.equals(Claim.PLAN)) {
                taken.addFirst(in);
            } else {
                taken.add(in);
            }
        });
        return taken;
    }

    private static String batch(CheckedPlan plan, PlanDraft draft) {
        Degrees degrees = plan.degrees();
        List<String> stated = new ArrayList<>();
        for (DegreeName name : List.of(DegreeName.MICRO_BATCH, DegreeName.MICRO_BATCHES)) {
            OptionalInt value = draft.degrees().get(name);
            if (value.isPresent()) {
                stated.add(name.field() + " " + value.getAsInt());
            }
        }
        String plans = stated.isEmpty() ? "" : "the plan's " + String.join(" and ", stated);
        String problems = asked(plan.problem().workload());
        String from = plans.isEmpty() || problems.isEmpty() ? plans + problems : plans + ", and " + problems;
        return Figures.number(degrees.sequences(plan.problem().workload()), "sequence") + " in flight: "
                + (from.isEmpty() ? "nobody states them; filled in" : from) + ".";
    }

    private static String asked(Workload workload) {
        if (workload instanceof Workload.Training training) {
            return "the problem's global batch of " + Figures.count(training.globalBatch());
        }
        return workload.concurrency().isPresent()
                ? "the problem's concurrency of "
                        + Figures.count(workload.concurrency().getAsInt())
                : "";
    }

    private static String lengths(Workload workload) {
        String input = Figures.count(workload.longest()) + " tokens"
                + (workload.lengths().size() > 1
                        ? ", the longest of " + workload.lengths().size() + " lengths"
                        : "");
        String output =
                switch (workload) {
                    case Workload.Decode decode ->
                        " in the cache, " + Figures.count(decode.outputTokens()) + " written";
                    case Workload.Serving serving -> " read, " + Figures.count(serving.outputTokens()) + " written";
                    case Workload.Prefill prefill -> " read";
                    case Workload.Training training -> " in a sequence";
                };
        return "Lengths: " + input + output + ", by the problem.";
    }

    private static String formats(Precisions formats) {
        return "Formats: experts " + formats.experts().label() + ", attention "
                + formats.attention().label() + ", KV cache "
                + formats.keyValueCache().label() + ", by the problem's model.";
    }
}
