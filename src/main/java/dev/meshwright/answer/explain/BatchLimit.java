package dev.meshwright.answer.explain;

import dev.meshwright.base.quantity.Comparison;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Violation;
import dev.meshwright.layout.rule.RunningSequences;
import java.util.Optional;

/** What keeps a layout from a larger batch: the same layout is evaluated with an eighth more sequences. */
final class BatchLimit {

    private BatchLimit() {}

    /** What happens then, as the rest of a sentence; empty where the problem fixes the number of sequences. */
    static Optional<String> of(CostModel costModel, Layout layout) {
        if (fixed(costModel.problem())) {
            return Optional.empty();
        }
        Degrees degrees = layout.degrees();
        Degrees larger = degrees.withBatch(Math.ceilDiv(9 * degrees.microBatch(), 8), degrees.microBatches());
        return Optional.of(RunningSequences.exceeded(costModel.problem(), larger)
                .orElseGet(() -> effect(costModel.evaluate(layout.with(larger)))));
    }

    private static String effect(Evaluation evaluation) {
        if (!evaluation.feasible()) {
            double bytes = evaluation.heaviestStage().memoryBytes();
            Comparison shown = Comparison.of(bytes, evaluation.heaviestStage().usableBytes(), Figures::bytes);
            return "it would need " + shown.value() + " of its fullest GPU, where " + shown.limit() + " may be filled";
        }
        for (Violation missed : evaluation.missedTargets()) {
            if (missed.late()) {
                String what = missed.constraint() == Constraint.TARGET_TIME_TO_FIRST_TOKEN
                        ? " to the first token"
                        : " per output token";
                Comparison shown = Comparison.of(missed.actual(), missed.limit(), Figures::seconds);
                return "it would take " + shown.value() + what + ", where " + shown.limit() + " is the target";
            }
        }
        return "it would reach "
                + Figures.tokensPerSecond(evaluation.performance().tokensPerSecond());
    }

    private static boolean fixed(Problem problem) {
        return problem.workload().stepSequences().isPresent();
    }
}
