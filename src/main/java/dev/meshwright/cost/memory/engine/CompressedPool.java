package dev.meshwright.cost.memory.engine;

import dev.meshwright.facts.engine.MemoryRule;
import dev.meshwright.facts.model.CompressedAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import java.util.Optional;

/**
 * The cache of a model with compressed attention as vLLM lays it out: one pool of pages of one size, from which each group
 * of layers takes its own. Compressed entries and index keys of {@code blockTokens} tokens fill a page; the window and the
 * states of the compressors take pages of the same size for far fewer tokens, so that a sequence has a large constant.
 *
 * <pre>
 * pages(S, n) = ceil(S / block) + groups (ceil(min(window - 1 + n, S) / windowBlock) + 1)
 *               + per kind of compressor ceil(min(r - 1 + n, S) / stateBlock) + 1
 * </pre>
 *
 * <p>n tokens of the sequence are in a step: 1 when it decodes, the token budget when its prompt is read. r: tokens that a
 * compressor pools, twice as many where entries overlap. Every tensor rank holds all of it.
 */
public final class CompressedPool {

    private final Model model;
    private final Precision cache;
    private final double alignment;
    private final double blockTokens;
    private final double windowBlockTokens;
    private final double indexedBlockTokens;
    private final double plainBlockTokens;
    private final double windowGroups;
    private final CompressedAttention widest;
    private final boolean indexed;
    private final boolean plain;
    private final int plainTokens;
    private final int indexedTokens;

    private CompressedPool(Model model, MemoryRule rule, CompressedAttention widest) {
        this.model = model;
        this.cache = model.precisions().keyValueCache();
        this.alignment = rule.number("pool.alignment");
        this.blockTokens = rule.number("pool.blockTokens");
        this.windowBlockTokens = rule.number("pool.windowBlockTokens");
        this.indexedBlockTokens = rule.number("pool.stateBlockTokens.indexed");
        this.plainBlockTokens = rule.number("pool.stateBlockTokens.plain");
        this.widest = widest;
        this.indexedTokens = pooled(model, true);
        this.plainTokens = pooled(model, false);
        this.indexed = indexedTokens > 0;
        this.plain = plainTokens > 0;
        double page = 0;
        double windows = 0;
        for (Layer layer : model.layers()) {
            if (layer.mixer() instanceof CompressedAttention attention) {
                page += pageBytes(attention);
                windows += aligned(windowBlockTokens * attention.entryBytes(cache));
            }
        }
        this.windowGroups = Math.ceil(windows / page);
    }

    /** The pool of a model; empty where it has no compressed attention or the engine no such pools. */
    public static Optional<CompressedPool> of(Model model, MemoryRule rule) {
        if (rule.term("pool.blockTokens").isEmpty()) {
            return Optional.empty();
        }
        return model.layers().stream()
                .map(Layer::mixer)
                .filter(CompressedAttention.class::isInstance)
                .map(CompressedAttention.class::cast)
                .filter(attention -> attention.compression() > 0)
                .findFirst()
                .map(attention -> new CompressedPool(model, rule, attention));
    }

    /** Tokens that the compressors with or without an indexer work on at a time; 0 where no layer has one. */
    private static int pooled(Model model, boolean indexed) {
        return model.layers().stream()
                .map(Layer::mixer)
                .filter(CompressedAttention.class::isInstance)
                .map(CompressedAttention.class::cast)
                .filter(attention ->
                        attention.compression() > 0 && attention.indexer().present() == indexed)
                .mapToInt(attention -> attention.compression() * (indexed ? 2 : 1))
                .max()
                .orElse(0);
    }

    /** What a layer adds to the size of a page. */
    public double pageBytes(CompressedAttention attention) {
        if (attention.compression() == 0) {
            return 0;
        }
        double entries = blockTokens / attention.compression();
        return aligned(entries * attention.entryBytes(cache))
                + (attention.indexer().present() ? aligned(entries * attention.indexBytes()) : 0);
    }

    private double aligned(double bytes) {
        return Math.ceil(bytes / alignment) * alignment;
    }

    /**
     * Pages of a sequence.
     *
     * @param context its tokens
     * @param stepTokens of them in the step
     */
    public double pages(double context, double stepTokens) {
        double pages = Math.ceil(context / blockTokens)
                + windowGroups * held(widest.window(), context, stepTokens, windowBlockTokens);
        pages += indexed ? held(indexedTokens, context, stepTokens, indexedBlockTokens) : 0;
        return pages + (plain ? held(plainTokens, context, stepTokens, plainBlockTokens) : 0);
    }

    private static double held(double window, double context, double stepTokens, double block) {
        return Math.ceil(Math.min(window - 1 + stepTokens, context) / block) + 1;
    }

    @Override
    public String toString() {
        return "CompressedPool[" + model.name() + "]";
    }
}
