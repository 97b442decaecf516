package dev.meshwright.question.audit.fact;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.derivation.Formula;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The cost model's own formulas worked out again with stated numbers in the place of its own: a stated time per output token
 * changes the throughput that follows from it, a stated row of memory the total.
 */
final class Reworking {

    /** Worked out backwards from the throughput that it bounds; a stated loss says nothing about it. */
    private static final String BACKWARDS = "throughput.bound";

    private final Map<String, Derivation> stated;
    private final IdentityHashMap<Derivation, Derivation> done = new IdentityHashMap<>();

    Reworking(Map<String, Derivation> stated) {
        this.stated = stated;
    }

    /** The same derivation where nothing of it is stated. */
    Derivation of(Derivation derivation) {
        Derivation before = done.get(derivation);
        if (before != null) {
            return before;
        }
        Derivation result = derivation.quantity().equals(BACKWARDS) ? derivation : reworked(derivation);
        done.put(derivation, result);
        return result;
    }

    private Derivation reworked(Derivation derivation) {
        List<Derivation.Input> inputs = derivation.inputs().stream()
                .map(input -> new Derivation.Input(input.symbol(), stated(input.derivation())))
                .toList();
        return inputs.stream().noneMatch(input -> input.derivation().premised())
                ? derivation
                : Derivation.of(
                        derivation.quantity(),
                        derivation.dimension(),
                        new Formula(derivation.formula()),
                        inputs,
                        derivation.source());
    }

    private Derivation stated(Derivation input) {
        Derivation premise = stated.get(input.quantity());
        return premise != null ? premise : of(input);
    }
}
