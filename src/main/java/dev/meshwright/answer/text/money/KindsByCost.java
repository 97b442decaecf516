package dev.meshwright.answer.text.money;

import dev.meshwright.answer.ScaleAnswer;
import dev.meshwright.answer.explain.judgement.Expenses;
import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.quantity.Figures;

/** Kinds of node that reach a target, cheapest first. */
public final class KindsByCost {

    private final Page page;

    /** A ranking on a page. */
    public KindsByCost(Page page) {
        this.page = page;
    }

    /** Prints it where prices are known. */
    public void print(ScaleAnswer answer) {
        if (answer.costs().isEmpty()) {
            return;
        }
        page.heading("By cost (" + answer.costs().getFirst().expenses().currency() + ")");
        Table table = new Table("  ", "GPU", ">GPUs", ">per hour", ">per million tokens");
        for (ScaleAnswer.Cost cost : answer.costs()) {
            Expenses expenses = cost.expenses();
            table.row(
                    cost.gpu() + (cost.pools() ? ", two pools" : ""),
                    Figures.count(cost.gpus()),
                    Figures.plain(expenses.perHour()),
                    Figures.plain(expenses.perMillionTokens()));
        }
        page.lines(table.lines());
    }
}
