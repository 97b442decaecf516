package dev.meshwright.cli;

import picocli.CommandLine.Option;

/** Help of one command. */
final class HelpOption {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("unused") // read by picocli
    private boolean requested;
}
