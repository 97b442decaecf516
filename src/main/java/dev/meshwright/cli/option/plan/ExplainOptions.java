package dev.meshwright.cli.option.plan;

import dev.meshwright.answer.QuantityAnswer;
import dev.meshwright.answer.json.DerivationDocument;
import dev.meshwright.answer.text.DerivationText;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.io.tree.Documents;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What of a checked plan is shown instead of everything: the derivation of a quantity, and how deep, or claims. */
public final class ExplainOptions {

    /** What the first screen calls quantities. */
    private static final Map<String, String> SHORT_NAMES = Map.of(
            "throughput", "throughput.system",
            "ttft", "timeToFirstToken",
            "tpot", "timePerOutputToken",
            "memory", "memory.perGpu");

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--explain",
            paramLabel = "QUANTITY",
            description = "Print how a quantity such as throughput.system comes about, and nothing else;"
                    + " throughput, TTFT, TPOT and memory are short for those of the headline.")
    private @Nullable String quantity;

    @Option(
            names = "--depth",
            paramLabel = "N",
            description =
                    "With --explain: show so many levels of formulas below the quantity's own; 3 unless given, and in"
                            + " JSON all of them.")
    private @Nullable Integer depth;

    @Option(
            names = "--shards",
            description = "Print what each GPU holds, how it is cut and its bytes, and nothing else.")
    private boolean shards;

    @Option(
            names = "--claims",
            paramLabel = "VERDICT",
            converter = ClaimFilter.Converter.class,
            description = "Print only the audit, and of it only these claims: all, confirmed, refuted, impossible,"
                    + " not-derivable. JSON always has everything.")
    private @Nullable ClaimFilter claims;

    /** Whether what each GPU holds is asked for. Refuses to show a quantity beside it. */
    public boolean shards() {
        if (shards && quantity != null) {
            throw new ParameterException(
                    command.commandLine(), "--shards and --explain each print one thing alone. Maybe leave one out.");
        }
        return shards;
    }

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
        return Optional.ofNullable(quantity).map(name -> SHORT_NAMES.getOrDefault(name.toLowerCase(Locale.ROOT), name));
    }

    /** Levels of formulas to show; empty where nobody says. */
    public OptionalInt levels() {
        return depth == null ? OptionalInt.empty() : OptionalInt.of(depth);
    }

    /** How the quantity comes about, as text or JSON. Refuses a quantity that is none. */
    public String rendered(QuantityAnswer answer, boolean json, Style style) {
        return switch (answer) {
            case QuantityAnswer.Unknown unknown -> throw new ParameterException(command.commandLine(), unknown.maybe());
            case QuantityAnswer.Explained explained ->
                json
                        ? Documents.toJson(DerivationDocument.of(
                                explained.explanations(), levels().orElse(DerivationDocument.WHOLE)))
                        : DerivationText.of(explained.explanations(), levels().orElse(DerivationText.LEVELS), style);
        };
    }
}
