package dev.meshwright.cli.option;

import dev.meshwright.io.plan.PlanFiles;
import dev.meshwright.layout.draft.PlanDraft;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Degrees that somebody expected. */
public final class WhyNotOption {

    @Option(
            names = "--why-not",
            paramLabel = "DEGREES",
            description =
                    "Also say why degrees such as \"TP8 EP8 PP1\" are not the answer: what they lose, or what keeps them"
                            + " from working and what would mend it.")
    private @Nullable String line;

    /** The degrees; empty where nobody names any. */
    public Optional<PlanDraft> named() {
        return Optional.ofNullable(line).map(text -> PlanFiles.ofLine("--why-not", text));
    }
}
