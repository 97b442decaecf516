package dev.meshwright.launch.export;

import java.util.Optional;
import java.util.stream.Stream;

/** What starts a plan. */
public enum Target {
    /** A script for each node. */
    SHELL("shell"),
    /** A batch job of a training. */
    SLURM("slurm"),
    /** A Deployment, or a LeaderWorkerSet where a server lies on several nodes. */
    KUBERNETES("kubernetes"),
    /** A graph of Dynamo, {@code nvidia.com/v1alpha1}. */
    DYNAMO("dynamo"),
    /** A graph of Dynamo, {@code nvidia.com/v1beta1}. */
    DYNAMO_V1BETA1("dynamo-v1beta1"),
    /** Values of llm-d's modelservice chart, or a LeaderWorkerSet where a server lies on several nodes. */
    LLM_D("llm-d");

    private final String label;

    Target(String label) {
        this.label = label;
    }

    /** The name on the command line. */
    public String label() {
        return label;
    }

    /** Whether requests of all servers go through one door, which shares them out. */
    public boolean oneDoor() {
        return this != SHELL && this != SLURM;
    }

    /** The target of that name. */
    public static Optional<Target> of(String label) {
        return Stream.of(values()).filter(target -> target.label.equals(label)).findFirst();
    }
}
