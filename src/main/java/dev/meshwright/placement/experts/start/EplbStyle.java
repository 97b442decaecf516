package dev.meshwright.placement.experts.start;

import dev.meshwright.placement.Budget;
import dev.meshwright.placement.experts.ExpertPlacer;
import dev.meshwright.placement.experts.PlacedLayers;
import dev.meshwright.placement.experts.PlainLayer;
import dev.meshwright.placement.experts.PlainProblem;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * The policy of DeepSeek's Expert Parallelism Load Balancer, written anew from its published description (DeepSeek-V3
 * report, arXiv:2412.19437, section 3.4, and the README of deepseek-ai/EPLB): pack the expert groups onto nodes, replicate
 * inside each node the experts with the largest load per replica, pack the replicas onto the node's ranks. With one group
 * and one node it is the global policy.
 *
 * <p>A baseline, kept as it is: it balances routed assignments, not time, and does not keep replicas of one expert on
 * different ranks; its result may therefore be infeasible where that is asked for.
 *
 * @param groups expert groups, each kept on one node; divides the experts, a multiple of {@code nodes}
 * @param nodes divides the ranks
 */
public record EplbStyle(int groups, int nodes) implements ExpertPlacer {

    public EplbStyle {
        if (nodes < 1 || groups < 1 || groups % nodes != 0) {
            throw new IllegalArgumentException(
                    "groups (%d) must be a positive multiple of nodes (%d).".formatted(groups, nodes));
        }
    }

    @Override
    public String name() {
        return nodes == 1 ? "eplb-style" : "eplb-style-hierarchical";
    }

    @Override
    public PlacedLayers place(PlainProblem problem, Budget budget) {
        if (problem.experts() % groups != 0 || problem.ranks() % nodes != 0 || problem.slots() < problem.experts()) {
            throw new IllegalArgumentException("groups (%d) must divide experts (%d) and nodes (%d) ranks (%d)."
                    .formatted(groups, problem.experts(), nodes, problem.ranks()));
        }
        return ExpertPlacer.perLayer(name(), this::placeLayer).place(problem, budget);
    }

    /** One layer with one group and one node. */
    public static int[] placeGlobally(PlainLayer layer) {
        return new EplbStyle(1, 1).placeLayer(layer);
    }

    private int[] placeLayer(PlainLayer layer) {
        int expertsPerGroup = layer.experts() / groups;
        int[] nodeOfGroup = pack(groups, nodes, group -> {
            double load = 0;
            for (int expert = group * expertsPerGroup; expert < (group + 1) * expertsPerGroup; expert++) {
                load += layer.share(expert);
            }
            return load;
        });
        int[] physicalToLogical = new int[layer.slots()];
        int slotsPerNode = layer.slots() / nodes;
        for (int node = 0; node < nodes; node++) {
            int[] experts = new int[layer.experts() / nodes];
            int count = 0;
            for (int expert = 0; expert < layer.experts(); expert++) {
                if (nodeOfGroup[expert / expertsPerGroup] == node) {
                    experts[count++] = expert;
                }
            }
            int[] onNode = placeNode(layer, experts, slotsPerNode);
            System.arraycopy(onNode, 0, physicalToLogical, node * slotsPerNode, slotsPerNode);
        }
        return physicalToLogical;
    }

    /** [slot of the node] to logical expert. */
    private int[] placeNode(PlainLayer layer, int[] experts, int slots) {
        int[] replicas = new int[layer.experts()];
        int[] expertOfReplica = new int[slots];
        for (int replica = 0; replica < slots; replica++) {
            int expert = replica < experts.length ? experts[replica] : heaviest(layer, experts, replicas);
            expertOfReplica[replica] = expert;
            replicas[expert]++;
        }
        int ranks = layer.ranks() / nodes;
        int[] rankOfReplica = pack(
                slots, ranks, replica -> layer.share(expertOfReplica[replica]) / replicas[expertOfReplica[replica]]);
        int[] physicalToLogical = new int[slots];
        int[] used = new int[ranks];
        for (int replica = 0; replica < slots; replica++) {
            int rank = rankOfReplica[replica];
            physicalToLogical[rank * layer.slotsPerRank() + used[rank]++] = expertOfReplica[replica];
        }
        return physicalToLogical;
    }

    private static int heaviest(PlainLayer layer, int[] experts, int[] replicas) {
        int heaviest = experts[0];
        for (int expert : experts) {
            if (layer.share(expert) / replicas[expert] > layer.share(heaviest) / replicas[heaviest]) {
                heaviest = expert;
            }
        }
        return heaviest;
    }

    /** Heaviest item first into the lightest pack that is not full; packs hold equally many items. [item] to pack. */
    public static int[] pack(int items, int packs, IntToDoubleFunction load) {
        Integer[] order = new Integer[items];
        Arrays.setAll(order, item -> item);
        Arrays.sort(order, (left, right) -> Double.compare(load.applyAsDouble(right), load.applyAsDouble(left)));
        int[] packOf = new int[items];
        int[] used = new int[packs];
        double[] packed = new double[packs];
        for (int item : order) {
            int lightest = -1;
            for (int pack = 0; pack < packs; pack++) {
                if (used[pack] < items / packs && (lightest < 0 || packed[pack] < packed[lightest])) {
                    lightest = pack;
                }
            }
            packOf[item] = lightest;
            used[lightest]++;
            packed[lightest] += load.applyAsDouble(item);
        }
        return packOf;
    }
}
