package dev.meshwright.cli.option.plan;

import dev.meshwright.io.plan.PlanFiles;
import dev.meshwright.layout.draft.LayoutName;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.layout.draft.PoolsDraft;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The plan that somebody else wrote. */
public final class PlanInput {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(
            index = "0+",
            arity = "0..1",
            paramLabel = "PLAN",
            description = "Plan file, or degrees in one line; degrees alone are enough.")
    private @Nullable Path planFile;

    @Option(
            names = "--layout",
            paramLabel = "DEGREES",
            description = "Check these degrees instead of a plan file: as headlines write them, such as"
                    + " \"TP4 EP2 ETP2 PP1 x2\", a whole headline, or \"tp=4 ep=4 pp=2\".")
    private @Nullable String layout;

    /** The plan where prompts and answers have GPUs of their own; empty where it has one layout. */
    public Optional<PoolsDraft> pools() {
        return planFile != null && layout == null && Files.exists(planFile)
                ? PlanFiles.pools(planFile)
                : Optional.empty();
    }

    /**
     * Reads the plan.
     *
     * @throws ParameterException if there is no plan, or two
     */
    public PlanDraft read() {
        if (planFile != null && layout == null) {
            // "TP4 EP4 PP1" in place of a file is what it says.
            String line = planFile.toString();
            boolean degrees = !Files.exists(planFile) && LayoutName.isMeant(line);
            return degrees ? PlanFiles.ofLine("PLAN", line) : PlanFiles.read(planFile);
        }
        if (layout != null && planFile == null) {
            return PlanFiles.ofLine("--layout", layout);
        }
        throw new ParameterException(
                command.commandLine(),
                layout == null
                        ? "Missing the plan: a file PLAN, or --layout with degrees such as \"TP4 EP4 PP1\"."
                        : "PLAN and --layout: give one of them.");
    }
}
