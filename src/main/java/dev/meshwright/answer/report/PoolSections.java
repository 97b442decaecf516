package dev.meshwright.answer.report;

import dev.meshwright.answer.report.block.Block;
import dev.meshwright.answer.report.block.Block.Cell;
import dev.meshwright.answer.report.block.Block.Head;
import dev.meshwright.answer.report.block.Block.Row;
import dev.meshwright.answer.report.block.Block.Table;
import dev.meshwright.answer.report.block.Block.Tile;
import dev.meshwright.answer.report.block.Block.Tiles;
import dev.meshwright.answer.report.block.Reasons;
import dev.meshwright.answer.report.block.Section;
import dev.meshwright.answer.report.block.Tree;
import dev.meshwright.base.quantity.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A plan in which prompts and answers have GPUs of their own: what both reach, what limits them, and each pool by itself. */
final class PoolSections {

    private static final List<String> ROLES = List.of("prefill", "decode");

    private final Tree document;
    private final Tree evaluation;
    private final Tree report;
    private final Reasons reasons;

    PoolSections(Tree document) {
        this.document = document;
        this.evaluation = document.at("evaluation");
        this.report = document.at("report");
        this.reasons = new Reasons(report);
    }

    /** Both layouts in short. */
    static String names(Tree document) {
        return ROLES.stream()
                .map(role -> new LayoutWords(document.at("pools").at(role).at("layout")).shortName())
                .collect(Collectors.joining(" + "));
    }

    List<Section> all() {
        List<Section> sections = new ArrayList<>();
        sections.add(answer());
        sections.add(limits());
        new LoopSections(document).traffic().ifPresent(sections::add);
        sections.add(new Section.Builder("cluster", "Cluster", "The cluster")
                .say(
                        "Each square is a GPU, each frame a node; the colour is the pool, grey is idle. Choose a node to see what its GPUs"
                                + " hold.")
                .add(new Block.ClusterMap("Map of nodes and GPUs"))
                .build());
        Tree pools = document.at("pools");
        for (String role : ROLES) {
            Tree pool = evaluation.at(role);
            sections.add(new GpuSections(document).memory(pool, role));
            if (pools.at(role).at("layout").numberOrZero("slotsPerRank") > 0 && pool.has("expertBalance")) {
                sections.add(GpuSections.experts(pool, report.at("pools").at(role), role));
            }
            sections.addAll(new TimeSections(pool, report.at("pools").at(role), role).all());
        }
        sections.addAll(new ArgumentSections(document).all());
        return sections;
    }

    private Section answer() {
        Tree throughput = evaluation.at("throughput");
        List<Tile> tiles = new ArrayList<>();
        tiles.add(new Tile(
                "Throughput, all GPUs",
                reasons.cell(throughput.number("system"), Figures::tokensPerSecond, "throughput.system"),
                List.of(Figures.plain(throughput.numberOrZero("perGpu")) + " per GPU")));
        time(tiles, "timeToFirstToken", "Time to first token");
        time(tiles, "timePerOutputToken", "Time per output token");
        Tree shared = evaluation.at("aggregated");
        if (!shared.isEmpty()) {
            tiles.add(new Tile(
                    "Beside shared GPUs",
                    Cell.of(Figures.plain(shared.numberOrZero("gain")) + " times", shared.numberOrZero("gain")),
                    List.of(shared.text("layout") + " reaches "
                            + Figures.tokensPerSecond(shared.numberOrZero("throughput"))
                            + (shared.flag("missesTargets") ? " and misses targets" : ""))));
        }
        Summary.cost(evaluation, tiles);
        Section.Builder section = new Section.Builder("answer", "Answer", "The answer").add(new Tiles(tiles));
        Summary summary = new Summary(document);
        summary.violations(section);
        summary.targets(section);
        Tree transfer = document.at("pools").at("transfer");
        section.add(sides());
        section.say("The cache of a request, " + Figures.bytes(transfer.numberOrZero("bytes"))
                + ", goes from one pool to the other over the "
                + transfer.text("over") + " in " + Figures.seconds(transfer.numberOrZero("seconds")) + "; "
                + Figures.number(evaluation.numberOrZero("idle"), "GPU") + " idle.");
        for (String role : ROLES) {
            section.say("The " + role + " pool:")
                    .list(new LayoutWords(document.at("pools").at(role).at("layout")).meaning());
        }
        return section.build();
    }

