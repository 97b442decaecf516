package dev.meshwright.cost.memory;

import dev.meshwright.cost.memory.engine.CompressedPool;
import dev.meshwright.cost.memory.engine.EngineMemory;
import dev.meshwright.facts.engine.MemoryRule;
import dev.meshwright.facts.model.CompressedAttention;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.TokenMixer;
import dev.meshwright.layout.Degrees;
import java.util.Optional;

/**
 * Bytes of cache that a layer keeps for a sequence, as the engine lays its cache out: what a decoding sequence holds, and
 * what it holds more while its prompt is read. A window then holds the tokens of the step too, which is once per step,
 * not per sequence; an engine that promises its cache ahead counts it for each.
 */
final class SequenceCache {

    private final Precision format;
    private final TokenMixer[] mixers;
    private final TokenMixer[] reading;
    private final boolean[] widened;
    private final Optional<CompressedPool> pool;
    private final int stepTokens;

    SequenceCache(Model model, Layer[] kinds, Optional<EngineMemory> engine) {
        Optional<MemoryRule> rule = engine.map(EngineMemory::rule);
        boolean whole = rule.filter(known -> known.orZero("windowsHoldAll") > 0).isPresent();
        this.format = model.precisions().keyValueCache();
        this.mixers = new TokenMixer[kinds.length];
        for (int kind = 0; kind < kinds.length; kind++) {
            TokenMixer mixer = kinds[kind].mixer();
            mixers[kind] = whole && mixer instanceof GroupedQueryAttention attention ? attention.withWindow(0) : mixer;
        }
        boolean holdsStep =
                rule.filter(known -> known.orZero("windowsHoldStep") > 0).isPresent();
        int budget = engine.map(EngineMemory::tokensPerStep).orElse(0);
        this.reading = new TokenMixer[kinds.length];
        this.widened = new boolean[kinds.length];
        for (int kind = 0; kind < kinds.length; kind++) {
            boolean windowed =
                    holdsStep && mixers[kind] instanceof GroupedQueryAttention attention && attention.window() > 0;
            widened[kind] = windowed;
            reading[kind] = windowed ? widened((GroupedQueryAttention) mixers[kind], budget) : mixers[kind];
        }
        this.pool = rule.flatMap(known -> CompressedPool.of(model, known));
        this.stepTokens = budget;
    }

    private static TokenMixer widened(GroupedQueryAttention attention, int stepTokens) {
        return attention.withWindow(attention.window() - 1 + stepTokens);
    }

    /** Bytes of a decoding sequence of {@code context} tokens in one layer of a kind; ranks that share a cache hold a part each. */
    double held(int kind, double context, Degrees degrees) {
        return whole(kind, context, degrees.tensor()) / degrees.context();
    }

    private double whole(int kind, double context, int tensor) {
        if (pool.isPresent() && mixers[kind] instanceof CompressedAttention attention) {
            return pool.get().pageBytes(attention) * pool.get().pages(context, 1);
        }
        return mixers[kind].cacheBytes(context, tensor, format);
    }

    /** Bytes more while its prompt is read, of caches that no rank shares. */
    double more(int kind, double context, Degrees degrees) {
        int tensor = degrees.tensor();
        if (pool.isPresent() && mixers[kind] instanceof CompressedAttention attention) {
            return pool.get().pageBytes(attention)
                    * (pool.get().pages(context, stepTokens) - pool.get().pages(context, 1));
        }
        return !widened[kind]
                ? 0
                : reading[kind].cacheBytes(context, tensor, format) - mixers[kind].cacheBytes(context, tensor, format);
    }
}
