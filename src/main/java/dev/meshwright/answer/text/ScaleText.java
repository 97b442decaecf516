package dev.meshwright.answer.text;

import dev.meshwright.answer.ScaleAnswer;
import dev.meshwright.answer.explain.Argument;
import dev.meshwright.answer.text.brief.NoSizeText;
import dev.meshwright.answer.text.brief.ScaleBrief;
import dev.meshwright.answer.text.money.KindsByCost;
import dev.meshwright.answer.text.page.FirstScreen;
import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.answer.text.scale.ScaledPoolsText;
import dev.meshwright.base.quantity.Comparison;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.problem.Targets.Scope;
import dev.meshwright.question.scale.Roadmap;
import dev.meshwright.question.scale.Scaling;
import dev.meshwright.question.scale.Sensitivity;
import dev.meshwright.question.scale.node.NodeTypeScaling;
import dev.meshwright.question.scale.node.PerGpuReach;
import dev.meshwright.question.scale.node.Size;
import dev.meshwright.question.search.SearchResult.Candidate;
import dev.meshwright.replay.deployment.ServedRequests;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** What hardware a target needs, or why none will do. */
public final class ScaleText {

    private final Page page;
    private final Scaling scaling;

    private ScaleText(Scaling scaling, Style style) {
        this.page = new Page(style);
        this.scaling = scaling;
    }

    /** The whole answer. */
    public static String of(ScaleAnswer answer, Style style) {
        ScaleText text = new ScaleText(answer.scaling(), style);
        text.write(answer);
        return text.page.toString();
    }

    /** The same on a first screen. */
    public static String brief(ScaleAnswer answer, Style style) {
        ScaleText text = new ScaleText(answer.scaling(), style);
        text.head(new ScaledPoolsText(text.page, answer));
        NodeTypeScaling own = answer.scaling().own();
        own.system().size().ifPresent(size -> text.page.paragraph("  ", line(size)));
        text.replayed(answer.plans().getFirst().system());
        text.compared(answer);
        if (own.feasible()) {
            ScaleBrief.print(text.page, answer);
        } else {
            new NoSizeText(text.page, text.scaling).print(own);
        }
        return FirstScreen.of(text.page.toString(), style);
    }

    private void write(ScaleAnswer answer) {
        List<ScaleAnswer.Plans> plans = answer.plans();
        ScaledPoolsText pools = new ScaledPoolsText(page, answer);
        head(pools);
        compared(answer);
        for (int kind = 0; kind < scaling.kinds().size(); kind++) {
            kind(scaling.kinds().get(kind), plans.get(kind));
            pools.print(kind);
        }
        scaling.roadmap().ifPresent(this::roadmap);
        scaling.sensitivity().ifPresent(this::sensitivity);
        page.heading("Rules");
        scaling.notes().forEach(note -> page.paragraph("  - ", "    ", note));
        SearchText.notes(page, answer.notes());
    }

    private void head(ScaledPoolsText pools) {
        page.lines(page.wrapped("", "  ", headline(scaling.own()) + pools.headline()).stream()
                .map(page.style()::strong)
                .toList());
    }

    /** Kinds of GPUs beside each other. */
    private void compared(ScaleAnswer answer) {
        if (scaling.kinds().size() > 1) {
            alternatives();
        }
        new KindsByCost(page).print(answer);
    }

    private String headline(NodeTypeScaling own) {
        String target = Figures.tokensPerSecond(scaling.tokensPerSecond());
        String system = own.system()
                .size()
                .map(size -> "met by " + Figures.number(size.gpus(), "GPU"))
                .orElse("not met by any size tried");
        String perGpu = own.perGpu().reachable()
                ? "met by "
                        + own.perGpu()
                                .size()
                                .map(size -> Figures.number(size.gpus(), "GPU"))
                                .orElse("")
                : own.perGpu().proven() ? "impossible with any number of GPUs" : "not met by any size tried";
        return target + " on " + own.nodeType().gpu().name() + ": as a system " + system + "; per GPU " + perGpu + ".";
    }

    /** One row for each kind of GPU that was asked for. */
    private void alternatives() {
        page.heading("Alternatives (tokens/ms)");
        Table table =
                new Table("  ", "GPU", ">GPUs", ">system", ">bound per GPU", ">most per GPU", "per GPU", "layout");
        for (NodeTypeScaling kind : scaling.kinds()) {
            Optional<Size> system = kind.system().size();
            Optional<Size> most = kind.perGpu().size();
            table.row(
                    kind.nodeType().gpu().name(),
                    system.map(size -> String.valueOf(size.gpus())).orElse("-"),
                    system.map(size -> perMillisecond(size.tokensPerSecond())).orElse("-"),
                    perMillisecond(kind.perGpu().roofline().tokensPerSecond()),
                    most.map(size -> perMillisecond(size.tokensPerSecondPerGpu()))
                            .orElse("-"),
                    kind.perGpu().reachable() ? "met" : kind.perGpu().proven() ? "impossible" : "not met",
                    system.flatMap(Size::best)
                            .map(best -> best.layout().degrees().shortName())
                            .orElse(kind.feasible() ? "no size tried reaches it" : "nothing fits in memory and time"));
        }
        page.lines(table.lines());
    }

    /** What requests wait for on that size, where its loop was replayed, and which targets they miss all the same. */
    private void replayed(Optional<Argument> plan) {
        plan.map(Argument::assessment)
                .filter(assessment -> assessment.served().isPresent())
                .ifPresent(assessment -> {
                    ServedRequests served = assessment.served().orElseThrow();
                    String late = assessment.evaluation().late()
                            ? " Its replay misses a latency target that the closed form meets: a larger cluster would do."
                            : "";
                    page.paragraph(
                            "  ",
                            "Replayed: TTFT " + ScaledPoolsText.mean(served.timeToFirstToken()) + ", TPOT "
                                    + ScaledPoolsText.mean(served.timePerOutputToken()) + "." + late);
                });
    }

