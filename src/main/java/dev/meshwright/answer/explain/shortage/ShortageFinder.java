package dev.meshwright.answer.explain.shortage;

import dev.meshwright.answer.explain.shortage.Shortage.Fix;
import dev.meshwright.base.quantity.Comparison;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.StageCost;
import dev.meshwright.cost.evaluation.Infeasibility;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.rule.DegreeRules;
import dev.meshwright.layout.rule.LengthRule;
import dev.meshwright.layout.rule.RunningSequences;
import dev.meshwright.question.search.SearchResult;
import dev.meshwright.question.search.SearchResult.Closest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Finds out why nothing is feasible, and asks the cost model which small changes to the problem would help. */
public final class ShortageFinder {

    private final Problem problem;
    private final CostModel costModel;

    private final BooleanSupplier cancelled;

    /** A finder for the problem of {@code costModel}, which has no feasible layout. */
    public ShortageFinder(CostModel costModel) {
        this(costModel, () -> false);
    }

    /** The same, which tries no further changes once it is cancelled. */
    public ShortageFinder(CostModel costModel, BooleanSupplier cancelled) {
        this.cancelled = cancelled;
        this.problem = costModel.problem();
        this.costModel = costModel;
    }

    /** Explains a search without a result. */
    public Shortage explain(SearchResult result) {
        Optional<Evaluation> evaluation = result.closest()
                .filter(closest -> closest.reason() == Infeasibility.MEMORY)
                .map(Closest::degrees)
                // The lightest degrees may have fewer places than there are sequences, and do not fit even so.
                .filter(degrees -> new DegreeRules(problem)
                        .violations(degrees).stream().allMatch(broken -> broken.constraint() == Constraint.CONCURRENCY))
                .map(degrees -> costModel.evaluate(
                        Layout.inOrder(degrees, costModel.problem().model())));
        Optional<StageCost> fullest = evaluation.map(Evaluation::heaviestStage);
        List<Fix> fixes = new Fixes(costModel.question(), cancelled).found();
        return new Shortage(
                result.combinations(),
                result.infeasible(),
                result.closest(),
                result.closest().map(closest -> tightest(closest, fullest)).orElseGet(this::noCombination),
                fullest.map(StageCost::memory).orElse(Map.of()),
                fullest.map(StageCost::usableBytes).orElse(0.0),
                fixes,
                cancelled.getAsBoolean());
    }

    private String noCombination() {
        return LengthRule.violation(problem)
                .map(refused ->
                        "Prompts and answers of up to " + Figures.count(refused.actual()) + " tokens: " + refused.fix())
                .orElseGet(
                        () -> "The rules of the model, the cluster and the problem's search limits leave no combination"
                                + " of degrees."
                                + RunningSequences.shortage(problem)
                                        .map(cap -> " " + cap)
                                        .orElse(""));
    }

    private String tightest(Closest closest, Optional<StageCost> fullest) {
        Degrees degrees = closest.degrees();
        String name = degrees.shortName() + " comes closest";
        return switch (closest.reason()) {
            case MEMORY -> name + ": " + fullest.map(this::memory).orElse(memory(closest));
            case TIME_TO_FIRST_TOKEN -> name + ": " + time(closest, "to the first token");
            case TIME_PER_OUTPUT_TOKEN -> name + ": " + time(closest, "per output token");
            case THROUGHPUT -> {
                Comparison shown = Comparison.of(closest.needed(), closest.available(), Figures::tokensPerSecond);
                yield name + ": it reaches at most " + shown.value() + ", " + shown.limit() + " is the target.";
            }
        };
    }

    private static String time(Closest closest, String what) {
        Comparison shown = Comparison.of(closest.needed(), closest.available(), Figures::seconds);
        return "it takes at least " + shown.value() + " " + what + ", " + shown.limit() + " is the target.";
    }

    private String memory(StageCost stage) {
        Map.Entry<MemoryComponent, Double> largest = stage.memory().entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow();
        Comparison shown = Comparison.of(stage.memoryBytes(), stage.usableBytes(), Figures::bytes);
        return "its fullest GPU, with layers " + stage.layers().words() + ", needs " + shown.value() + " where "
                + shown.limit() + " of "
                + Figures.bytes(stage.capacityBytes())
                + " may be filled; the largest row is " + largest.getKey().label() + " with "
                + Figures.bytes(largest.getValue()) + ".";
    }

    private static String memory(Closest closest) {
        Comparison shown = Comparison.of(closest.needed(), closest.available(), Figures::bytes);
        return "a GPU needs at least " + shown.value() + " where " + shown.limit() + " may be filled.";
    }
}
