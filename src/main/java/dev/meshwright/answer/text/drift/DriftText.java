package dev.meshwright.answer.text.drift;

import dev.meshwright.answer.text.page.Style;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.question.place.DriftAnswer;
import dev.meshwright.question.place.DriftAnswer.Transfer;
import dev.meshwright.question.place.DriftAnswer.Worth;
import java.util.Locale;

/** Whether experts are to move while a model serves, as text. */
public final class DriftText {

    private DriftText() {}

    /** The text, ending in a line break. */
    public static String of(DriftAnswer answer, Style style) {
        return style.strong(verdict(answer)) + "\n\n"
                + String.join("\n", table(answer).lines()) + "\n" + "Every map at " + Figures.count(answer.sequences())
                + " sequences in flight.\n\n" + paying(answer) + "\n" + moving(answer) + "\n";
    }

    /** What to do, in a sentence. */
    public static String verdict(DriftAnswer answer) {
        return switch (answer.decision()) {
            case NONE -> "Leave the experts in order: nothing else is worth 1 % more.";
            case STATIC -> "Start with one map of experts and let nothing move.";
            case DYNAMIC ->
                "Move experts while it serves, every "
                        + Figures.seconds(answer.rebalancing().bestSeconds()) + " (" + Figures.count(answer.bestSteps())
                        + " steps).";
        };
    }

    private static Table table(DriftAnswer answer) {
        Table table = new Table("", "experts", ">busiest/mean", ">tokens/s", "");
        row(table, "as they lie", answer.none(), "");
        row(
                table,
                "one map",
                answer.fixed(),
                answer.readsMap() ? "of the other recordings" : answer.engine().orElse("the engine") + " reads none");
        row(table, "one map", answer.known(), "of all recordings, should they come again");
        row(table, "a map each time", answer.balanced(), "without pauses");
        row(table, "the last one's map", answer.stale(), "until they move");
        table.row(
                "moved",
                "",
                Figures.tokensPerSecond(answer.dynamicTokensPerSecond()),
                "every " + Figures.seconds(answer.rebalancing().bestSeconds()) + ", the best interval");
        return table;
    }

    private static void row(Table table, String name, Worth worth, String remark) {
        table.row(
                name,
                String.format(Locale.ROOT, "%.4f", worth.maxOverMean()),
                Figures.tokensPerSecond(worth.tokensPerSecond()),
                remark);
    }

    private static String paying(DriftAnswer answer) {
        return answer.paying()
                        .map(intervals -> "Moving pays at intervals of " + Figures.seconds(intervals.shortest())
                                + " to " + Figures.seconds(intervals.longest())
                                + "; below, pauses cost more than balance brings.")
                        .orElse(
                                "Moving pays at no interval: pauses and maps of the past cost more than balance brings.")
                + (answer.readsMap() && answer.known().tokensPerSecond() > answer.dynamicTokensPerSecond()
                        ? " Should these very loads come again, one map of all of them is worth more."
                        : "");
    }

    private static String moving(DriftAnswer answer) {
        Transfer transfer = answer.transfer();
        return String.format(
                        Locale.ROOT,
                        "A rearrangement keeps steps waiting for %s and moves %.0f %% of the slots, ",
                        Figures.seconds(answer.rebalancing().pauseSeconds()),
                        100 * transfer.movedFraction())
                + Figures.bytes(transfer.bytesOfBusiest()) + " to the busiest rank in "
                + Figures.seconds(transfer.seconds())
                + (transfer.overlapped() ? ", which hides behind steps." : ", for which steps wait too.");
    }
}
