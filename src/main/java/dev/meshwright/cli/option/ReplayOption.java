package dev.meshwright.cli.option;

import picocli.CommandLine.Option;

/** Whether serving loops are replayed. */
public final class ReplayOption {

    @Option(
            names = "--no-replay",
            description = "Do not replay the serving loop: latencies are the closed form's means, without percentiles.")
    private boolean none;

    /** Whether they are. */
    public boolean wanted() {
        return !none;
    }
}
