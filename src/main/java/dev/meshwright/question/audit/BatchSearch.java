package dev.meshwright.question.audit;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.MemoryComponent;
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
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
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

        /** Even the smallest batch gives more time or memory. */
        record OutOfReach(long sequences, double value) implements Outcome {}
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
            case "memory.cache.keyValue" -> Optional.of(new Subject(lengths.getLast(), BatchSearch::cache));
            case "timeToFirstToken" -> Optional.of(new Subject(lengths.getLast(), BatchSearch::firstToken));
            case "timePerOutputToken" -> Optional.of(new Subject(lengths.getLast(), BatchSearch::perToken));
            default -> Optional.empty();
        };
    }

    private static double memory(Evaluation evaluation) {
        return evaluation.heaviestStage().memoryBytes();
    }

    private static double cache(Evaluation evaluation) {
        return evaluation.heaviestStage().memory().getOrDefault(MemoryComponent.CACHE, 0.0);
    }

    private static double perToken(Evaluation evaluation) {
        return evaluation.performance().timePerOutputTokenSeconds().orElse(Double.NaN);
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
        return quantity.id().equals("interactivity")
                ? sequences(new Subject(problem.workload().longest(), BatchSearch::perToken), 1 / claimed)
                        .map(BatchSearch::perSecond)
                : subject(quantity).flatMap(subject -> sequences(subject, claimed));
    }

    /** Tokens in a second where the outcome speaks of the seconds of a token. */
    private static Outcome perSecond(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Sequences right -> right;
            case Outcome.OutOfReach far -> new Outcome.OutOfReach(far.sequences(), 1 / far.value());
        };
    }

    private Optional<Outcome> sequences(Subject subject, double claimed) {
        double least = value(subject, 1);
        if (!Double.isFinite(least)) {
            return Optional.empty();
        }
        if (claimed < least) {
            return Optional.of(new Outcome.OutOfReach(degrees(1).sequences(problem.workload()), least));
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

    /** The most sequences in flight whose memory every GPU has; 0 where not even the fewest fit, empty in training. */
    OptionalLong mostThatFit() {
        if (layout.isEmpty() || problem.workload() instanceof Workload.Training) {
            return OptionalLong.empty();
        }
        int low = 0;
        int high = 1;
        while (high < MOST && fits(high)) {
            low = high;
            high *= 2;
        }
        while (high - low > 1) {
            int middle = low + (high - low) / 2;
            if (fits(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return OptionalLong.of(low == 0 ? 0 : degrees(low).sequences(problem.workload()));
    }

    private boolean fits(int microBatch) {
        return evaluation(problem.workload().longest(), microBatch).stages().stream()
                .allMatch(stage -> stage.memoryBytes() <= stage.usableBytes());
    }

    private double value(Subject subject, int microBatch) {
        return subject.value().applyAsDouble(evaluation(subject.length(), microBatch));
    }

    private Evaluation evaluation(int length, int microBatch) {
        return evaluations
                .computeIfAbsent(length, ignored -> new TreeMap<>())
                .computeIfAbsent(microBatch, batch -> evaluate(length, batch));
    }

    private Evaluation evaluate(int length, int microBatch) {
        // Every rank is full: a stated concurrency would cap what the ranks work on.
        Problem at = problem.withWorkload(unlimited(problem.workload().over(List.of(length))));
        return new CostModel(question.with(at)).evaluate(layout.orElseThrow().with(degrees(microBatch)));
    }

    private static Workload unlimited(Workload workload) {
        OptionalInt free = OptionalInt.empty();
        return switch (workload) {
            case Workload.Prefill prefill -> new Workload.Prefill(prefill.lengths(), free);
            case Workload.Decode decode -> new Workload.Decode(decode.lengths(), decode.outputTokens(), free);
            case Workload.Serving serving -> serving.withConcurrency(free);
            case Workload.Training training -> training;
        };
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
            // A time per token hardly changes with the batch: the cost model's error would decide.
            boolean telling = !Set.of("timePerOutputToken", "interactivity")
                    .contains(claim.quantity().id());
            if (telling
                    && claim.missing().contains(OpenInputs.BATCH)
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
