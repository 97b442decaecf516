package dev.meshwright.cli.option;

import dev.meshwright.io.plan.ClaimsFile;
import dev.meshwright.io.plan.PlanFiles;
import dev.meshwright.layout.PlanDraft;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The plan that somebody else wrote, and claims about it. */
public final class PlanInput {

    @Parameters(index = "0+", paramLabel = "PLAN", description = "Plan file; degrees alone are enough.")
    private Path planFile = Path.of("");

    @Option(
            names = "--claims-file",
            paramLabel = "FILE",
            description = "More claims to audit, as meshwright claims drafts them from a document.")
    private @Nullable Path claimsFile;

    /** Reads the plan, with the claims of the other file. */
    public PlanDraft read() {
        PlanDraft draft = PlanFiles.read(planFile);
        return claimsFile == null ? draft : draft.withClaims(ClaimsFile.read(claimsFile));
    }
}
