package dev.meshwright.answer.report;

import dev.meshwright.answer.report.block.Block.Cell;
import dev.meshwright.answer.report.block.Block.Head;
import dev.meshwright.answer.report.block.Block.Row;
import dev.meshwright.answer.report.block.Block.Table;
import dev.meshwright.answer.report.block.Section;
import dev.meshwright.answer.report.block.Tree;
import dev.meshwright.base.quantity.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The hardware that a target needs: sizes and their proofs, the curve, the roadmap, what a tenth more of each resource is worth. */
final class ScaleSections {

    private final Tree document;

    ScaleSections(Tree document) {
        this.document = document;
    }

    /** The answer in one sentence. */
    String sentence() {
        Tree system = document.at("system");
        String target = Figures.tokensPerSecond(document.at("target").numberOrZero("value"));
        if (document.at("target").text("scope").equals("per-gpu")) {
            Tree perGpu = document.at("perGpu");
            return perGpu.flag("reachable")
                    ? "Each GPU reaches " + target + " on " + gpus(perGpu) + "."
                    : "No size lets each GPU reach " + target + ".";
        }
        return system.flag("reachable")
                ? gpus(system) + (system.numberOrZero("gpus") == 1 ? " reaches " : " reach ") + target + " together."
                : "No size that was looked at reaches " + target + " together.";
    }

    private String gpus(Tree reach) {
        return Figures.count(reach.numberOrZero("gpus")) + " x " + document.text("gpu");
    }

    List<Section> all() {
        List<Section> sections = new ArrayList<>();
        sections.add(answer());
        sections.add(curve());
        if (!document.rows("roadmap").isEmpty()) {
            sections.add(roadmap());
        }
        if (!document.at("sensitivity").rows("rows").isEmpty()) {
            sections.add(sensitivity(document.at("sensitivity")));
        }
        sections.add(new Section.Builder("trust", "Assumptions", "Assumptions, and what is not modelled")
                .list(document.texts("notes"))
                .say(ArgumentSections.NOT_MODELLED)
                .build());
        return sections;
    }

    private Section answer() {
        List<Row> rows = new ArrayList<>();
        reach(rows, document, "system", "together");
        reach(rows, document, "perGpu", "each GPU");
        for (Tree other : document.rows("alternatives")) {
            reach(rows, other, "system", "together");
            reach(rows, other, "perGpu", "each GPU");
        }
        return new Section.Builder("answer", "Answer", "The answer")
                .add(new Table(
                        "The smallest size that reaches the target",
                        heads("", "GPU", "size", "reached", "proof"),
                        rows))
                .say(document.at("stopsPaying").text("argument"))
                .build();
    }

    private static void reach(List<Row> rows, Tree kind, String scope, String words) {
        Tree reach = kind.at(scope);
        boolean reachable = reach.flag("reachable");
        OptionalDouble reached = reach.number("throughput");
        rows.add(new Row(
                Cell.of(words),
                "",
                List.of(
                        Cell.of(kind.text("gpu")),
                        reachable
                                ? Cell.of(Figures.number(reach.numberOrZero("gpus"), "GPU"))
                                        .toned("good")
                                : Cell.of("none").toned("bad"),
                        Cell.of(reached.isPresent() ? Figures.tokensPerSecond(reached.getAsDouble()) : "-"),
                        Cell.of(reach.text("proof")))));
    }

    private static List<Head> heads(String... texts) {
        return List.of(texts).stream().map(text -> new Head(text, "")).toList();
    }

    private Section curve() {
        List<Row> rows = new ArrayList<>();
        for (Tree point : document.rows("curve")) {
            double gpus = point.numberOrZero("gpus");
            double system = point.numberOrZero("throughputSystem");
            double bound = point.numberOrZero("bound");
            rows.add(new Row(
                    Cell.of(Figures.count(gpus), gpus),
                    "",
                    List.of(
                            Cell.of(Figures.tokensPerSecond(system), system),
                            Cell.of(Figures.tokensPerSecond(bound), bound),
                            Cell.of(Figures.tokensPerSecond(point.numberOrZero("throughputPerGpu"))),
                            Cell.of(point.text("layout")))));
        }
        Section.Builder section = new Section.Builder("curve", "Curve", "Throughput over size")
                .add(new Table(
                        "Sizes",
                        "sizes",
                        "Lines: throughput and its bound over the number of GPUs, both logarithmic",
                        List.of(
                                new Head("GPUs", "count"),
                                new Head("reached", "tokens"),
                                new Head("bound", "tokens"),
                                new Head("per GPU", ""),
                                new Head("layout", "")),
                        rows));
        costs(section);
        return section.build();
    }

