package dev.meshwright.answer.text;

import dev.meshwright.answer.explain.Sharding;
import dev.meshwright.answer.explain.Sharding.Place;
import dev.meshwright.answer.explain.Sharding.StageShards;
import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.evaluation.Shard;
import java.util.List;
import java.util.stream.Collectors;

/** What every GPU of a plan holds, and how it is cut. */
public final class ShardsText {

    private static final int GPUS_SHOWN = 64;

    private static final int EXPERTS_SHOWN = 8;

    private ShardsText() {}

    /** A table for each stage, then the GPUs. */
    public static String of(Sharding answer, Style style) {
        Page page = new Page(style);
        page.line(style.strong(answer.plan().degrees().shortName()));
        if (answer.stages().isEmpty()) {
            answer.plan().notes().forEach(note -> page.paragraph("  ", note));
            return page.toString();
        }
        int number = 0;
        for (StageShards stage : answer.stages()) {
            page.heading("Each GPU of stage " + number + ", layers " + stage.layers() + " (GB = 10^9 bytes)");
            stage(page, stage);
            number++;
        }
        gpus(page, answer.gpus());
        return page.toString();
    }

    private static void stage(Page page, StageShards stage) {
        Table table = new Table("  ", "component", "part", "cut", ">GB");
        for (Shard shard : stage.shards()) {
            String component = shard.component().label();
            table.row(
                    component,
                    shard.part().equals(component) ? "" : shard.part(),
                    cut(shard.divisions()),
                    Figures.gigabytes(shard.bytes()));
        }
        table.row("total", "", "", Figures.gigabytes(stage.bytes()));
        page.lines(table.lines());
    }

    private static String cut(List<Shard.Division> divisions) {
        return divisions.isEmpty()
                ? "whole"
                : divisions.stream()
                        .map(division -> division.along().label() + " in " + division.ways())
                        .collect(Collectors.joining(", "));
    }

    private static void gpus(Page page, List<Place> gpus) {
        page.heading("Which pieces");
        Table table = new Table(
                "  ", ">node", ">GPU", ">replica", ">stage", ">tensor", ">data", ">expert", ">in it", "experts");
        gpus.stream()
                .limit(GPUS_SHOWN)
                .forEach(place -> table.row(
                        String.valueOf(place.node()),
                        String.valueOf(place.gpu()),
                        String.valueOf(place.replica()),
                        String.valueOf(place.stage()),
                        String.valueOf(place.tensorRank()),
                        String.valueOf(place.dataRank()),
                        String.valueOf(place.expertRank()),
                        String.valueOf(place.expertTensorRank()),
                        experts(place)));
        page.lines(table.lines());
        if (gpus.size() > GPUS_SHOWN) {
            page.line("  ... and " + Figures.number(gpus.size() - GPUS_SHOWN, "GPU") + " more; --format=json has all");
        }
    }

    private static String experts(Place place) {
        String some = place.experts().stream()
                .limit(EXPERTS_SHOWN)
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        return some
                + (place.experts().size() > EXPERTS_SHOWN ? ", ..." : "")
                + (place.alike() ? "" : " in its first layer");
    }
}
