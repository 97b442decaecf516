package dev.meshwright.answer.text.brief;

import dev.meshwright.answer.ScaleAnswer;
import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Spark;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.question.scale.Roadmap;
import dev.meshwright.question.scale.Scaling;
import dev.meshwright.question.scale.Sensitivity;
import dev.meshwright.question.scale.node.NodeTypeScaling;
import dev.meshwright.question.scale.node.Size;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** The curve, the roadmap and the sensitivities of {@code scale} on a few lines. */
public final class ScaleBrief {

    private static final int MOST_SIZES = 4;

    private static final int MOST_RESOURCES = 3;

    private final Page page;
    private final Scaling scaling;

    private ScaleBrief(Page page, Scaling scaling) {
        this.page = page;
        this.scaling = scaling;
    }

    /** Prints what comes after headline and system. */
    public static void print(Page page, ScaleAnswer answer) {
        ScaleBrief brief = new ScaleBrief(page, answer.scaling());
        page.paragraph("  ", answer.scaling().own().system().proof());
        brief.perGpu(answer.scaling().own());
        brief.curve(answer.scaling().own());
        answer.scaling().roadmap().ifPresent(brief::roadmap);
        answer.scaling().sensitivity().ifPresent(brief::sensitivity);
        page.paragraph(
                "  ",
                page.style()
                        .faint("Every size, bounds, rules, assumptions: --details; as a page: --report FILE.html."));
    }

    private void perGpu(NodeTypeScaling own) {
        page.paragraph(
                "  ",
                "However many GPUs, each makes at most "
                        + Figures.tokensPerSecond(own.perGpu().roofline().tokensPerSecond())
                        + own.perGpu()
                                .size()
                                .map(size -> "; the most reached is " + Figures.plain(size.tokensPerSecondPerGpu())
                                        + ", on " + Figures.number(size.gpus(), "GPU"))
                                .orElse("")
                        + ".");
    }

    /** Some sizes of the curve, those nearest to the answer among them, and all of it as a sparkline on a terminal. */
    private void curve(NodeTypeScaling own) {
        List<Size> sizes = own.curve();
        if (sizes.isEmpty()) {
            return;
        }
        page.heading("By number of GPUs (tokens/ms)");
        if (page.style().pictured()) {
            page.line("  "
                    + Spark.line(sizes.stream()
                            .skip(Math.max(0, sizes.size() - page.style().columns() + 2L))
                            .map(size -> size.best().isPresent() ? size.tokensPerSecond() : Double.NaN)
                            .toList()));
        }
        Table table = new Table("  ", ">GPUs", ">system", ">per GPU", ">bound", "", "layout");
        for (Size size : chosen(sizes)) {
            table.row(
                    Figures.count(size.gpus()),
                    size.best().isPresent() ? perMillisecond(size.tokensPerSecond()) : "-",
                    size.best().isPresent() ? perMillisecond(size.tokensPerSecondPerGpu()) : "-",
                    perMillisecond(size.boundTokensPerSecond()),
                    size.tokensPerSecond() >= scaling.tokensPerSecond() ? "met" : "",
                    size.best()
                            .map(best -> best.layout().degrees().shortName())
                            .orElse("nothing fits in memory and time"));
        }
        page.lines(table.lines());
    }

    /** The first and the last size, and between them those up to the first that meets the target. */
    private List<Size> chosen(List<Size> sizes) {
        if (sizes.size() <= MOST_SIZES) {
            return sizes;
        }
        int met = 0;
        while (met < sizes.size() - 1 && sizes.get(met).tokensPerSecond() < scaling.tokensPerSecond()) {
            met++;
        }
        int from = Math.clamp(met - MOST_SIZES + 3L, 1, sizes.size() - MOST_SIZES + 1);
        List<Size> chosen = new ArrayList<>(List.of(sizes.getFirst()));
        chosen.addAll(sizes.subList(from, from + MOST_SIZES - 2));
        chosen.add(sizes.getLast());
        return chosen;
    }

    private void roadmap(Roadmap roadmap) {
        page.paragraph(
                "  ",
                "  ",
                "Roadmap, each with everything before it: "
                        + roadmap.phases().stream()
                                .map(phase -> phase.name() + " " + cell(phase.together())
                                        + (phase.reachesSystem() ? " met" : ""))
                                .collect(Collectors.joining("; "))
                        + ".");
    }

    private static String cell(OptionalDouble tokensPerSecond) {
        return tokensPerSecond.isPresent() ? perMillisecond(tokensPerSecond.getAsDouble()) : "-";
    }

    private void sensitivity(Sensitivity sensitivity) {
        page.paragraph(
                "  ",
                "  ",
                "Most sensitive to "
                        + sensitivity.rows().stream()
                                .sorted(Comparator.comparingDouble((Sensitivity.Row row) -> Math.abs(row.gain()))
                                        .reversed())
                                .limit(MOST_RESOURCES)
                                .map(row -> row.what() + " (" + row.change().strip() + ": "
                                        + String.format(Locale.ROOT, "%+.1f %%", 100 * row.gain()) + ")")
                                .collect(Collectors.joining(", "))
                        + ".");
    }

    private static String perMillisecond(double tokensPerSecond) {
        return Figures.plain(tokensPerSecond, 1e3);
    }
}
