package dev.meshwright.answer.text.money;

import dev.meshwright.answer.explain.judgement.Assessment;
import dev.meshwright.answer.explain.judgement.Energy;
import dev.meshwright.answer.explain.judgement.Expenses;
import dev.meshwright.answer.text.page.Page;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.facts.workload.Workload.Training;

/** Energy and money of a layout, a line each. */
public final class ExpensesText {

    private final Page page;
    private final Assessment assessment;

    /** Of a layout, onto a page. */
    public ExpensesText(Page page, Assessment assessment) {
        this.page = page;
        this.assessment = assessment;
    }

    /** Prints what is known. */
    public void print() {
        assessment.energy().ifPresent(energy -> page.line("  " + words(energy)));
        price();
    }

    /** Prints what it costs, where prices are stated. */
    public void price() {
        assessment.expenses().ifPresent(expenses -> page.paragraph("  ", words(assessment.problem(), expenses)));
    }

    private static String words(Energy energy) {
        return Figures.plain(energy.tokensPerJoule()) + " tokens/J at the boards' full power, "
                + Figures.plain(energy.kilowatts()) + " kW.";
    }

    private static String words(Problem problem, Expenses expenses) {
        String rate =
                Figures.money(expenses.perMillionTokens(), expenses.currency()) + " per million " + counted(problem);
        String start =
                Figures.money(expenses.perHour(), expenses.currency()) + " per hour for the GPUs in use, " + rate;
        return expenses.perMillionInAll().isEmpty()
                ? start + "."
                : start + " if these alone pay for all, "
                        + Figures.money(expenses.perMillionInputTokens().orElseThrow(), expenses.currency())
                        + " per million input tokens if those do, "
                        + Figures.money(expenses.perMillionInAll().getAsDouble(), expenses.currency())
                        + " if both pay alike.";
    }

    private static String counted(Problem problem) {
        return switch (problem.workload()) {
            case Prefill prefill -> "input tokens";
            case Decode decode -> "output tokens";
            case Serving serving -> "output tokens";
            case Training training -> "tokens";
        };
    }
}
