package dev.meshwright.answer.text;

import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.question.audit.fact.Explanation;
import dev.meshwright.question.audit.fact.Fact;
import dev.meshwright.question.audit.fact.FactBook.Resolution;
import java.util.ArrayList;
import java.util.List;

/** How quantities of the audit come about: symbols, numbers and source of each step, down to what was put in. */
public final class FactText {

    private final Page page;

    private FactText(Style style) {
        this.page = new Page(style);
    }

    /** Each explanation under what it rests on. */
    public static String of(List<Explanation> explanations, Style style) {
        FactText text = new FactText(style);
        explanations.forEach(text::print);
        return text.page.toString();
    }

    private void print(Explanation explanation) {
        String name = explanation.quantity().id();
        switch (explanation.resolution()) {
            case Resolution.Derived derived -> {
                page.line(page.style().strong(name) + " = " + derived.fact().amount());
                page.paragraph("  ", explanation.quantity().description() + "; " + explanation.from() + ".");
                if (!explanation.open().isEmpty()) {
                    page.paragraph(
                            "  ",
                            "Nobody states: " + String.join(", ", explanation.open())
                                    + ". The number holds for what suits the objective best.");
                }
                tree(derived.fact(), "  ", new ArrayList<>());
            }
            case Resolution.Missing unknown -> {
                page.line(page.style().strong(name) + " does not follow");
                page.paragraph("  ", explanation.quantity().description() + "; " + explanation.from() + ".");
                page.paragraph("  ", missing(name, unknown.missing()));
            }
        }
    }

    private static String missing(String name, List<String> missing) {
        return missing.equals(List.of(name))
                ? "Neither problem, layout nor cost model gives it; a claim can state it as a premise (given)."
                : "Missing: " + String.join(", ", missing) + ".";
    }

    private void tree(Fact fact, String indent, List<String> shown) {
        boolean again = shown.contains(fact.quantity()) && !fact.formula().isEmpty();
        if (again) {
            page.line(indent + fact.quantity() + " = " + fact.amount() + " (derived above)");
            return;
        }
        shown.add(fact.quantity());
        page.paragraph(indent, indent + "    ", fact.line());
        fact.inputs().forEach(input -> tree(input, indent + "  ", shown));
    }
}
