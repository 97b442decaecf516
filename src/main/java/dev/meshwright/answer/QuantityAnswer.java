package dev.meshwright.answer;

import dev.meshwright.base.derivation.Derivation;
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
     * The cost model's ledger has it, down to kernels.
     *
     * @param derivations the whole ledger
     * @param fromPremises what follows for it from the premises of the plan's claims
     */
    record Modelled(CheckedPlan plan, String name, List<Derivation> derivations, List<Explanation> fromPremises)
            implements QuantityAnswer {
        public Modelled {
            derivations = List.copyOf(derivations);
            fromPremises = List.copyOf(fromPremises);
        }
    }

    /**
     * The audit's rules have it.
     *
     * @param fromProblem what follows from problem and layout
     * @param fromPremises what follows from the premises of the plan's claims
     */
    record Audited(CheckedPlan plan, String name, Explanation fromProblem, List<Explanation> fromPremises)
            implements QuantityAnswer {
        public Audited {
            fromPremises = List.copyOf(fromPremises);
        }
    }

    /**
     * There is no such quantity.
     *
     * @param maybe a sentence with what may be meant
     */
    record Unknown(CheckedPlan plan, String name, String maybe) implements QuantityAnswer {}
}
