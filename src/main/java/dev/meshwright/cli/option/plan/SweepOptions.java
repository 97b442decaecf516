package dev.meshwright.cli.option.plan;

import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sequence lengths at which a plan is looked at, and what is recomputed at them. */
public final class SweepOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--lengths",
            paramLabel = "TOKENS",
            converter = LengthsConverter.class,
            description = "Sweep these sequence lengths instead of the problem's: a list such as 128,2048,10240, or"
                    + " 128..10240 for doublings from the first to the last.")
    private @Nullable Lengths lengths;

    @Option(
            names = "--checkpointing-above",
            paramLabel = "TOKENS",
            description =
                    "Recompute layers in training above this sequence length, instead of the problem's threshold.")
    private @Nullable Integer checkpointingAbove;

    /** Tokens of the sequences; none for the problem's own. */
    public List<Integer> lengths() {
        return lengths == null ? List.of() : lengths.tokens();
    }

    /** Tokens above which training recomputes; empty for the problem's own threshold. */
    public OptionalInt checkpointingAbove() {
        if (checkpointingAbove == null) {
            return OptionalInt.empty();
        }
        if (checkpointingAbove < 0) {
            throw new ParameterException(
                    command.commandLine(),
                    "--checkpointing-above: " + checkpointingAbove + " must be 0 or more tokens.");
        }
        return OptionalInt.of(checkpointingAbove);
    }
}
