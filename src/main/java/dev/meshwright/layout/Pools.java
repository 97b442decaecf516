package dev.meshwright.layout;

import java.util.stream.IntStream;

/**
 * A complete plan in which prompts and answers have GPUs of their own.
 *
 * @param prefill instances that read prompts, as replicas of a layout
 * @param decode instances that write answers, likewise, on other GPUs
 */
public record Pools(Layout prefill, Layout decode) {

    /** The pool that does this. */
    public Layout of(PoolRole role) {
        return switch (role) {
            case PREFILL -> prefill;
            case DECODE -> decode;
        };
    }

    /** GPUs that both use. */
    public int gpus() {
        return prefill.degrees().gpus() + decode.degrees().gpus();
    }

    /** Every GPU that a rank of either runs on. */
    public IntStream devices() {
        return IntStream.concat(prefill.devices().all(), decode.devices().all());
    }

    /** Short form for people: {@code 3 x TP1 DP32 EP32 PP1 + 1 x TP1 DP72 EP72 PP1}. */
    public String shortName() {
        return name(prefill) + " + " + name(decode);
    }

    private static String name(Layout pool) {
        return pool.degrees().replicas() + " x "
                + pool.degrees().withReplicas(1).shortName();
    }
}
