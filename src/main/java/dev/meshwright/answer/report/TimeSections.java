package dev.meshwright.answer.report;

import dev.meshwright.answer.report.block.Block.Cell;
import dev.meshwright.answer.report.block.Block.Head;
import dev.meshwright.answer.report.block.Block.Row;
import dev.meshwright.answer.report.block.Block.Table;
import dev.meshwright.answer.report.block.Reasons;
import dev.meshwright.answer.report.block.Section;
import dev.meshwright.answer.report.block.Tree;
import dev.meshwright.answer.report.block.Words;
import dev.meshwright.base.quantity.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Where the time goes, what is lost on the way from the bound, kernels under their roofs, and what travels. */
final class TimeSections {

    private static final List<Head> PARTS = List.of(
            new Head("", ""),
            new Head("time", "seconds"),
            new Head("share", ""),
            new Head("FLOP", ""),
            new Head("memory", ""),
            new Head("links", ""),
            new Head("network", ""));

    private final Tree evaluation;
    private final Tree report;
    private final Reasons reasons;
    private final String pool;

    TimeSections(Tree document) {
        this(document.at("evaluation"), document.at("report"), "");
    }

    /** Those of a pool: ids and titles say which. */
    TimeSections(Tree evaluation, Tree report, String pool) {
        this.evaluation = evaluation;
        this.report = report;
        this.reasons = pool.isEmpty() ? new Reasons(report) : new Reasons(report, pool + ":");
        this.pool = pool;
    }

    private Section.Builder section(String id, String nav, String title) {
        return pool.isEmpty()
                ? new Section.Builder(id, nav, title)
                : new Section.Builder(id + "-" + pool, nav + ", " + pool, title + ": " + pool + " pool");
    }

    List<Section> all() {
        List<Section> sections = new ArrayList<>();
        if (!report.at("pass").isEmpty()) {
            sections.add(parts());
        }
        if (!report.at("pipeline").isEmpty()) {
            Section.Builder section = section("pipeline", "Pipeline", "Micro-batches on their way through the stages");
            sections.add(GpuSections.pipeline(report.at("pipeline"), section));
        }
        if (!report.rows("losses").isEmpty()) {
            sections.add(losses());
        }
        if (!report.at("roofline").rows("operations").isEmpty()) {
            sections.add(roofline());
        }
        if (!evaluation.at("communication").isEmpty()) {
            sections.add(traffic());
        }
        return sections;
    }

    private Section parts() {
        Tree pass = report.at("pass");
        Tree binding = evaluation.at("binding");
        List<Row> rows = new ArrayList<>();
        for (Tree part : pass.rows("parts")) {
            rows.add(new Row(Cell.of(part.text("words")), part.text("kind"), part(part)));
        }
        Tree others = pass.at("others");
        if (others.numberOrZero("seconds") > 0) {
            rows.add(new Row(
                    Cell.of("other"),
                    "other",
                    List.of(
                            Cell.of(Figures.seconds(others.numberOrZero("seconds")), others.numberOrZero("seconds")),
                            Cell.of(Figures.percent(others.numberOrZero("share"))),
                            Cell.of(""),
                            Cell.of(""),
                            Cell.of(""),
                            Cell.of(""))));
        }
        String what = pass.text("what");
        return section("time", "Time", "Where the time goes")
                .say("Most of " + what + " of " + Figures.seconds(pass.numberOrZero("seconds")) + " waits for "
                        + binding.text("resource") + ": " + Figures.percent(binding.numberOrZero("share")) + ".")
                .say(more(report.text("withAnEighthMoreSequences")))
                .add(new Table(
                        "Time of each part of " + what + ", nothing hidden",
                        "bars",
                        "Bars: time of each part of " + what,
                        PARTS,
                        rows))
                .build();
    }

    private static String more(String effect) {
        return effect.isEmpty() ? "" : "With an eighth more sequences in flight " + effect + ".";
    }

    private List<Cell> part(Tree part) {
        OptionalDouble share = part.number("share");
        return List.of(
                reasons.cell(part.number("seconds"), Figures::seconds, reasons.component(part.text("component"))),
                Cell.of(share.isPresent() ? Figures.percent(share.getAsDouble()) : "per step"),
                Cell.of(part.numberOrZero("flops") > 0 ? Figures.flops(part.numberOrZero("flops")) : ""),
                bytes(part, "memoryBytes"),
                bytes(part, "linkBytes"),
                bytes(part, "networkBytes"));
    }

    private static Cell bytes(Tree part, String name) {
        double bytes = part.numberOrZero(name);
        return bytes > 0 ? Cell.of(Figures.bytes(bytes), bytes) : Cell.of("");
    }

