package dev.meshwright.answer.text.brief;

import dev.meshwright.answer.WhyNotAnswer;
import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.base.quantity.Figures;

/** Why named degrees are not the answer. */
public final class WhyNotText {

    private WhyNotText() {}

    /** A heading and what keeps them from it. */
    public static String of(WhyNotAnswer answer, Style style) {
        Page page = new Page(style);
        page.heading("Why not " + answer.named());
        switch (answer) {
            case WhyNotAnswer.TheAnswer same -> page.paragraph("  ", "It is the answer.");
            case WhyNotAnswer.Lost lost -> {
                page.paragraph(
                        "  ",
                        lost.rival().candidate().layout().degrees().shortName() + " with its best batch reaches "
                                + Figures.tokensPerSecond(lost.rival()
                                        .candidate()
                                        .evaluation()
                                        .performance()
                                        .tokensPerSecond())
                                + ", " + Figures.percent(lost.rival().behind()) + " behind"
                                + (lost.rival().withinUncertainty() ? ", within the model's uncertainty" : "") + ".");
                lost.rival()
                        .candidate()
                        .evaluation()
                        .missedTargets()
                        .forEach(missed -> page.paragraph("  ", "It misses a target: " + missed.fix()));
                page.paragraph("  ", lost.rival().reason());
            }
            case WhyNotAnswer.Infeasible infeasible -> infeasible(page, infeasible);
            case WhyNotAnswer.Unknown unknown -> page.paragraph("  ", unknown.reason());
        }
        return page.toString();
    }

    private static void infeasible(Page page, WhyNotAnswer.Infeasible infeasible) {
        infeasible
                .violations()
                .forEach(broken -> page.paragraph(
                        "  - ", "    ", broken.constraint().label() + " at " + broken.where() + ": " + broken.fix()));
        if (infeasible.violations().isEmpty()) {
            page.paragraph("  ", infeasible.shortage().tightest());
            infeasible
                    .shortage()
                    .fixes()
                    .forEach(fix -> page.paragraph("  - ", "    ", fix.change() + " " + fix.evidence()));
        }
    }
}
