package dev.meshwright.report;

import dev.meshwright.cost.ledger.Derivation;
import dev.meshwright.cost.ledger.Term;
import dev.meshwright.cost.ledger.Unit;
import dev.meshwright.quantity.Figures;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How a number came about, as a tree: formula, what was put in, and where that came from. */
public final class DerivationText {

    private final List<Derivation> derivations;
    private final Page page;
    private final Set<String> shown = new HashSet<>();

    private DerivationText(List<Derivation> derivations, Style style) {
        this.derivations = derivations;
        this.page = new Page(style);
    }

    /**
     * The tree of one quantity.
     *
     * @return empty where nothing of that name was derived
     */
    public static Optional<String> of(String quantity, List<Derivation> derivations, Style style) {
        DerivationText text = new DerivationText(derivations, style);
        return text.find(quantity).map(derivation -> {
            text.print(derivation, 0);
            return text.page.toString();
        });
    }

    private Optional<Derivation> find(String quantity) {
        return derivations.stream()
                .filter(derivation -> derivation.quantity().equals(quantity))
                .findFirst();
    }

    private void print(Derivation derivation, int depth) {
        String indent = "  ".repeat(depth);
        String value = amount(derivation.value(), derivation.unit());
        String name = depth == 0 ? page.style().strong(derivation.quantity()) : derivation.quantity();
        page.line(indent + name + " = " + value);
        if (!shown.add(derivation.quantity())) {
            page.line(indent + "    (derived above)");
            return;
        }
        page.paragraph(indent + "  = ", indent + "    ", derivation.formula());
        if (!derivation.source().isEmpty()) {
            Page.wrapped(indent + "    ", indent + "    ", "from: " + derivation.source())
                    .forEach(line -> page.line(page.style().faint(line)));
        }
        for (Term term : derivation.terms()) {
            Optional<Derivation> inner = Optional.ofNullable(term.quantity()).flatMap(this::find);
            page.line(indent + "    " + term.symbol() + " = " + amount(term.value(), term.unit())
                    + (inner.isEmpty() ? "" : "  <- " + term.quantity()));
            inner.ifPresent(derived -> print(derived, depth + 3));
        }
    }

    private static String amount(double value, Unit unit) {
        return switch (unit) {
            case SECONDS -> Figures.seconds(value);
            case BYTES -> Figures.bytes(value);
            case FLOP -> Figures.flops(value);
            case FLOP_PER_SECOND -> Figures.flops(value) + "/s";
            case BYTES_PER_SECOND -> Figures.bytes(value) + "/s";
            case TOKENS_PER_SECOND -> Figures.tokensPerSecond(value);
            case COUNT -> Figures.plain(value);
            case FRACTION -> Figures.percent(value);
        };
    }
}