    private void kind(NodeTypeScaling kind, ScaleAnswer.Plans plans) {
        String name =
                kind.nodeType().gpusPerNode() + " x " + kind.nodeType().gpu().name() + " per node";
        page.heading("System, " + name + (scaling.scope() == Scope.SYSTEM ? "  (the scope asked for)" : ""));
        kind.system().size().ifPresent(size -> page.paragraph("  ", line(size)));
        replayed(plans.system());
        page.paragraph("  ", kind.system().proof());
        if (!kind.feasible()) {
            new NoSizeText(page, scaling).print(kind);
        }
        page.heading("Per GPU, " + name + (scaling.scope() == Scope.PER_GPU ? "  (the scope asked for)" : ""));
        PerGpuReach perGpu = kind.perGpu();
        page.paragraph("  ", perGpu.proof());
        perGpu.size()
                .ifPresent(size -> page.paragraph("  ", (perGpu.reachable() ? "" : "Most per GPU: ") + line(size)));
        shortfall(perGpu);
        curve(kind);
    }

    private static String line(Size size) {
        Candidate best = size.best().orElseThrow();
        Performance performance = best.evaluation().performance();
        String latency = performance.timeToFirstTokenSeconds().isPresent()
                ? ", TTFT "
                        + Figures.seconds(performance.timeToFirstTokenSeconds().getAsDouble())
                : "";
        latency += performance.timePerOutputTokenSeconds().isPresent()
                ? ", TPOT "
                        + Figures.seconds(
                                performance.timePerOutputTokenSeconds().getAsDouble())
                : "";
        return Figures.number(size.gpus(), "GPU") + ": "
                + best.layout().degrees().shortName() + ", " + Figures.tokensPerSecond(size.tokensPerSecond()) + " ("
                + Figures.plain(size.tokensPerSecondPerGpu()) + " per GPU)" + latency + ", "
                + Figures.bytes(best.evaluation().heaviestStage().memoryBytes()) + " on the fullest GPU, efficiency "
                + Figures.percent(best.evaluation().efficiency().total()) + ".";
    }

    private void shortfall(PerGpuReach perGpu) {
        if (perGpu.shortfall().isEmpty()) {
            return;
        }
        page.line("  What the bound would need, each all else equal:");
        for (PerGpuReach.Growth growth : perGpu.shortfall()) {
            String factor = Double.isFinite(growth.factor()) ? factor(growth.factor()) : "no factor";
            page.paragraph("    - ", "      ", growth.resource() + ": " + factor + "; " + growth.argument() + ".");
        }
    }

    private static String factor(double factor) {
        return factor <= 1
                ? "enough as it is"
                : "x " + Comparison.of(factor, 1, Figures::plain).value();
    }

    private void curve(NodeTypeScaling kind) {
        page.heading("By number of GPUs (tokens/ms)");
        Table table = new Table("  ", ">GPUs", ">system", ">per GPU", ">bound", "", "layout");
        for (Size size : kind.curve()) {
            boolean met = size.tokensPerSecond() >= scaling.tokensPerSecond();
            table.row(
                    String.valueOf(size.gpus()),
                    size.best().isPresent() ? perMillisecond(size.tokensPerSecond()) : "-",
                    size.best().isPresent() ? perMillisecond(size.tokensPerSecondPerGpu()) : "-",
                    perMillisecond(size.boundTokensPerSecond()),
                    met ? "met" : "",
                    size.best()
                            .map(best -> best.layout().degrees().shortName())
                            .orElse("nothing fits in memory and time"));
        }
        page.lines(table.lines());
        page.paragraph("  ", kind.payoff().argument());
    }

    private static String perMillisecond(double tokensPerSecond) {
        return Figures.plain(tokensPerSecond, 1e3);
    }

    private void roadmap(Roadmap roadmap) {
        page.heading("Roadmap (tokens/ms of the system)");
        Table table = new Table("  ", "phase", ">GPUs", ">alone", ">together", "target met", "layout");
        for (Roadmap.Phase phase : roadmap.phases()) {
            table.row(
                    phase.name(),
                    String.valueOf(phase.gpus()),
                    cell(phase.alone()),
                    cell(phase.together()),
                    phase.reachesPerGpu() ? "system, per GPU" : phase.reachesSystem() ? "system" : "",
                    phase.layout());
        }
        page.lines(table.lines());
        page.paragraph("  ", "Alone: added to today's deployment by itself. Together: with everything above it.");
        for (Roadmap.Phase phase : roadmap.phases()) {
            page.paragraph("  - ", "    ", phase.name() + ": " + phase.what() + ".");
        }
        roadmap.notes().forEach(note -> page.paragraph("  - ", "    ", note));
    }

    private static String cell(OptionalDouble tokensPerSecond) {
        return tokensPerSecond.isPresent() ? perMillisecond(tokensPerSecond.getAsDouble()) : "-";
    }

    private void sensitivity(Sensitivity sensitivity) {
        page.heading("Sensitivity of " + sensitivity.layout() + " on " + Figures.number(sensitivity.gpus(), "GPU"));
        Table table = new Table("  ", "", "change", ">throughput", ">tokens/ms");
        for (Sensitivity.Row row : sensitivity.rows()) {
            table.row(row.what(), row.change(), signed(row.gain()), perMillisecond(row.tokensPerSecond()));
        }
        page.lines(table.lines());
    }

    private static String signed(double gain) {
        return String.format(Locale.ROOT, "%+.2f %%", 100 * gain);
    }
}
