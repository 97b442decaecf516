package dev.meshwright.question.scale.node;

import dev.meshwright.cost.engine.Question;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.InterNode;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets;
import java.util.ArrayList;
import java.util.List;

/**
 * Clusters of any size of one kind of node: some GPUs of one node, or whole nodes.
 *
 * @param gpu kind of GPU
 * @param gpusPerNode GPUs of a node
 * @param interNode network between nodes
 */
public record NodeType(Gpu gpu, int gpusPerNode, InterNode interNode) {

    /** The most numerous kind of node of {@code cluster}, the first of equals. */
    public static NodeType of(Cluster cluster) {
        NodeGroup largest = cluster.nodes().getFirst();
        for (NodeGroup group : cluster.nodes()) {
            if (group.gpus() > largest.gpus()) {
                largest = group;
            }
        }
        return new NodeType(largest.gpu(), largest.gpusPerNode(), cluster.interNode());
    }

    /** The same nodes with another kind of GPU, calibrated as this one is, on the same network if the problem states one. */
    public NodeType withGpu(Gpu other) {
        return new NodeType(other, gpusPerNode, interNode);
    }

    /** Every size up to {@code most} GPUs: each number of GPUs of a single node, then every number of whole nodes. */
    public List<Integer> sizes(int most) {
        List<Integer> sizes = new ArrayList<>();
        for (int gpus = 1; gpus < gpusPerNode && gpus <= most; gpus++) {
            sizes.add(gpus);
        }
        for (int gpus = gpusPerNode; gpus <= most; gpus += gpusPerNode) {
            sizes.add(gpus);
        }
        return List.copyOf(sizes);
    }

    /** A cluster of {@code gpus} GPUs, which must be one of {@link #sizes}. */
    public Cluster cluster(int gpus) {
        if (gpus > gpusPerNode && gpus % gpusPerNode != 0) {
            throw new IllegalArgumentException(gpus + " GPUs are no whole nodes of " + gpusPerNode);
        }
        int nodes = Math.max(1, gpus / gpusPerNode);
        return new Cluster(List.of(new NodeGroup(nodes, gpus / nodes, gpu)), interNode);
    }

    /** {@code problem} on {@code gpus} of these GPUs: most throughput under its latency targets. */
    Problem problem(Problem problem, int gpus) {
        Targets latencies = problem.targets().withoutThroughput();
        return problem.withCluster(cluster(gpus)).withTargets(latencies, Objective.THROUGHPUT);
    }

    /** What {@code question} asks of so many of these GPUs, calibrated as it is: most throughput under its latency targets. */
    public Question question(Question question, int gpus) {
        return question.with(problem(question.problem(), gpus));
    }
}
