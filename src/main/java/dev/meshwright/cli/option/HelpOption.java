package dev.meshwright.cli.option;

import picocli.CommandLine.Option;

/** Help of one command. */
public final class HelpOption {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("unused") // read by picocli
    private boolean requested;
}
