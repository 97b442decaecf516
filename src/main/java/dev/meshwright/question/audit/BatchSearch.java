package dev.meshwright.question.audit;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import dev.meshwright.question.audit.fact.AuditQuantity;
import dev.meshwright.question.check.CheckedPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * How many sequences would have to be in flight for a claim to be right, where nobody states it. Memory and time to the
 * first token grow with the batch, so there is one answer or none: a claim below what one sequence for each attention rank
 * and stage needs is wrong with every batch, and two claims that need different batches cannot both hold.
 */
final class BatchSearch {

    /** No batch is tried beyond this many sequences of a micro-batch; far more than any memory holds. */
    private static final int MOST = 1 << 20;

    /** What a claim about a growing quantity means for the batch. */
    sealed interface Outcome {
        /** Right with about this many sequences in flight in the whole system. */
        record Sequences(long sequences) implements Outcome {}

        /** Even the smallest batch gives more. */
        record TooLow(long sequences, double value) implements Outcome {}
    }

    private record Subject(int length, ToDoubleFunction<Evaluation> value) {}

    private final Question question;
    private final Problem problem;
    private final Optional<Layout> layout;
    private final Map<Integer, Map<Integer, Evaluation>> evaluations = new TreeMap<>();

    BatchSearch(CheckedPlan plan) {
        this.question = plan.question();
        this.problem = plan.problem();
        this.layout = plan.evaluated().map(CheckedPlan.Evaluated::layout);
    }

    /** Quantities that it can be asked for: they grow with the batch. */
    private Optional<Subject> subject(AuditQuantity quantity) {
        List<Integer> lengths = problem.workload().lengths();
        return switch (quantity.id()) {
            case "memory.perGpu", "memory.perGpu.longest" ->
                Optional.of(new Subject(lengths.getLast(), BatchSearch::memory));
            case "memory.perGpu.shortest" -> Optional.of(new Subject(lengths.getFirst(), BatchSearch::memory));
            case "timeToFirstToken" -> Optional.of(new Subject(lengths.getLast(), BatchSearch::firstToken));
            default -> Optional.empty();
        };
    }

    private static double memory(Evaluation evaluation) {
        return evaluation.heaviestStage().memoryBytes();
    }

    private static double firstToken(Evaluation evaluation) {
        OptionalDouble seconds = evaluation.performance().timeToFirstTokenSeconds();
        return seconds.isPresent() ? seconds.getAsDouble() : Double.NaN;
    }

    /** The batch at which the quantity has that value; empty for other quantities, and in training. */
    Optional<Outcome> sequences(AuditQuantity quantity, double claimed) {
        if (layout.isEmpty() || problem.workload() instanceof Workload.Training) {
            return Optional.empty();
        }
        return subject(quantity).flatMap(subject -> sequences(subject, claimed));
    }

    private Optional<Outcome> sequences(Subject subject, double claimed) {
        double least = value(subject, 1);
        if (!Double.isFinite(least)) {
            return Optional.empty();
        }
        if (claimed < least) {
            return Optional.of(new Outcome.TooLow(degrees(1).sequences(problem.workload()), least));
        }
        int high = 1;
        while (high < MOST && value(subject, high) < claimed) {
            high *= 2;
        }
        int low = Math.max(1, high / 2);
        while (high - low > Math.max(1, low / 100)) {
            int middle = low + (high - low) / 2;
            if (value(subject, middle) < claimed) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high >= MOST
                ? Optional.empty()
                : Optional.of(new Outcome.Sequences(degrees(high).sequences(problem.workload())));
    }

    private double value(Subject subject, int microBatch) {
        Evaluation evaluation = evaluations
                .computeIfAbsent(subject.length(), ignored -> new TreeMap<>())
                .computeIfAbsent(microBatch, batch -> evaluate(subject.length(), batch));
        return subject.value().applyAsDouble(evaluation);
    }

    private Evaluation evaluate(int length, int microBatch) {
        Problem at = problem.withWorkload(problem.workload().over(List.of(length)));
        return new CostModel(question.with(at)).evaluate(layout.orElseThrow().with(degrees(microBatch)));
    }

    private Degrees degrees(int microBatch) {
        Degrees degrees = layout.orElseThrow().degrees();
        return degrees.withBatch(microBatch, degrees.microBatches());
    }

    /** One sentence for each two claims of an author that need batches further apart than {@code tolerance} times. */
    List<String> contradictions(List<AuditedClaim> claims, double tolerance) {
        record Need(AuditedClaim claim, long sequences) {}
        List<Need> needs = new ArrayList<>();
        for (AuditedClaim claim : claims) {
            if (claim.missing().contains(OpenInputs.BATCH)
                    && sequences(claim.quantity(), claim.claimed().value()).orElse(null)
                            instanceof Outcome.Sequences right) {
                needs.add(new Need(claim, right.sequences()));
            }
        }
        List<String> found = new ArrayList<>();
        for (int first = 0; first < needs.size(); first++) {
            for (Need other : needs.subList(first + 1, needs.size())) {
                Need one = needs.get(first);
                boolean same =
                        one.claim().claim().by().equals(other.claim().claim().by())
                                && !one.claim().quantity().equals(other.claim().quantity());
                double apart = (double) Math.max(one.sequences(), other.sequences())
                        / Math.min(one.sequences(), other.sequences());
                if (same && apart > tolerance) {
                    found.add("The " + one.claim().claim().by() + " claims "
                            + needs(one.claim(), one.sequences()) + ", and " + needs(other.claim(), other.sequences())
                            + ": no batch makes both true.");
                }
            }
        }
        return found;
    }

    private static String needs(AuditedClaim claim, long sequences) {
        return claim.quantity().id() + " = " + claim.claimed().text() + ", which needs about "
                + Figures.count(sequences) + " sequences in flight";
    }
}
