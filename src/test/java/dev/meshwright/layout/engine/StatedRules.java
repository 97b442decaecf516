package dev.meshwright.layout.engine;

import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.layout.Cut;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

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
            // The group of experts is TP x DP: all whole, or all split. EPLB needs expert parallelism, and release 0.9.
            // Experts are
            // spread from 0.8.0 on and attention is copied from 0.8.3 on.
            case "vllm" ->
                serves
                        && instance <= 32
                        && !(spread && cut.expertTensor() > 1)
                        && !(spread && older(version, 0, 8, 0))
                        && !(cut.data() > 1 && older(version, 0, 8, 3))
                        && (spread && !older(version, 0, 9, 0) || redundant <= 0 && inOrder)
                        && (cut.context() == 1 || !older(version, 0, 11, 1));
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

    /**
     * Whether a server is started where its ranks lie, as each engine's launcher counts them.
     *
     * @param nodes by {@code [stage][rank]}
     */
    public static boolean starts(String engine, Cut cut, int[][] nodes) {
        List<Integer> used = Arrays.stream(nodes)
                .flatMapToInt(Arrays::stream)
                .boxed()
                .distinct()
                .toList();
        int stages = cut.pipeline();
        int ranks = cut.tensor() * cut.data();
        int count = used.size();
        List<Integer> started = new ArrayList<>();
        int[] launched = new int[count];
        switch (engine) {
            // A node of SGLang runs the stages and ranks of two divisions that round down; what is left over is not
            // run.
            case "sglang" -> {
                int stagesOfNode = Math.max(stages / count, 1);
                int nodesOfStage = Math.max(count / stages, 1);
                for (int node = 0; node < count; node++) {
                    for (int stage = 0; stage < stagesOfNode; stage++) {
                        for (int rank = 0; rank < ranks / nodesOfStage; rank++) {
                            started.add((stagesOfNode * (node / nodesOfStage) + stage) * ranks
                                    + ranks / nodesOfStage * (node % nodesOfStage)
                                    + rank);
                            launched[node]++;
                        }
                    }
                }
            }
            // A node runs the next ranks of the world; with several copies of attention the world is copy by copy.
            case "vllm", "tensorrt-llm" -> {
                boolean copies = engine.equals("vllm");
                if (stages * ranks % count != 0 || copies && cut.data() > 1 && cut.data() % count != 0) {
                    return false;
                }
                Arrays.fill(launched, stages * ranks / count);
                for (int copy = 0; copy < (copies ? cut.data() : 1); copy++) {
                    for (int stage = 0; stage < stages; stage++) {
                        int wide = copies ? cut.tensor() : ranks;
                        for (int rank = 0; rank < wide; rank++) {
                            started.add(stage * ranks + copy * wide + rank);
                        }
                    }
                }
            }
            default -> throw new IllegalArgumentException(engine);
        }
        if (!new TreeSet<>(started)
                        .equals(new TreeSet<>(
                                IntStream.range(0, stages * ranks).boxed().toList()))
                || Arrays.stream(launched).distinct().count() > 1) {
            return false;
        }
        int next = 0;
        List<Integer> seen = new ArrayList<>();
        for (int size : launched) {
            List<Integer> there = started.subList(next, next + size).stream()
                    .map(rank -> nodes[rank / ranks][rank % ranks])
                    .distinct()
                    .toList();
            if (there.size() > 1 || seen.contains(there.getFirst())) {
                return false;
            }
            seen.add(there.getFirst());
            next += size;
        }
        return true;
    }

    private static boolean older(EngineVersion version, int major, int minor, int patch) {
        return version.compareTo(new EngineVersion(major, minor, patch)) < 0;
    }
}
