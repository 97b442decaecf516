package dev.meshwright.answer.text;

import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.question.audit.fact.Explanation;
import dev.meshwright.question.audit.fact.FactBook.Resolution;
import dev.meshwright.question.audit.fact.Steps;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** How numbers came about, as trees: formula, what was put in, and where that came from. What appears again is shown once. */
public final class DerivationText {

    private final Page page;
    private final int deepest;
    private final Set<Derivation> shown = Collections.newSetFromMap(new IdentityHashMap<>());

    private DerivationText(int deepest, Style style) {
        this.page = new Page(style);
        this.deepest = deepest;
    }

    /** Levels of formulas that are shown unless somebody asks for others. */
    public static final int LEVELS = 3;

    /**
     * Each explanation under what it rests on.
     *
     * @param depth levels of formulas below a quantity's own that are shown, 0 or more
     */
    public static String of(List<Explanation> explanations, int depth, Style style) {
        StringBuilder text = new StringBuilder();
        for (Explanation explanation : explanations) {
            DerivationText one = new DerivationText(depth, style);
            one.print(explanation);
            text.append(one.page);
        }
        return text.toString();
    }

    private void print(Explanation explanation) {
        String name = page.style().strong(explanation.quantity());
        switch (explanation.resolution()) {
            case Resolution.Derived derived -> {
                page.line(name + " = " + Steps.amount(derived.derivation()));
                about(explanation);
                steps(derived.derivation(), 0, "  ");
                cut(derived.derivation().depth());
            }
            case Resolution.Missing unknown -> {
                page.line(name + " does not follow");
                about(explanation);
                page.paragraph("  ", missing(explanation.quantity(), unknown.missing()));
            }
        }
    }

    private void about(Explanation explanation) {
        String what = explanation.description().isEmpty() ? "" : explanation.description() + "; ";
        page.paragraph("  ", what + explanation.from() + ".");
        if (!explanation.open().isEmpty()) {
            page.paragraph(
                    "  ",
                    "Nobody states: " + String.join(", ", explanation.open())
                            + ". The number holds for what suits the objective best.");
        }
    }

    private static String missing(String name, List<String> missing) {
        return missing.equals(List.of(name))
                ? "Neither problem, layout nor cost model gives it; a claim can state it as a premise (given)."
                : "Missing: " + String.join(", ", missing) + ".";
    }

    /** Formula, numbers and source, then each input. */
    private void steps(Derivation derivation, int depth, String indent) {
        shown.add(derivation);
        if (!derivation.isGiven()) {
            page.paragraph(indent + "= ", indent + "    ", derivation.formula());
            if (!Steps.alias(derivation)) {
                page.paragraph(indent + "= ", indent + "    ", Steps.numbers(derivation));
            }
        }
        if (!derivation.source().isEmpty()) {
            page.wrapped(indent, indent, "(" + derivation.source() + ")")
                    .forEach(line -> page.line(page.style().faint(line)));
        }
        derivation.inputs().forEach(input -> input(input, depth + 1, indent + "  "));
    }

    private void input(Derivation.Input input, int depth, String indent) {
        Derivation derivation = input.derivation();
        String name = input.symbol().equals(derivation.quantity()) ? "" : " = " + derivation.quantity();
        String line = input.symbol() + name + " = " + Steps.amount(derivation);
        if (derivation.isGiven()) {
            String source = derivation.source().isEmpty() ? "" : " (" + derivation.source() + ")";
            page.paragraph(indent, indent + "  ", line + source);
        } else if (shown.contains(derivation)) {
            page.line(indent + line + " (derived above)");
        } else if (depth > deepest) {
            page.line(indent + line + " ...");
        } else {
            page.line(indent + line);
            steps(derivation, depth, indent + "  ");
        }
    }

    private void cut(int depth) {
        if (depth > deepest) {
            page.paragraph(
                    "  ",
                    "... rests on more: shown are " + deepest + " of " + depth + " levels (--depth " + depth + ").");
        }
    }
}
