package dev.meshwright.cost.compute;

/**
 * One pass of a micro-batch through the layers of a stage, as one attention rank sees it.
 *
 * @param kind what the pass does
 * @param sequences sequences of the micro-batch, B
 * @param tokens tokens that are computed, T: B in decode, B x S in prefill and training
 * @param context mean positions that a token sees: S/2 in a causal pass over S new tokens, the cached length in decode
 * @param logits positions that produce logits: B in inference, T in training
 * @param besideDecode whether prompts ride along in a decode step, which pays for gaps between kernels
 */
public record Pass(Kind kind, double sequences, double tokens, double context, double logits, boolean besideDecode) {

    /** What a pass does. */
    public enum Kind {
        PREFILL,
        DECODE,
        TRAINING
    }

    /** Prompts of {@code length} tokens. */
    public static Pass prefill(double sequences, int length) {
        return new Pass(Kind.PREFILL, sequences, sequences * length, length / 2.0, sequences, false);
    }

    /** The same prompts within a decode step: their kernels come on top of those of the step. */
    public static Pass promptsBesideDecode(double sequences, int length) {
        return new Pass(Kind.PREFILL, sequences, sequences * length, length / 2.0, sequences, true);
    }

    /** One token for each of {@code sequences} with {@code context} tokens in the cache. */
    public static Pass decode(double sequences, double context) {
        return new Pass(Kind.DECODE, sequences, sequences, context, sequences, false);
    }

    /**
     * The forward pass of a training micro-batch on one of {@code copies} attention ranks that share its sequences; every
     * position produces logits. Parts are dealt out so that every rank sees as many positions on average.
     */
    public static Pass training(double sequences, int length, int copies) {
        double tokens = sequences * length / copies;
        return new Pass(Kind.TRAINING, sequences, tokens, length / 2.0, tokens, false);
    }

    /** Whether keys and values come from the cache. */
    public boolean cached() {
        return kind == Kind.DECODE;
    }
}
