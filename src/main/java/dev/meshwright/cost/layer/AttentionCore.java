package dev.meshwright.cost.layer;

import dev.meshwright.cost.hardware.AttentionKernels;
import dev.meshwright.cost.hardware.Kernels;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.facts.model.CompressedAttention;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.LatentAttention;
import dev.meshwright.facts.model.LinearAttention;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.SparseIndexer;
import dev.meshwright.facts.model.TokenMixer;

/** The part of a mixer whose time depends on the context: scores and values, or a state update. */
final class AttentionCore {

    private AttentionCore() {}

    /**
     * Books the core of {@code mixer} on one of {@code tensor} ranks. In decoding c of them may share the cache of each
     * sequence: each then has the queries of all c and sees {@code context / c} positions.
     *
     * @param sharing ranks that share a cache, c; 1 without
     * @param cache format of the KV cache
     * @param scanShare share of a large product's rate that the scan of a recurrence reaches
     */
    static void add(
            Kernels kernels,
            TokenMixer mixer,
            Pass pass,
            int tensor,
            int sharing,
            Precision cache,
            double scanShare,
            Tally tally) {
        switch (mixer) {
            case GroupedQueryAttention attention -> grouped(kernels, attention, pass, tensor, sharing, cache, tally);
            case LatentAttention attention -> latent(kernels, attention, pass, tensor, sharing, cache, tally);
            case CompressedAttention attention -> compressed(kernels, attention, pass, tensor, cache, tally);
            case LinearAttention attention -> linear(kernels, attention, pass, tensor, scanShare, tally);
            case TokenMixer.None none -> {}
        }
    }

    private static void grouped(
            Kernels kernels,
            GroupedQueryAttention attention,
            Pass pass,
            int tensor,
            int sharing,
            Precision cache,
            Tally tally) {
        double heads = (double) attention.heads() / tensor;
        double keyValueHeads = Math.max(1, Math.ceilDiv(attention.keyValueHeads(), tensor));
        double context = visible(attention.indexer(), pass);
        if (attention.window() > 0) {
            context = Math.min(context, pass.seen(attention.window()));
        }
        // FLOP and bytes depend on the sum of key and value size alone.
        double headSize = (attention.headSize() + attention.valueHeadSize()) / 2.0;
        if (pass.cached()) {
            kernels.attention()
                    .decode(
                            tally,
                            pass.sequences(),
                            context / sharing,
                            pass.queriesPerSequence() * heads * sharing,
                            keyValueHeads,
                            headSize,
                            cache);
        } else {
            kernels.attention().prefill(tally, pass.tokens(), context, heads, keyValueHeads, headSize, cache);
        }
        index(kernels, attention.indexer(), pass, pass.context(), tally);
    }

    private static void latent(
            Kernels kernels,
            LatentAttention attention,
            Pass pass,
            int tensor,
            int sharing,
            Precision cache,
            Tally tally) {
        double heads = (double) attention.heads() / tensor;
        double visible = visible(attention.indexer(), pass);
        if (pass.cached()) {
            kernels.attention()
                    .latentDecode(
                            tally,
                            pass.sequences(),
                            visible / sharing,
                            pass.queriesPerSequence() * heads * sharing,
                            attention.keyValueRank(),
                            attention.ropeHeadSize(),
                            cache);
        } else {
            double keySize = attention.nopeHeadSize() + attention.ropeHeadSize();
            kernels.attention()
                    .latentPrefill(tally, pass.tokens(), visible, heads, keySize, attention.valueHeadSize(), cache);
        }
        index(kernels, attention.indexer(), pass, pass.context(), tally);
    }

    /** Positions that attention sees; a layer that reuses another's choice sees as few. */
    private static double visible(SparseIndexer indexer, Pass pass) {
        return indexer.topPositions() > 0 ? pass.seen(indexer.topPositions()) : pass.context();
    }

    /** Every one of {@code positions} is scored; the index keys of all of them are read once per sequence. */
    private static void index(Kernels kernels, SparseIndexer indexer, Pass pass, double positions, Tally tally) {
        if (indexer.present()) {
            double keys = pass.sequences() * positions * indexer.cacheBytesPerPosition();
            AttentionKernels attention = kernels.attention();
            if (pass.cached()) {
                attention.indexScores(tally, pass.tokens(), positions, indexer.heads(), indexer.headSize(), keys);
            } else {
                attention.indexScoresOfPrompts(
                        tally, pass.tokens(), positions, indexer.heads(), indexer.headSize(), keys);
            }
        }
    }

    /**
     * Window and compressed entries in one kernel; fitted surfaces know no such kernel, so it runs as a plain roofline. Heads
     * are divided over the tensor ranks; each of them scores all entries.
     */
    private static void compressed(
            Kernels kernels, CompressedAttention attention, Pass pass, int tensor, Precision cache, Tally tally) {
        double heads = attention.attendedFlopsPerToken(pass.context());
        double entries = attention.entries(pass.context());
        double index = attention.indexBytes() * entries;
        double cached = attention.cacheBytes(pass.context(), tensor, cache) - index;
        double queries = 4.0 * pass.tokens() * attention.heads() * attention.headSize() / tensor;
        kernels.attention().other(tally, pass.tokens() * heads / tensor, pass.sequences() * cached + queries);
        index(kernels, attention.indexer(), pass, entries, tally);
    }

    /**
     * The state is read and written once per sequence in decode, and once per chunk of 64 tokens in a longer pass. Where guesses are
     * verified it is written after each of them, for some of them will not count.
     */
    private static void linear(
            Kernels kernels, LinearAttention attention, Pass pass, int tensor, double scanShare, Tally tally) {
        double flops = pass.tokens() * attention.coreFlopsPerToken(pass.context(), pass.cached()) / tensor;
        double moves = pass.cached() ? pass.sequences() + pass.tokens() : 2 * pass.tokens() / CHUNK_TOKENS;
        kernels.attention().other(tally, flops, moves * attention.stateBytes(tensor), scanShare);
    }

    /** Tokens per chunk of the chunked scan in flash-linear-attention's kernels; Mamba-2 uses 128 to 256. */
    private static final double CHUNK_TOKENS = 64;
}
