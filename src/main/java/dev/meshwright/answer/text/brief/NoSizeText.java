package dev.meshwright.answer.text.brief;

import dev.meshwright.answer.text.page.Page;
import dev.meshwright.base.quantity.Comparison;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.evaluation.Infeasibility;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.question.scale.Scaling;
import dev.meshwright.question.scale.node.NodeTypeScaling;
import dev.meshwright.question.scale.node.NodeTypeScaling.Closest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Why a kind of node has no size on which anything works. */
public final class NoSizeText {

    private final Page page;
    private final Scaling scaling;

    /** On a page. */
    public NoSizeText(Page page, Scaling scaling) {
        this.page = page;
        this.scaling = scaling;
    }

    /** Prints what the closest would need. */
    public void print(NodeTypeScaling kind) {
        if (kind.combinations() == 0) {
            page.paragraph(
                    "  ", "Nothing works on any size: the rules of model and engine leave no combination of degrees.");
            return;
        }
        List<String> reasons = new ArrayList<>();
        kind.infeasible()
                .forEach((reason, count) -> reasons.add(String.format(Locale.ROOT, "%s (%,d)", reason.label(), count)));
        page.paragraph(
                "  ",
                String.format(
                        Locale.ROOT,
                        "Nothing works on any size: each of %,d combinations of degrees, even at its optimistic bound, %s.",
                        kind.combinations(),
                        String.join(", ", reasons)));
        kind.closest().forEach((limit, closest) -> closest(kind, limit, closest));
    }

    private void closest(NodeTypeScaling kind, Infeasibility limit, Closest closest) {
        String degrees = closest.degrees().shortName() + " on "
                + Figures.number(closest.degrees().gpus(), "GPU");
        Targets targets = scaling.problem().targets();
        switch (limit) {
            case MEMORY -> {
                if (kind.infeasible().size() == 1) {
                    Comparison shown = Comparison.of(closest.needed(), kind.usableBytes(), Figures::bytes);
                    page.paragraph(
                            "  ",
                            "Least memory: " + degrees + " needs " + shown.value()
                                    + " on its fullest GPU at least; a layout may fill " + shown.limit() + " of it.");
                }
            }
            case TIME_TO_FIRST_TOKEN ->
                time("time to first token", degrees, closest, targets.timeToFirstTokenSeconds());
            case TIME_PER_OUTPUT_TOKEN ->
                time("time per output token", degrees, closest, targets.timePerOutputTokenSeconds());
            case THROUGHPUT -> {}
        }
    }

    private void time(String what, String degrees, Closest closest, OptionalDouble target) {
        if (target.isPresent()) {
            Comparison shown = Comparison.of(closest.needed(), target.getAsDouble(), Figures::seconds);
            page.paragraph(
                    "  ",
                    "Least " + what + " of all that fit: " + degrees + " takes " + shown.value()
                            + " at least; the target is " + shown.limit() + ".");
        }
    }
}
