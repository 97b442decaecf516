package dev.meshwright.cli.option;

import dev.meshwright.lab.error.Grouping;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is shown of errors. */
public final class ErrorOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--by",
            paramLabel = "GROUP",
            split = ",",
            description = "Break errors down by these: ${COMPLETION-CANDIDATES} (default: all).")
    private List<Grouping> groupings = List.of(Grouping.values());

    @Option(
            names = "--worst",
            paramLabel = "N",
            defaultValue = "10",
            description = "Worst rows of each measure (default: ${DEFAULT-VALUE}).")
    private int worst;

    @Option(
            names = "--leave-out",
            paramLabel = "WHAT",
            description =
                    "Fit engines' constants anew without each ${COMPLETION-CANDIDATES} of serving measurements (model, GPU,"
                            + " engine and harness) and predict it with them: errors on what was never seen.")
    private @Nullable Whole leaveOut;

    /** What is left out of a fit as a whole. */
    private enum Whole {
        CAMPAIGN
    }

    /** Whether campaigns are predicted by constants that were fitted without them. */
    public boolean leaveOut() {
        return leaveOut != null;
    }

    /** What errors are broken down by. */
    public List<Grouping> groupings() {
        return groupings;
    }

    /**
     * How many of the worst rows of each measure.
     *
     * @throws ParameterException if less than none
     */
    public int worst() {
        if (worst < 0) {
            throw new ParameterException(command.commandLine(), "--worst must be 0 or more, not " + worst + ".");
        }
        return worst;
    }
}
