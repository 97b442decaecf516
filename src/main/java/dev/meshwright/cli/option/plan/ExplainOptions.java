package dev.meshwright.cli.option.plan;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What of a checked plan is shown instead of everything: the derivation of a quantity, and how deep, or claims. */
public final class ExplainOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--explain",
            paramLabel = "QUANTITY",
            description = "Print how a quantity such as throughput.system comes about, and nothing else.")
    private @Nullable String quantity;

    @Option(
            names = "--depth",
            paramLabel = "N",
            description =
                    "With --explain: show so many levels of formulas below the quantity's own; 3 unless given, and in"
                            + " JSON all of them.")
    private @Nullable Integer depth;

    @Option(
            names = "--claims",
            paramLabel = "VERDICT",
            converter = ClaimFilter.Converter.class,
            description = "Print only the audit, and of it only these claims: all, confirmed, refuted, impossible,"
                    + " not-derivable. JSON always has everything.")
    private @Nullable ClaimFilter claims;

    /** The claims that are shown; empty where everything is asked for. */
    public Optional<ClaimFilter> claims() {
        return Optional.ofNullable(claims);
    }

    /** The quantity; empty where everything is asked for. Refuses a depth that means nothing. */
    public Optional<String> quantity() {
        if (depth != null && depth < 0) {
            throw new ParameterException(command.commandLine(), "--depth: " + depth + " must be 0 or more levels.");
        }
        if (depth != null && quantity == null) {
            throw new ParameterException(
                    command.commandLine(),
                    "--depth: there is nothing to show. Maybe --explain throughput.system --depth " + depth + ".");
        }
        return Optional.ofNullable(quantity);
    }

    /** Levels of formulas to show; empty where nobody says. */
    public OptionalInt levels() {
        return depth == null ? OptionalInt.empty() : OptionalInt.of(depth);
    }
}
