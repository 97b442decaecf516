package dev.meshwright.base.derivation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meshwright.base.quantity.Dimension;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Notes cite by name, before or after what they cite is noted; derivations hold what was cited. */
class LedgerTest {

    private final Ledger.Book book = new Ledger.Book();

    private void note(Ledger ledger, String quantity, double value, String formula, Term... terms) {
        ledger.note(quantity, value, Dimension.SECONDS, formula, "", terms);
    }

    @Test
    void citationsBecomeWhatTheyCite() {
        note(book, "step", 4 * 2 + 1, "m * way + overhead", Term.count("m", 4), way(), overhead(1));
        note(book, "micro", 2, "half + half", Term.of("half", 1, Dimension.SECONDS));
        book.given("measured", 7, Dimension.COUNT, "a paper");
        List<Derivation> derivations = book.derivations();
        assertThat(derivations).extracting(Derivation::quantity).containsExactly("step", "micro", "measured");
        Derivation step = derivations.get(0);
        assertThat(step.input("way")).isSameAs(derivations.get(1));
        assertThat(step.depth()).isEqualTo(1);
        assertThat(step.input("m").isGiven()).isTrue();
        assertThat(derivations.get(2).isGiven()).isTrue();
        assertThat(derivations.get(2).source()).isEqualTo("a paper");
        assertThat(new Reworked().tree(step).formulas()).isEqualTo(2);
        assertThatThrownBy(() -> step.input("n")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void scopesKeepReplicasApart() {
        for (int replica = 0; replica < 2; replica++) {
            Ledger scope = book.within("replica." + replica + ".");
            note(scope, "step", 2 + replica, "way", way());
            scope.given("micro", 2 + replica, Dimension.SECONDS, "");
        }
        assertThat(book.derivations())
                .filteredOn(derivation -> derivation.quantity().endsWith("step"))
                .allSatisfy(derivation ->
                        assertThat(new Reworked().tree(derivation).formulas()).isEqualTo(1))
                .extracting(Derivation::quantity)
                .containsExactly("replica.0.step", "replica.1.step");
    }

    @Test
    void aCitationOfNothingOrOfItselfIsAFault() {
        note(book, "step", 1, "way", way());
        assertThatThrownBy(book::derivations)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("step rests on micro, which nobody noted.");
        note(book, "micro", 1, "step", Term.from("step", "step"));
        assertThatThrownBy(book::derivations)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("step rests on micro rests on step, which rests on itself.");
    }

    @Test
    void theSilentLedgerStaysSilent() {
        assertThat(Ledger.NONE.active()).isFalse();
        assertThat(Ledger.NONE.within("replica.0.")).isSameAs(Ledger.NONE);
    }

    private static Term way() {
        return Term.from("way", "micro");
    }

    private static Term overhead(double seconds) {
        return Term.of("overhead", seconds, Dimension.SECONDS);
    }
}