    /** What tokens cost on each size, and on each kind of node that reaches the target; nothing where nobody states prices. */
    private void costs(Section.Builder section) {
        List<Row> sizes = new ArrayList<>();
        for (Tree point : document.rows("curve")) {
            if (point.has("cost")) {
                sizes.add(new Row(
                        Cell.of(Figures.number(point.numberOrZero("gpus"), "GPU")),
                        "compute",
                        money(point.at("cost"))));
            }
        }
        List<Row> kinds = new ArrayList<>();
        for (Tree cost : document.rows("byCost")) {
            String what = Figures.count(cost.numberOrZero("gpus")) + " x " + cost.text("gpu")
                    + (cost.flag("pools") ? ", two pools" : "");
            kinds.add(new Row(Cell.of(what), kinds.isEmpty() ? "achieved" : "compute", money(cost)));
        }
        List<Head> heads = List.of(new Head("", ""), new Head("a million tokens", "count"), new Head("an hour", ""));
        if (!sizes.isEmpty()) {
            section.add(new Table(
                    "What a million tokens cost on each size",
                    "bars",
                    "Bars: price of a million tokens by size",
                    heads,
                    sizes));
        }
        if (!kinds.isEmpty()) {
            section.add(new Table("What reaches the target, the cheapest first", heads, kinds));
        }
    }

    private static List<Cell> money(Tree cost) {
        double tokens = cost.numberOrZero("perMillionTokens");
        return List.of(
                Cell.of(Figures.money(tokens, cost.text("currency")), tokens),
                Cell.of(Figures.money(cost.numberOrZero("perHour"), cost.text("currency"))));
    }

    private Section roadmap() {
        List<Row> rows = new ArrayList<>();
        double first = document.rows("roadmap").getFirst().numberOrZero("gpus");
        for (Tree phase : document.rows("roadmap")) {
            double together = phase.numberOrZero("throughputTogether");
            OptionalDouble alone = phase.number("throughputAlone");
            boolean other = phase.numberOrZero("gpus") != first;
            rows.add(new Row(
                    Cell.of(phase.text("phase")
                            + (other ? ", " + Figures.number(phase.numberOrZero("gpus"), "GPU") : "")),
                    phase.flag("reachesSystem") ? "achieved" : "behind",
                    List.of(
                            Cell.of(Figures.tokensPerSecond(together), together),
                            Cell.of(alone.isPresent() ? Figures.tokensPerSecond(alone.getAsDouble()) : "-"),
                            Cell.of(Figures.number(phase.numberOrZero("gpus"), "GPU")),
                            Cell.of(phase.text("layout")),
                            Cell.of(phase.text("what")))));
        }
        return new Section.Builder("roadmap", "Roadmap", "From today's deployment, step by step")
                .add(new Table(
                        "Steps",
                        "bars",
                        "Bars: throughput after each step",
                        List.of(
                                new Head("", ""),
                                new Head("with all before it", "tokens"),
                                new Head("alone", ""),
                                new Head("size", ""),
                                new Head("layout", ""),
                                new Head("what changes", "")),
                        rows))
                .list(document.texts("roadmapNotes"))
                .build();
    }

    /** A tornado: the largest gain on top. */
    static Section sensitivity(Tree sensitivity) {
        List<Row> rows = new ArrayList<>();
        for (Tree row : sensitivity.rows("rows")) {
            double gain = row.numberOrZero("gain");
            double reached = row.numberOrZero("throughput");
            rows.add(new Row(
                    Cell.of(row.text("what") + ", " + row.text("change")),
                    gain < 0 ? "loss" : "achieved",
                    List.of(Cell.of(Figures.percent(gain), gain), Cell.of(Figures.tokensPerSecond(reached), reached))));
        }
        return new Section.Builder("sensitivity", "Sensitivity", "What a tenth more of each resource is worth")
                .say("To " + sensitivity.text("layout") + " on "
                        + Figures.number(sensitivity.numberOrZero("gpus"), "GPU") + " with "
                        + Figures.tokensPerSecond(sensitivity.numberOrZero("throughput"))
                        + ": its degrees stay, its batch and placement are chosen again.")
                .add(new Table(
                        "Changes",
                        "bars",
                        "Tornado: gain of throughput by each change, the largest first",
                        List.of(new Head("", ""), new Head("gain", "share"), new Head("throughput", "")),
                        rows))
                .build();
    }
}
