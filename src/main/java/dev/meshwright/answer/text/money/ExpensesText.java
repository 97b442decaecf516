package dev.meshwright.answer.text.money;

import dev.meshwright.answer.explain.judgement.Assessment;
import dev.meshwright.answer.explain.judgement.Energy;
import dev.meshwright.answer.explain.judgement.Expenses;
import dev.meshwright.answer.explain.pool.PoolArgument;
import dev.meshwright.answer.text.page.Page;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.facts.workload.Workload.Training;
import java.util.Optional;

/** Energy and money of a layout, a line each. */
public final class ExpensesText {

    private final Page page;
    private final Problem problem;
    private final Optional<Energy> energy;
    private final Optional<Expenses> expenses;

    private ExpensesText(Page page, Problem problem, Optional<Energy> energy, Optional<Expenses> expenses) {
        this.page = page;
        this.problem = problem;
        this.energy = energy;
        this.expenses = expenses;
    }

    /** Of a layout, onto a page. */
    public ExpensesText(Page page, Assessment assessment) {
        this(page, assessment.problem(), assessment.energy(), assessment.expenses());
    }

    /** Of two pools, onto a page. */
    public ExpensesText(Page page, PoolArgument argument) {
        this(page, argument.problem(), argument.energy(), argument.expenses());
    }

    /** Prints what is known. */
    public void print() {
        energy.ifPresent(found -> page.line("  " + words(found)));
        expenses.ifPresent(found -> page.paragraph("  ", words(problem, found)));
    }

    /** Prints in a line what it costs, where prices are known. */
    public void brief() {
        expenses.ifPresent(found -> page.paragraph("  ", start(problem, found) + "."));
    }

    private static String words(Energy energy) {
        return Figures.plain(energy.tokensPerJoule()) + " tokens/J at the boards' full power, "
                + Figures.plain(energy.kilowatts()) + " kW.";
    }

    private static String words(Problem problem, Expenses expenses) {
        String start = start(problem, expenses);
        return expenses.perMillionInAll().isEmpty()
                ? start + "."
                : start + " if these alone pay for all, "
                        + Figures.money(expenses.perMillionInputTokens().orElseThrow(), expenses.currency())
                        + " per million input tokens if those do, "
                        + Figures.money(expenses.perMillionInAll().getAsDouble(), expenses.currency())
                        + " if both pay alike.";
    }

    private static String start(Problem problem, Expenses expenses) {
        return Figures.money(expenses.perHour(), expenses.currency()) + " per hour for the GPUs in use, "
                + Figures.money(expenses.perMillionTokens(), expenses.currency()) + " per million "
                + counted(problem);
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
