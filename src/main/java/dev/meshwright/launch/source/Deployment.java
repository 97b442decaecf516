package dev.meshwright.launch.source;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What stands around the command of a server.
 *
 * @param replicas servers alike
 * @param nodes of each; empty where nobody says
 * @param gpusPerNode that a server has on a node; empty where nobody says
 * @param gpu kind of GPU as written; empty where nobody says
 * @param role that its name or its manifest gives it; empty where nobody says
 * @param operator that starts it: {@code dynamo}; empty without one
 * @param weights format that a recipe names beside the model; empty without
 * @param image of the container; empty without
 * @param programmed whether the container runs another program than its image does by itself
 */
public record Deployment(
        int replicas,
        OptionalInt nodes,
        OptionalInt gpusPerNode,
        Optional<String> gpu,
        Optional<Role> role,
        String operator,
        Optional<String> weights,
        String image,
        boolean programmed) {

    /** A command of which nothing more is known. */
    public static final Deployment BARE = new Deployment(
            1,
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            "",
            Optional.empty(),
            "",
            false);

    /** The same in another number of servers. */
    public Deployment withReplicas(int number) {
        return new Deployment(number, nodes, gpusPerNode, gpu, role, operator, weights, image, programmed);
    }

    /** The same in a role. */
    public Deployment withRole(Optional<Role> other) {
        return new Deployment(replicas, nodes, gpusPerNode, gpu, other, operator, weights, image, programmed);
    }

    /** The same on that many nodes of that many GPUs, where something is known of them. */
    public Deployment on(OptionalInt otherNodes, OptionalInt otherGpus) {
        return new Deployment(
                replicas,
                otherNodes.isPresent() ? otherNodes : nodes,
                otherGpus.isPresent() ? otherGpus : gpusPerNode,
                gpu,
                role,
                operator,
                weights,
                image,
                programmed);
    }

    /** The same with a role and a kind of GPU, where they are known. */
    public Deployment as(Optional<Role> otherRole, Optional<String> otherGpu) {
        return new Deployment(
                replicas,
                nodes,
                gpusPerNode,
                otherGpu.or(() -> gpu),
                otherRole.or(() -> role),
                operator,
                weights,
                image,
                programmed);
    }

    /** The same with what a manifest says of who starts it. */
    public Deployment by(String otherOperator, String otherImage) {
        return new Deployment(replicas, nodes, gpusPerNode, gpu, role, otherOperator, weights, otherImage, programmed);
    }

    /** The same where words are those of another program than the image's own. */
    public Deployment programmed(boolean another) {
        return new Deployment(replicas, nodes, gpusPerNode, gpu, role, operator, weights, image, another);
    }

    /** The same with a format of the weights. */
    public Deployment weighing(Optional<String> format) {
        return new Deployment(replicas, nodes, gpusPerNode, gpu, role, operator, format, image, programmed);
    }
}
