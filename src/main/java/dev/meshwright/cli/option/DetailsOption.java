package dev.meshwright.cli.option;

import picocli.CommandLine.Option;

/** How much of an answer is told. */
public final class DetailsOption {

    @Option(
            names = "--details",
            description = "Tell everything: parts of the time, losses, memory, runners-up with their reasons, proof,"
                    + " assumptions.")
    private boolean details;

    /** Whether everything is told. */
    public boolean wanted() {
        return details;
    }
}
