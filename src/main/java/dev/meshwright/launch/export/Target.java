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
    KUBERNETES("kubernetes");

    private final String label;

    Target(String label) {
        this.label = label;
    }

    /** The name on the command line. */
    public String label() {
        return label;
    }

    /** The target of that name. */
    public static Optional<Target> of(String label) {
        return Stream.of(values()).filter(target -> target.label.equals(label)).findFirst();
    }
}
