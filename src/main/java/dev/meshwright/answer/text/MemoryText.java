package dev.meshwright.answer.text;

import dev.meshwright.answer.text.page.Bar;
import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.quantity.Comparison;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.evaluation.CacheRoom;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.StageCost;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.cost.evaluation.MemoryKind;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What fills the GPUs: a bar for each stage, and the rows of the fullest. */
final class MemoryText {

    private static final int STAGES_SHOWN = 16;

    private final Page page;
    private final Evaluation evaluation;

    MemoryText(Page page, Evaluation evaluation) {
        this.page = page;
        this.evaluation = evaluation;
    }

    /** A bar per stage, and the rows of the fullest. */
    void print() {
        page.heading("Memory per GPU (GB = 10^9 bytes)");
        List<StageCost> stages = evaluation.stages();
        Set<MemoryKind> kinds = EnumSet.noneOf(MemoryKind.class);
        Table table = new Table("  ", "", "", "", ">used", ">usable", ">capacity");
        int shown = Math.min(STAGES_SHOWN, stages.size());
        for (int stage = 0; stage < shown; stage++) {
            StageCost cost = stages.get(stage);
            Comparison filled = Comparison.of(cost.memoryBytes(), cost.usableBytes(), Figures::gigabytes);
            table.row(
                    "stage " + stage,
                    "layers " + cost.layers().words("-"),
                    bar(cost, kinds),
                    filled.value(),
                    filled.limit(),
                    Figures.capacity(cost.capacityBytes()) + " " + cost.gpu());
        }
        page.lines(table.lines());
        if (shown < stages.size()) {
            page.line("  ... and " + (stages.size() - shown) + " more stages");
        }
        page.wrapped("  ", "  ", legend(kinds))
                .forEach(line -> page.line(page.style().faint(line)));
        page.paragraph("  ", "    ", rows(evaluation.heaviestStage()));
        evaluation.cache().ifPresent(cache -> page.paragraph("  ", "    ", cache("Cache", cache)));
    }

    /** The room for the cache, and what it is for: tokens, the longest request, sequences; {@code whose} is what has it. */
    static String cache(String whose, CacheRoom cache) {
        String ranks = cache.tokens() == cache.tokensPerRank()
                ? ""
                : ", " + Figures.count(cache.tokensPerRank()) + " on each attention rank";
        String limit = cache.sequenceLimit().isPresent()
                ? " (the engine runs at most "
                        + Figures.count(cache.sequenceLimit().getAsInt()) + " on a rank)"
                : "";
        return whose + ": room for " + Figures.capacity(cache.bytesPerGpu()) + " on a GPU, "
                + Figures.number(cache.tokens(), "token") + " in a replica" + ranks + "; one request can have "
                + Figures.count(cache.longestContext()) + model(cache) + "; "
                + Figures.number(cache.sequences(), "sequence") + " of "
                + Figures.count(cache.context()) + " tokens fit" + limit + ". " + cache.shareName() + ": "
                + Figures.decimals(cache.share(), 2) + "."
                + cache.assumedRelease()
                        .map(release ->
                                " No engineVersion is stated: by the rule of " + release + ", the newest known.")
                        .orElse("");
    }

    /** Whose limit it is, where it is not the cache's. */
    private static String model(CacheRoom cache) {
        return cache.limitedByModel()
                ? ", as many as the model takes (the cache alone would hold " + Figures.count(cache.longestInCache())
                        + ")"
                : "";
    }

    private String rows(StageCost stage) {
        String rows = stage.memory().entrySet().stream()
                .sorted(Map.Entry.<MemoryComponent, Double>comparingByValue().reversed())
                .map(entry -> entry.getKey().label() + " " + Figures.bytes(entry.getValue()))
                .collect(Collectors.joining(", "));
        return (evaluation.stages().size() > 1
                        ? "Fullest, stage " + evaluation.stages().indexOf(stage) + ": "
                        : "") + rows + ".";
    }

    /** What stands for a kind in a bar. */
    private static char letter(MemoryKind kind) {
        return switch (kind) {
            case EXPERTS -> 'E';
            case WEIGHTS -> 'W';
            case TRAINING -> 'T';
            case CACHE -> 'K';
            case ACTIVATIONS -> 'A';
            case RUNTIME -> 'R';
        };
    }

    private static String bar(StageCost stage, Set<MemoryKind> kinds) {
        Map<Character, Double> parts = new LinkedHashMap<>();
        stage.memoryByKind().forEach((kind, bytes) -> {
            kinds.add(kind);
            parts.put(letter(kind), bytes);
        });
        return Bar.of(parts, stage.memoryBytes(), stage.usableBytes(), stage.capacityBytes());
    }

    private static String legend(Set<MemoryKind> kinds) {
        return kinds.stream().map(kind -> letter(kind) + " " + kind.words()).collect(Collectors.joining(", "))
                + ", | what a layout may fill";
    }
}
