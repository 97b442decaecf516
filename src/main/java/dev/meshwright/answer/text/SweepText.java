package dev.meshwright.answer.text;

import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.LengthSweep;
import dev.meshwright.cost.LengthSweep.Point;
import dev.meshwright.cost.evaluation.Evaluation.StageCost;
import dev.meshwright.cost.evaluation.Performance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One layout at every sequence length. */
final class SweepText {

    private final Page page;
    private final LengthSweep sweep;

    SweepText(Page page, LengthSweep sweep) {
        this.page = page;
        this.sweep = sweep;
    }

    /** The table, and what the checkpointing threshold does; nothing where there is one length. */
    void print() {
        if (sweep.points().isEmpty()) {
            return;
        }
        page.heading("The same layout by sequence length");
        page.lines(sweep.training() ? training() : inference());
        if (sweep.training() || sweep.threshold().isPresent()) {
            page.paragraph("  ", checkpointing());
        }
    }

    private List<String> inference() {
        boolean prompts = sweep.points()
                .getFirst()
                .evaluation()
                .performance()
                .timeToFirstTokenSeconds()
                .isPresent();
        boolean answers = sweep.points()
                .getFirst()
                .evaluation()
                .performance()
                .timePerOutputTokenSeconds()
                .isPresent();
        List<String> headings = new ArrayList<>(List.of(">tokens", ">tokens/s"));
        headings.addAll(prompts ? List.of(">TTFT") : List.of());
        headings.addAll(answers ? List.of(">TPOT") : List.of());
        headings.addAll(List.of(">step", ">GB on the fullest GPU", ">KV cache", ""));
        Table table = new Table("  ", headings.toArray(String[]::new));
        for (Point point : sweep.points()) {
            Performance performance = point.evaluation().performance();
            StageCost stage = point.evaluation().heaviestStage();
            List<String> cells = new ArrayList<>(
                    List.of(Figures.count(point.length()), Figures.plain(performance.tokensPerSecond())));
            cells.addAll(prompts ? List.of(EvaluationText.seconds(performance.timeToFirstTokenSeconds())) : List.of());
            cells.addAll(
                    answers ? List.of(EvaluationText.seconds(performance.timePerOutputTokenSeconds())) : List.of());
            cells.add(Figures.seconds(performance.stepSeconds()));
            cells.add(Figures.gigabytes(stage.memoryBytes()));
            cells.add(Figures.gigabytes(point.cacheBytes()));
            cells.add(fits(stage));
            table.row(cells.toArray(String[]::new));
        }
        return table.lines();
    }

    private List<String> training() {
        Table table = new Table(
                "  ",
                ">tokens",
                ">tokens/s",
                ">step",
                ">GB on the fullest GPU",
                ">activations",
                "recomputed",
                ">saves",
                ">costs",
                "");
        for (Point point : sweep.points()) {
            StageCost stage = point.evaluation().heaviestStage();
            table.row(
                    Figures.count(point.length()),
                    Figures.plain(point.evaluation().performance().tokensPerSecond()),
                    Figures.seconds(point.evaluation().performance().stepSeconds()),
                    Figures.gigabytes(stage.memoryBytes()),
                    Figures.gigabytes(point.activationBytes()),
                    point.recomputation().name().toLowerCase(Locale.ROOT),
                    point.saving()
                            .map(saving -> Figures.gigabytes(saving.bytes()) + " GB")
                            .orElse("-"),
                    point.saving()
                            .map(saving -> Figures.percent(saving.share()) + " of the step")
                            .orElse("-"),
                    fits(stage));
        }
        return table.lines();
    }

    private static String fits(StageCost stage) {
        return stage.fits() ? "" : "does not fit";
    }

    private String checkpointing() {
        String above = sweep.threshold().isPresent()
                ? "Activation checkpointing above "
                        + Figures.count(sweep.threshold().getAsInt()) + " tokens"
                : "Activation checkpointing";
        if (!sweep.training()) {
            return above + " changes nothing here: only training's backward pass reads a layer's activations again; in"
                    + " inference they are gone once the next layer has them, and there is nothing to recompute.";
        }
        if (sweep.byThreshold()) {
            return above + ": there the backward pass computes each layer once more from its input, which is all that"
                    + " is kept.";
        }
        return sweep.threshold().isPresent()
                ? above + " is the problem's, but the plan states its own recomputation, which holds at every length."
                : "No threshold for activation checkpointing is stated; the plan's recomputation holds at every length.";
    }
}
