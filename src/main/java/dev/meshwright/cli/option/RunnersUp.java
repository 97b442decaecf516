package dev.meshwright.cli.option;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many runners-up a layout is compared with. */
public final class RunnersUp {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    private int number;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "3",
            description = "Runners-up to compare with (default: ${DEFAULT-VALUE}).")
    void set(int top) {
        if (top < 0) {
            throw new ParameterException(command.commandLine(), "--top must be 0 or more, not " + top + ".");
        }
        number = top;
    }

    /** How many. */
    public int number() {
        return number;
    }
}
