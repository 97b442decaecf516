package dev.meshwright.question.check;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A cluster with room for a plan that asks for more GPUs than there are: with more nodes of its last kind, so that the plan can be
 * evaluated all the same.
 *
 * @param problem with the real cluster
 */
record EnlargedCluster(Problem problem) {

    /** Clusters are not enlarged beyond this to evaluate a plan. */
    static final int MOST_GPUS = 100_000;

    /** The problem itself, or with more nodes where {@code reading} uses more GPUs than there are. */
    Problem problem(Reading reading) {
        int more = moreNodes(reading);
        if (more == 0) {
            return problem;
        }
        List<NodeGroup> nodes = new ArrayList<>(problem.cluster().nodes());
        NodeGroup last = nodes.removeLast();
        nodes.add(new NodeGroup(last.count() + more, last.gpusPerNode(), last.gpu()));
        return problem.withCluster(new Cluster(nodes, problem.cluster().interNode()));
    }

    private int moreNodes(Reading reading) {
        int missing =
                (int) Math.min(MOST_GPUS, reading.gpus()) - problem.cluster().gpus();
        return missing <= 0
                ? 0
                : Math.ceilDiv(missing, problem.cluster().nodes().getLast().gpusPerNode());
    }

    /** Says so where there are more. */
    Optional<String> note(Reading reading) {
        // Plans of more than the most GPUs are not evaluated at all.
        int more = reading.gpus() > MOST_GPUS ? 0 : moreNodes(reading);
        NodeGroup last = problem.cluster().nodes().getLast();
        return more == 0
                ? Optional.empty()
                : Optional.of("Evaluated as if the cluster had " + Figures.number(more, "node") + " more of "
                        + last.gpusPerNode() + " x " + last.gpu().name() + ": the plan uses "
                        + Figures.number(reading.gpus(), "GPU") + ", there are "
                        + Figures.count(problem.cluster().gpus()) + ".");
    }
}
