package dev.meshwright.answer.text;

import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.quantity.Comparison;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.evaluation.CacheRoom;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.StageCost;
import dev.meshwright.cost.evaluation.MemoryComponent;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What fills the GPUs: a bar for each stage, and the rows of the fullest. */
final class MemoryText {

    private static final int BAR_WIDTH = 40;
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
        Map<Kind, Character> letters = new EnumMap<>(Kind.class);
        Table table = new Table("  ", "", "", "", ">used", ">usable", ">capacity");
        int shown = Math.min(STAGES_SHOWN, stages.size());
        for (int stage = 0; stage < shown; stage++) {
            StageCost cost = stages.get(stage);
            Comparison filled = Comparison.of(cost.memoryBytes(), cost.usableBytes(), Figures::gigabytes);
            table.row(
                    "stage " + stage,
                    "layers " + cost.layers().words("-"),
                    bar(cost, letters),
                    filled.value(),
                    filled.limit(),
                    Figures.capacity(cost.capacityBytes()) + " " + cost.gpu());
        }
        page.lines(table.lines());
        if (shown < stages.size()) {
            page.line("  ... and " + (stages.size() - shown) + " more stages");
        }
        Page.wrapped("  ", "  ", legend(letters))
                .forEach(line -> page.line(page.style().faint(line)));
        page.paragraph("  ", "    ", rows(evaluation.heaviestStage()));
        evaluation.cache().ifPresent(cache -> page.paragraph("  ", "    ", cache(cache)));
    }

    private static String cache(CacheRoom cache) {
        String ranks = cache.tokens() == cache.tokensPerRank()
                ? ""
                : ", " + Figures.count(cache.tokensPerRank()) + " on each attention rank";
        String limit = cache.sequenceLimit().isPresent()
                ? " (the engine runs at most "
                        + Figures.count(cache.sequenceLimit().getAsInt()) + " on a rank)"
                : "";
        return "Cache: room for " + Figures.capacity(cache.bytesPerGpu()) + " on a GPU, "
                + Figures.number(cache.tokens(), "token") + " in a replica" + ranks + "; one request can have "
                + Figures.count(cache.longestContext()) + "; " + Figures.number(cache.sequences(), "sequence") + " of "
                + Figures.count(cache.context()) + " tokens fit" + limit + ". " + cache.shareName() + ": "
                + Figures.decimals(cache.share(), 2) + ".";
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

    /** What a piece of a memory bar stands for. */
    private enum Kind {
        EXPERTS('E', "experts"),
        WEIGHTS('W', "other weights"),
        TRAINING('T', "gradients and optimizer"),
        CACHE('K', "KV cache and state"),
        ACTIVATIONS('A', "activations"),
        RUNTIME('R', "buffers and runtime");

        private final char letter;
        private final String meaning;

        Kind(char letter, String meaning) {
            this.letter = letter;
            this.meaning = meaning;
        }

        static Kind of(MemoryComponent component) {
            return switch (component) {
                case EXPERT_WEIGHTS -> EXPERTS;
                case ATTENTION_WEIGHTS,
                        DENSE_WEIGHTS,
                        SHARED_WEIGHTS,
                        ROUTER_AND_NORM_WEIGHTS,
                        EMBEDDING_WEIGHTS,
                        HEAD_WEIGHTS -> WEIGHTS;
                case GRADIENTS, OPTIMIZER -> TRAINING;
                case CACHE, STATE -> CACHE;
                case ACTIVATIONS, LOGITS -> ACTIVATIONS;
                case GRAPHS, DISPATCH_BUFFERS, COLLECTIVE_BUFFERS, RUNTIME -> RUNTIME;
            };
        }
    }

    private String bar(StageCost stage, Map<Kind, Character> letters) {
        Map<Kind, Double> kinds = new EnumMap<>(Kind.class);
        stage.memory().forEach((component, bytes) -> kinds.merge(Kind.of(component), bytes, Double::sum));
        double scale = BAR_WIDTH / Math.max(stage.capacityBytes(), stage.memoryBytes());
        StringBuilder bar = new StringBuilder();
        double reached = 0;
        for (Map.Entry<Kind, Double> entry : kinds.entrySet()) {
            reached += entry.getValue();
            int end = (int) Math.round(reached * scale);
            letters.put(entry.getKey(), entry.getKey().letter);
            bar.append(String.valueOf(entry.getKey().letter).repeat(Math.max(0, end - bar.length())));
        }
        bar.append(".".repeat(Math.max(0, (int) Math.round(stage.capacityBytes() * scale) - bar.length())));
        int usable = (int) Math.round(stage.usableBytes() * scale);
        if (usable > 0 && usable < bar.length()) {
            bar.insert(usable, '|');
        }
        return "[" + bar + "]";
    }

    private static String legend(Map<Kind, Character> letters) {
        return letters.entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey().meaning)
                        .collect(Collectors.joining(", "))
                + ", | what a layout may fill";
    }
}
