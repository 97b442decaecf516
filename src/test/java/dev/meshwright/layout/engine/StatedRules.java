package dev.meshwright.layout.engine;

import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.layout.Cut;

/**
 * What engines can express, written down a second time as plain conditions: from the engines' sources and documentation, not
 * from the table that the program reads.
 */
public final class StatedRules {

    private StatedRules() {}

    /**
     * Whether an engine can express a layout, as far as somebody has been seen to go.
     *
     * @param experts routed experts of a layer
     * @param inOrder whether every rank has the experts that it has without a map
     * @param longerFirst whether stages are as equal as can be, the first of them longer
     */
    public static boolean expressible(
            String engine, EngineVersion version, Cut cut, int experts, boolean inOrder, boolean longerFirst) {
        int redundant = cut.slotsPerRank() * cut.expert() - experts;
        int instance = cut.tensor() * cut.data() * cut.pipeline();
        boolean pipelined = cut.pipeline() > 1;
        boolean spread = cut.expert() > 1;
        boolean serves = cut.virtualStages() == 1 && cut.expertData() == 1;
        return switch (engine) {
            // The group of experts is TP x DP: all whole, or all split. EPLB needs expert parallelism.
            case "vllm" ->
                serves
                        && instance <= 32
                        && !(spread && cut.expertTensor() > 1)
                        && (spread || redundant <= 0 && inOrder)
                        && (cut.context() == 1 || !older(version, 0, 21, 0));
            // Expert and expert tensor degrees are free; EPLB takes the world size for the expert degree.
            case "sglang" ->
                serves
                        && instance <= 96
                        && (redundant <= 0 || spread && !pipelined)
                        && (cut.context() == 1 || !older(version, 0, 5, 17));
            // Attention is one or the other; the load balancer is ignored without attention data parallelism.
            case "tensorrt-llm" ->
                serves
                        && instance <= 32
                        && !(cut.tensor() > 1 && cut.data() > 1)
                        && (redundant <= 0 || cut.data() > 1 && spread)
                        && (inOrder || cut.data() > 1)
                        && cut.context() == 1
                        && (longerFirst || !older(version, 1, 4, 0));
            // Any grid of experts in training, but one slot for each, in order.
            case "megatron" -> instance <= 1024 && redundant <= 0 && inOrder && (pipelined || cut.virtualStages() == 1);
            default -> throw new IllegalArgumentException(engine);
        };
    }

    private static boolean older(EngineVersion version, int major, int minor, int patch) {
        return version.compareTo(new EngineVersion(major, minor, patch)) < 0;
    }
}
