package dev.meshwright.base.derivation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Works every formula of derivations out again, from the kernels up, and counts them. */
public final class Reworked {

    private final Set<Derivation> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private int formulas;

    /** Works out a tree. */
    public Reworked tree(Derivation derivation) {
        if (!seen.add(derivation)) {
            return this;
        }
        derivation.inputs().stream().map(Derivation.Input::derivation).forEach(this::tree);
        boolean restsOnPremise =
                derivation.inputs().stream().map(Derivation.Input::derivation).anyMatch(Derivation::premised);
        if (derivation.isGiven()) {
            assertThat(derivation.inputs()).as(derivation.quantity()).isEmpty();
            return this;
        }
        formulas++;
        assertThat(derivation.premised())
                .as(derivation.quantity() + " rests on a premise")
                .isEqualTo(restsOnPremise);
        Formula formula = new Formula(derivation.formula());
        List<String> symbols =
                derivation.inputs().stream().map(Derivation.Input::symbol).toList();
        assertThat(symbols)
                .as(derivation.quantity() + " = " + derivation.formula())
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(formula.symbols());
        assertThat(formula.value(symbol -> derivation.input(symbol).value()))
                .as(derivation.quantity() + " = " + derivation.formula())
                .isCloseTo(derivation.value(), within(1e-9 * Math.abs(derivation.value()) + 1e-15));
        return this;
    }

    /** Formulas that were worked out. */
    public int formulas() {
        return formulas;
    }
}
