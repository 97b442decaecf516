package dev.meshwright.answer.report;

import dev.meshwright.answer.report.block.Block.Cell;
import dev.meshwright.answer.report.block.Block.Head;
import dev.meshwright.answer.report.block.Block.Row;
import dev.meshwright.answer.report.block.Block.Table;
import dev.meshwright.answer.report.block.Reasons;
import dev.meshwright.answer.report.block.Section;
import dev.meshwright.answer.report.block.Tree;
import dev.meshwright.base.quantity.Figures;
import java.util.ArrayList;
import java.util.List;

/** What requests wait for, the layouts that lost, the audit of claims, the proof, and what is not modelled. */
final class ArgumentSections {

    /** What no figure here has in it; README says the same. */
    static final String NOT_MODELLED =
            "Not modelled: context parallelism of prompts, what a prefix cache can hold, trees of guessed tokens,"
                    + " congestion and stragglers.";

    private static final List<String> STATISTICS = List.of("mean", "p50", "p90", "p99");

    private final Tree document;
    private final Tree evaluation;
    private final Tree report;
    private final Reasons reasons;

    ArgumentSections(Tree document) {
        this.document = document;
        this.evaluation = document.at("evaluation");
        this.report = document.at("report");
        this.reasons = new Reasons(report);
    }

    List<Section> all() {
        List<Section> sections = new ArrayList<>();
        if (evaluation.has("latency")) {
            sections.add(requests());
        }
        if (document.at("front").rows("points").size() > 1) {
            sections.add(FrontSections.section("front", document.at("front")));
        }
        if (!evaluation.rows("byLength").isEmpty()) {
            sections.add(lengths());
        }
        if (!document.rows("alternatives").isEmpty()) {
            sections.add(rivals());
        }
        if (!document.rows("claims").isEmpty()) {
            sections.add(new AuditSection(document).section());
        }
        if (!report.rows("nearestMisses").isEmpty()) {
            sections.add(misses());
        }
        if (!report.at("sensitivity").rows("rows").isEmpty()) {
            sections.add(ScaleSections.sensitivity(report.at("sensitivity")));
        }
        proof(sections);
        sections.add(trust());
        return sections;
    }

    private Section requests() {
        Tree latency = evaluation.at("latency");
        List<Row> rows = new ArrayList<>();
        latency(rows, latency, "timeToFirstToken", "time to first token");
        latency(rows, latency, "timePerOutputToken", "time per output token");
        latency(rows, latency, "endToEnd", "end to end");
        Tree loop = latency.at("replay");
        Section.Builder section = new Section.Builder("requests", "Requests", "What requests wait for")
                .say("By a replay of the serving loop of " + loop.text("engine") + ": "
                        + Figures.count(loop.numberOrZero("counted")) + " requests, "
                        + Figures.count(loop.numberOrZero("steps")) + " steps of at most "
                        + Figures.count(loop.numberOrZero("tokensPerStep")) + " tokens; "
                        + Figures.plain(latency.numberOrZero("requestsPerSecond")) + " requests/s answered"
                        + goodput(latency) + ".")
                .say(
                        latency.flag("overloaded")
                                ? "More requests are sent than can be answered for ever: the queue grows, these times are of its start."
                                : "",
                        "bad")
                .add(new Table(
                        "Times of requests",
                        "percentiles",
                        "Bars: mean and percentiles of each time",
                        List.of(
                                new Head("", ""),
                                new Head("mean", "seconds"),
                                new Head("p50", "seconds"),
                                new Head("p90", "seconds"),
                                new Head("p99", "seconds"),
                                new Head("closed form", "")),
                        rows));
        new LoopSections(document).addTo(section);
        return section.build();
    }

    private static String goodput(Tree latency) {
        return latency.has("goodputShare")
                ? ", " + Figures.percent(latency.numberOrZero("goodputShare")) + " of them within every latency target"
                : "";
    }

    private void latency(List<Row> rows, Tree latency, String name, String words) {
        Tree statistics = latency.at(name);
        if (statistics.isEmpty()) {
            return;
        }
        List<Cell> cells = new ArrayList<>();
        STATISTICS.forEach(statistic -> cells.add(reasons.cell(statistics.number(statistic), Figures::seconds)));
        cells.add(reasons.cell(latency.at("closedForm").number(name), Figures::seconds, name));
        rows.add(new Row(Cell.of(words), "", cells));
    }

    private Section lengths() {
        List<Row> rows = new ArrayList<>();
        for (Tree point : evaluation.rows("byLength")) {
            double bytes = point.at("memoryPerGpu").numberOrZero("total");
            rows.add(new Row(
                    Cell.of(Figures.count(point.numberOrZero("length")), point.numberOrZero("length")),
                    point.flag("fits") ? "" : "bad",
                    List.of(
                            Cell.of(
                                    Figures.tokensPerSecond(point.numberOrZero("throughput")),
                                    point.numberOrZero("throughput")),
                            Cell.of(Figures.bytes(bytes), bytes))));
        }
        return new Section.Builder("lengths", "Lengths", "At other lengths")
                .add(new Table(
                        "Throughput and memory by sequence length",
                        "line",
                        "Lines: throughput and memory over the length of sequences",
                        List.of(
                                new Head("tokens", "count"),
                                new Head("throughput", "tokens"),
                                new Head("memory", "bytes")),
                        rows))
                .build();
    }

