package dev.meshwright.cli.option;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tokens of the sequence for which FLOP per token are counted. */
public final class SequenceLength {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    private int tokens;

    @Option(
            names = "--sequence-length",
            paramLabel = "N",
            defaultValue = "4096",
            description = "Tokens of the sequence for FLOP per token (default: ${DEFAULT-VALUE}).")
    void set(int length) {
        if (length < 1) {
            throw new ParameterException(
                    command.commandLine(), "--sequence-length must be 1 or more, not " + length + ".");
        }
        tokens = length;
    }

    /** How many. */
    public int tokens() {
        return tokens;
    }
}