    private void time(List<Tile> tiles, String name, String words) {
        OptionalDouble mean = evaluation.number(name);
        OptionalDouble p99 = evaluation.at("latency").at(name).number("p99");
        if (mean.isPresent()) {
            tiles.add(new Tile(
                    words,
                    reasons.cell(mean, Figures::seconds),
                    List.of(
                            p99.isPresent()
                                    ? "mean of the replay; p99 " + Figures.seconds(p99.getAsDouble())
                                    : "mean of the closed form")));
        }
    }

    /** Both pools side by side. */
    private Table sides() {
        Tree pools = document.at("pools");
        List<Row> rows = new ArrayList<>();
        row(rows, "Instances", role -> Cell.of(Figures.count(pools.at(role).numberOrZero("instances"))));
        row(rows, "Layout", role -> Cell.of(new LayoutWords(pools.at(role).at("layout")).shortName()));
        row(
                rows,
                "GPUs",
                role -> Cell.of(Figures.count(evaluation.at(role).numberOrZero("gpus")) + " x "
                        + pools.at(role).text("gpu")));
        row(rows, "Reaches by itself", role -> own(role)
                .cell(
                        evaluation.at(role).at("throughput").number("system"),
                        Figures::tokensPerSecond,
                        "throughput.system"));
        row(rows, "Busy", role -> {
            OptionalDouble busy = report.at("pools").at(role).number("busy");
            return Cell.of(busy.isPresent() ? Figures.percent(busy.getAsDouble()) : "-");
        });
        row(rows, "A step", role -> own(role)
                .cell(evaluation.at(role).number("stepTime"), Figures::seconds, "stepTime", "decodeStep"));
        row(rows, "Fullest GPU", role -> own(role)
                .cell(evaluation.at(role).at("memoryPerGpu").number("total"), Figures::bytes, "memory.perGpu"));
        return new Table(
                "Both pools", List.of(new Head("", ""), new Head("prefill", ""), new Head("decode", "")), rows);
    }

    private Reasons own(String role) {
        return new Reasons(report.at("pools").at(role), role + ":");
    }

    private static void row(List<Row> rows, String what, Function<String, Cell> cell) {
        rows.add(new Row(Cell.of(what), "", ROLES.stream().map(cell).toList()));
    }

    private Section limits() {
        Tree requests = evaluation.at("requests");
        List<Row> rows = new ArrayList<>();
        double least = requests.numberOrZero("system");
        limit(rows, requests, least, "prefill", "the prefill pool reads");
        limit(rows, requests, least, "decode", "the decode pool answers");
        limit(rows, requests, least, "sent", "its links send");
        limit(rows, requests, least, "received", "its links receive");
        return new Section.Builder("limits", "Limits", "What limits both")
                .say("Of what each can do of a request, the least is what both do: " + requests.text("limit")
                        + " limits them.")
                .add(new Table(
                        "Requests per second that each can do",
                        "bars",
                        "Bars: requests per second of each pool and of the links between them",
                        List.of(new Head("", ""), new Head("requests/s", "count")),
                        rows))
                .build();
    }

    private static void limit(List<Row> rows, Tree requests, double least, String name, String words) {
        OptionalDouble rate = requests.number(name);
        if (rate.isPresent()) {
            rows.add(new Row(
                    Cell.of(words),
                    rate.getAsDouble() <= least ? "loss" : "other",
                    List.of(Cell.of(Figures.plain(rate.getAsDouble()), rate.getAsDouble()))));
        }
    }
}