    private Section losses() {
        Tree efficiency = evaluation.at("efficiency");
        return section("bound", "Losses", "From the bound to what is achieved")
                .say("Each step is what a loss leaves of the one before it; the product of all is "
                        + Figures.percent(efficiency.numberOrZero("total")) + " of the bound.")
                .add(new Table(
                        "What each loss leaves",
                        "waterfall",
                        "Waterfall: from the bound down to what is achieved",
                        List.of(
                                new Head("", ""),
                                new Head("left after it", "tokens"),
                                new Head("of the bound", ""),
                                new Head("what it is", "")),
                        remainders(efficiency)))
                .build();
    }

    private List<Row> remainders(Tree efficiency) {
        boolean compute = efficiency.text("boundBy").equals("compute");
        List<Row> rows = new ArrayList<>();
        rows.add(new Row(
                Cell.of("bound by " + (compute ? "FLOP/s" : "memory bandwidth")),
                "bound",
                List.of(
                        reasons.cell(efficiency.number("bound"), Figures::tokensPerSecond, "throughput.bound"),
                        Cell.of(Figures.percent(1)),
                        Cell.of("all GPUs at the roofline of the whole step"))));
        for (Tree loss : report.rows("losses")) {
            double left = loss.numberOrZero("throughput");
            rows.add(new Row(
                    Cell.of(loss.text("words")),
                    "loss",
                    List.of(
                            Cell.of(Figures.tokensPerSecond(left), left),
                            reasons.cell(loss.number("left"), Figures::percent, "loss." + loss.text("loss")),
                            Cell.of(loss.text("meaning")))));
        }
        Tree throughput = evaluation.at("throughput");
        rows.add(new Row(
                Cell.of("achieved"),
                "achieved",
                List.of(
                        reasons.cell(throughput.number("system"), Figures::tokensPerSecond, "throughput.system"),
                        reasons.cell(efficiency.number("total"), Figures::percent, "efficiency.total"),
                        Cell.of(""))));
        return rows;
    }

    private Section roofline() {
        Tree roofline = report.at("roofline");
        List<Row> rows = new ArrayList<>(roofs(roofline));
        roofline.rows("operations").forEach(operation -> rows.add(kernel(operation)));
        return section("roofline", "Roofline", "Roofline of the " + roofline.text("gpu"))
                .say(
                        "A kernel left of the knee waits for memory, right of it for arithmetic; how far it lies below its roof is"
                                + " what its own inefficiency costs.")
                .add(new Table(
                        "Kernels, their intensity and their roof",
                        "roofline",
                        "Roofline: FLOP per second over FLOP per byte, both logarithmic",
                        List.of(
                                new Head("", ""),
                                new Head("intensity", "intensity"),
                                new Head("reached", "flops"),
                                new Head("roof", "")),
                        rows))
                .build();
    }

    /** Peaks, each beside the bandwidth under which it is not reached. */
    private static List<Row> roofs(Tree roofline) {
        double bandwidth = roofline.numberOrZero("memoryBandwidth");
        List<Row> rows = new ArrayList<>();
        roofline.at("peakFlops")
                .numbers()
                .forEach((format, peak) -> rows.add(new Row(
                        Cell.of("peak in " + format),
                        "roof",
                        List.of(
                                Cell.of(""),
                                Cell.of(Figures.flops(peak) + "/s", peak),
                                Cell.of(Figures.bytes(bandwidth) + "/s of memory", bandwidth)))));
        return rows;
    }

    private Row kernel(Tree operation) {
        double intensity = operation.numberOrZero("flopsPerByte");
        double reached = operation.numberOrZero("flopsPerSecond");
        double roof = operation.numberOrZero("roof");
        return new Row(
                Cell.of(operation.text("words")),
                "kernel",
                List.of(
                        Cell.of(Figures.plain(intensity) + " FLOP/byte", intensity),
                        reasons.cell(
                                Figures.flops(reached) + "/s", reached, reasons.component(operation.text("component"))),
                        Cell.of(Figures.flops(roof) + "/s", roof)));
    }

    private Section traffic() {
        Tree communication = evaluation.at("communication");
        List<Row> rows = new ArrayList<>();
        for (String name : communication.names()) {
            Tree message = communication.at(name);
            rows.add(new Row(
                    Cell.of(Words.component(name)),
                    "communication",
                    List.of(
                            bytes(message, "linkBytes"),
                            bytes(message, "networkBytes"),
                            reasons.cell(message.number("seconds"), Figures::seconds, reasons.component(name)))));
        }
        return section("traffic", "Traffic", "What travels")
                .say(
                        "Bytes that one GPU sends in one pass: over the links of its island, and over its network card to other"
                                + " islands.")
                .add(new Table(
                        "Messages of a pass",
                        "pairs",
                        "Bars: bytes over links and over the network, by message",
                        List.of(
                                new Head("", ""),
                                new Head("links", "bytes"),
                                new Head("network", "bytes"),
                                new Head("time", "")),
                        rows))
                .build();
    }
}
