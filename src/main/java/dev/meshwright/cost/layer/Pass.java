package dev.meshwright.cost.layer;

import dev.meshwright.facts.model.CausalMean;
import java.util.List;

/**
 * One pass of a micro-batch through the layers of a stage, as one attention rank sees it.
 *
 * @param kind what the pass does
 * @param sequences sequences of the micro-batch, B
 * @param tokens tokens that are computed, T: B in decode, B x S in prefill and training
 * @param meanTokens the same on the average attention rank: T, unless only some of them have prompts
 * @param context mean positions that a token sees: S/2 in a causal pass over S new tokens, the cached length in decode
 * @param logits positions that produce logits: B in inference, T in training
 * @param attentionParts passes whose attention cores run one after the other; empty where it is that of the pass itself
 */
public record Pass(
        Kind kind,
        double sequences,
        double tokens,
        double meanTokens,
        double context,
        double logits,
        List<Pass> attentionParts) {

    /** What a pass does. */
    public enum Kind {
        PREFILL,
        DECODE,
        TRAINING
    }

    public Pass {
        attentionParts = List.copyOf(attentionParts);
    }

    private Pass(Kind kind, double sequences, double tokens, double context, double logits) {
        this(kind, sequences, tokens, tokens, context, logits, List.of());
    }

    /** Prompts of {@code length} tokens. */
    public static Pass prefill(double sequences, int length) {
        return new Pass(Kind.PREFILL, sequences, sequences * length, length / 2.0, sequences);
    }

    /** Prompts of {@code length} tokens of which the cache has {@code cached}: these are seen by the others and not read. */
    public static Pass prefill(double sequences, int length, int cached) {
        int read = length - cached;
        return new Pass(Kind.PREFILL, sequences, sequences * read, cached + read / 2.0, sequences);
    }

    /**
     * Parts of prompts.
     *
     * @param sequences prompts that they are of
     * @param tokens of all parts
     * @param positions that a token sees on average
     * @param ends parts that are the last of their prompts
     */
    public static Pass chunks(double sequences, double tokens, double positions, double ends) {
        return new Pass(Kind.PREFILL, sequences, tokens, positions, ends);
    }

    /** One token for each of {@code sequences} with {@code context} tokens in the cache. */
    public static Pass decode(double sequences, double context) {
        return new Pass(Kind.DECODE, sequences, sequences, context, sequences);
    }

    /** The same where {@code positions} tokens of each sequence are computed: the next one, and guesses that are verified. */
    public static Pass decode(double sequences, double context, int positions) {
        double tokens = sequences * positions;
        return new Pass(Kind.DECODE, sequences, tokens, context, tokens);
    }

    /**
     * A decode step that prompts ride along in: products run over the tokens of both and read the weights once, attention
     * runs for each.
     *
     * @param decode the step without prompts
     * @param prompts the prompts alone
     * @param ranksWithPrompts share of the attention ranks that have prompts
     */
    public static Pass mixed(Pass decode, Pass prompts, double ranksWithPrompts) {
        double tokens = decode.tokens + prompts.tokens;
        return new Pass(
                Kind.PREFILL,
                decode.sequences + prompts.sequences,
                tokens,
                decode.tokens + ranksWithPrompts * prompts.tokens,
                (decode.tokens * decode.context + prompts.tokens * prompts.context) / tokens,
                decode.logits + prompts.logits,
                List.of(decode, prompts));
    }

    /** The same on a rank with prompts while only a share of the attention ranks has any. */
    public Pass onSomeRanks(double ranksWithPrompts) {
        return new Pass(kind, sequences, tokens, ranksWithPrompts * tokens, context, logits, attentionParts);
    }

    /** The same where the average attention rank has {@code tokens}. */
    public Pass withMeanTokens(double tokens) {
        return new Pass(kind, sequences, this.tokens, tokens, context, logits, attentionParts);
    }

    /**
     * The forward pass of a training micro-batch on one of {@code copies} attention ranks that share its sequences; every
     * position produces logits. Parts are dealt out so that every rank sees as many positions on average.
     */
    public static Pass training(double sequences, int length, int copies) {
        double tokens = sequences * length / copies;
        return new Pass(Kind.TRAINING, sequences, tokens, length / 2.0, tokens);
    }

    /** The same with a cache of which as little is here as if {@code ranks} shared it and nobody asked the others. */
    public Pass onPartOfCache(int ranks) {
        return new Pass(
                kind,
                sequences,
                tokens,
                meanTokens,
                cached() ? context / ranks : context,
                logits,
                attentionParts.stream().map(part -> part.onPartOfCache(ranks)).toList());
    }

    /** Whether keys and values come from the cache. */
    public boolean cached() {
        return kind == Kind.DECODE;
    }

    /** Tokens of each sequence that see the same cache: it is read once for all of them. */
    double queriesPerSequence() {
        return cached() && sequences > 0 ? tokens / sequences : 1;
    }

    /** The next pass of a model that guesses: so many tokens for each sequence that decodes here; none where nobody does. */
    public Pass nextGuess(int branches) {
        double decoding = 0;
        double seen = 0;
        double computed = 0;
        for (Pass part : attention()) {
            if (part.cached()) {
                decoding += part.sequences;
                seen += part.sequences * part.context;
                computed += part.tokens;
            }
        }
        if (decoding == 0) {
            return decode(0, 0);
        }
        double mean = decoding * Math.min(1, meanTokens / computed);
        return decode(decoding, seen / decoding, branches)
                .withMeanTokens(branches * (attentionParts.isEmpty() ? mean : decoding));
    }

    /** Sequences of which the next token is made here: those that decode, and prompts that end. */
    public double ends() {
        return attention().stream()
                .mapToDouble(part -> part.cached() ? part.sequences : part.logits)
                .sum();
    }

    /** Mean positions that a token sees where it may look at {@code limit} at most: the first ones of a sequence see fewer. */
    double seen(double limit) {
        return cached() ? Math.min(context, limit) : CausalMean.ofMinimum(2 * context, limit);
    }

    /** The passes whose attention cores run. */
    List<Pass> attention() {
        return attentionParts.isEmpty() ? List.of(this) : attentionParts;
    }
}
