package dev.meshwright.base.derivation;

/** Base units of derived quantities. */
public enum Unit {
    SECONDS,
    BYTES,
    FLOP,
    FLOP_PER_SECOND,
    BYTES_PER_SECOND,
    TOKENS_PER_SECOND,
    /** Tokens, layers, GPUs, parameters and other things that are counted. */
    COUNT,
    /** Parts of one; shown as percent. */
    FRACTION
}