    private Section rivals() {
        List<Row> rows = new ArrayList<>();
        Tree throughput = evaluation.at("throughput");
        rows.add(new Row(
                Cell.of(report.firstText("layout").orElse("the answer")),
                "achieved",
                List.of(
                        reasons.cell(throughput.number("system"), Figures::tokensPerSecond, "throughput.system"),
                        Cell.of(""),
                        Cell.of("the answer"))));
        for (Tree rival : document.rows("alternatives")) {
            rows.add(new Row(
                    Cell.of(rival.text("layout")),
                    rival.flag("withinUncertainty") ? "near" : "behind",
                    List.of(
                            Cell.of(
                                    Figures.tokensPerSecond(rival.numberOrZero("throughput")),
                                    rival.numberOrZero("throughput")),
                            Cell.of(Figures.percent(rival.numberOrZero("behind"))),
                            Cell.of(rival.text("reason")))));
        }
        return new Section.Builder("rivals", "Runners-up", "Runners-up, and why they lost")
                .say(report.text("choice"), "note")
                .say(whyNot(report.at("whyNot")), "note")
                .add(new Table(
                        "Runners-up",
                        "bars",
                        "Bars: throughput of the answer and of the runners-up",
                        List.of(
                                new Head("", ""),
                                new Head("throughput", "tokens"),
                                new Head("behind", ""),
                                new Head("why", "")),
                        rows))
                .build();
    }

    private Section misses() {
        List<Row> rows = new ArrayList<>();
        for (Tree miss : report.rows("nearestMisses")) {
            double over = miss.numberOrZero("excess") - 1;
            rows.add(new Row(
                    Cell.of(miss.text("layout")),
                    "loss",
                    List.of(
                            Cell.of(Figures.percent(over), over),
                            Cell.of(miss.text("reason")),
                            Cell.of(Summary.amount(miss, "needed")),
                            Cell.of(Summary.amount(miss, "available")))));
        }
        return new Section.Builder("misses", "Nearest misses", "Layouts that nearly work")
                .say(
                        "Degrees of which no batch works, however it is placed, and by how much the lightest of them misses.")
                .add(new Table(
                        "Nearest misses",
                        "bars",
                        "Bars: by how much each layout misses",
                        List.of(
                                new Head("", ""),
                                new Head("too much", "share"),
                                new Head("why", ""),
                                new Head("needs", ""),
                                new Head("there is", "")),
                        rows))
                .build();
    }

    private static String whyNot(Tree other) {
        return switch (other.text("verdict")) {
            case "lost" ->
                "Why not " + other.text("named") + ": " + other.text("layout") + " reaches "
                        + Figures.tokensPerSecond(other.numberOrZero("throughput")) + ", "
                        + Figures.percent(other.numberOrZero("behind")) + " behind. " + other.text("reason");
            case "infeasible" ->
                "Why not " + other.text("named") + ": "
                        + (other.rows("violations").isEmpty()
                                ? other.text("tightest")
                                : other.rows("violations").getFirst().text("fix"));
            default -> "";
        };
    }

    private void proof(List<Section> sections) {
        Tree bound = evaluation.at("bound");
        Section.Builder section = new Section.Builder("proof", "Proof", "How far this is proven")
                .say(bound.text("argument"))
                .say(document.has("violations") && bound.has("throughput") ? ofDegrees(bound) : "")
                .say(report.text("placement"));
        Tree infeasible = report.at("infeasible");
        if (!infeasible.isEmpty()) {
            List<String> reasonsOfFailure = new ArrayList<>();
            infeasible.numbers().forEach((reason, count) -> reasonsOfFailure.add(Figures.count(count) + " " + reason));
            section.say("Of all combinations of degrees, " + String.join(", ", reasonsOfFailure) + ".");
        }
        if (!bound.texts("covers").isEmpty()) {
            section.say("The proof covers:").list(bound.texts("covers"));
        }
        if (!section.isEmpty()) {
            sections.add(section.build());
        }
    }

    /** What a checked plan leaves of the bound of its own degrees. */
    private static String ofDegrees(Tree bound) {
        double gap = bound.numberOrZero("gap");
        return "That bound is " + Figures.tokensPerSecond(bound.numberOrZero("throughput")) + ": "
                + (gap > 0 ? "it exceeds this layout by " + Figures.percent(gap) + "." : "this layout reaches it.");
    }

    private Section trust() {
        Section.Builder section = new Section.Builder("trust", "Assumptions", "Assumptions, and what is not modelled");
        Tree bound = evaluation.at("bound");
        if (!document.texts("risks").isEmpty()) {
            section.say("Risks of running it:").list(document.texts("risks"));
        }
        if (!document.texts("notes").isEmpty()) {
            section.say("Assumed, or filled in:").list(document.texts("notes"));
        }
        if (!bound.texts("leavesOut").isEmpty()) {
            section.say("The proof leaves out:").list(bound.texts("leavesOut"));
        }
        section.say(NOT_MODELLED);
        if (report.isEmpty()) {
            section.say(
                    "This page was made of a plan file, which has no derivations and no targets: search or check with --report"
                            + " has them.",
                    "note");
        }
        return section.build();
    }
}
