package dev.meshwright.answer.text;

import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.derivation.Term;
import dev.meshwright.base.derivation.Unit;
import dev.meshwright.base.quantity.Figures;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** How a number came about, as a tree: formula, what was put in, and where that came from. */
public final class DerivationText {

    private static final Pattern SYMBOL = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");

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
            text.page.line(style.strong(quantity) + " = " + amount(derivation.value(), derivation.unit()));
            text.print(derivation, "  ");
            return text.page.toString();
        });
    }

    private Optional<Derivation> find(String quantity) {
        return derivations.stream()
                .filter(derivation -> derivation.quantity().equals(quantity))
                .findFirst();
    }

    private void print(Derivation derivation, String indent) {
        shown.add(derivation.quantity());
        page.paragraph(indent + "= ", indent + "    ", derivation.formula());
        page.paragraph(indent + "= ", indent + "    ", substituted(derivation));
        if (!derivation.source().isEmpty()) {
            Page.wrapped(indent, indent, "(" + derivation.source() + ")")
                    .forEach(line -> page.line(page.style().faint(line)));
        }
        for (Term term : derivation.terms()) {
            Optional<Derivation> inner = Optional.ofNullable(term.quantity()).flatMap(this::find);
            String name = inner.map(derived -> " = " + derived.quantity()).orElse("");
            boolean again = inner.isPresent() && shown.contains(inner.get().quantity());
            page.line(indent + "  " + term.symbol() + name + " = " + amount(term.value(), term.unit())
                    + (again ? " (derived above)" : ""));
            if (inner.isPresent() && !again) {
                print(inner.get(), indent + "    ");
            }
        }
    }

    /** The formula with numbers in the place of symbols. */
    private static String substituted(Derivation derivation) {
        Map<String, String> amounts = new HashMap<>();
        derivation.terms().forEach(term -> amounts.put(term.symbol(), amount(term.value(), term.unit())));
        return SYMBOL.matcher(derivation.formula())
                .replaceAll(match -> amounts.getOrDefault(match.group(), match.group()));
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
