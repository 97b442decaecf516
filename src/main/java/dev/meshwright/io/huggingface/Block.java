package dev.meshwright.io.huggingface;

/** What kinds of mixer and feed-forward part a layer has, before their sizes are read. */
record Block(MixerKind mixer, FeedForwardKind feedForward) {

    /** Mixers as configurations tell them apart. */
    enum MixerKind {
        FULL,
        WINDOW,
        /** Attention within chunks of the sequence (Llama 4). */
        CHUNK,
        /** A window and a compressed past (DeepSeek-V4). */
        COMPRESSED,
        GATED_DELTA,
        KIMI_DELTA,
        LIGHTNING,
        MAMBA,
        SHORT_CONVOLUTION,
        NONE
    }

    /** Feed-forward parts as configurations tell them apart. */
    enum FeedForwardKind {
        DENSE,
        MIXTURE,
        NONE
    }
}
