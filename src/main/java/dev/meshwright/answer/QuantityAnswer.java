package dev.meshwright.answer;

import dev.meshwright.question.audit.fact.Explanation;
import dev.meshwright.question.check.CheckedPlan;
import java.util.List;

/** How one quantity of a plan comes about. */
public sealed interface QuantityAnswer {

    /** The plan that it is a quantity of. */
    CheckedPlan plan();

    /** The quantity that was asked for. */
    String name();

    /**
     * The book of reasons has it.
     *
     * @param explanations from problem and layout first, then from the premises of the plan's claims
     */
    record Explained(CheckedPlan plan, String name, List<Explanation> explanations) implements QuantityAnswer {
        public Explained {
            explanations = List.copyOf(explanations);
        }
    }

    /**
     * There is no such quantity.
     *
     * @param maybe a sentence with what may be meant
     */
    record Unknown(CheckedPlan plan, String name, String maybe) implements QuantityAnswer {}
}
