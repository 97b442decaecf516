package dev.meshwright.layout;

import java.util.Locale;

/** What a pool of instances does where prompts and answers have GPUs of their own. */
public enum PoolRole {
    /** Reads prompts and hands their cache over. */
    PREFILL,
    /** Takes caches over and writes answers. */
    DECODE;

    /** The name as files spell it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
