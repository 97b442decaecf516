package dev.meshwright.cli.option.plan;

import dev.meshwright.cli.option.OutsideOption;
import dev.meshwright.cli.option.value.PriceOption;
import dev.meshwright.io.plan.ClaimsFile;
import dev.meshwright.io.price.PriceList;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.layout.draft.PlanDraft;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What is checked: a plan for a problem, or the files of a launch. */
public final class CheckedInput {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(index = "0", arity = "0..1", paramLabel = "PROBLEM", description = "Problem file (YAML or JSON).")
    private @Nullable Path file;

    @Option(
            names = "--launch",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Check these launch files instead of a plan, see import.")
    private List<Path> launch = List.of();

    @Option(
            names = "--claims-file",
            paramLabel = "FILE",
            description = "More claims to audit, as meshwright claims drafts them from a document.")
    private @Nullable Path claimsFile;

    @Mixin
    private OutsideOption outside = new OutsideOption();

    @Mixin
    private PriceOption prices = new PriceOption();

    /** A plan with the claims of the other file, if one is named. */
    public PlanDraft claimed(PlanDraft plan) {
        return claimsFile == null ? plan : plan.withClaims(ClaimsFile.read(claimsFile));
    }

    /** Files of a launch; none where a plan is checked. */
    public List<Path> launch() {
        return launch;
    }

    /**
     * The problem, if one is named.
     *
     * @throws ParameterException if prices are stated and no problem
     */
    public Optional<ProblemDocument> problem() {
        Optional<PriceList> stated = prices.read();
        if (file == null && stated.isPresent()) {
            throw new ParameterException(command.commandLine(), "--prices are for the GPUs of a PROBLEM.");
        }
        return Optional.ofNullable(file).map(named -> ProblemFiles.open(named, outside.allowed(), stated));
    }

    /**
     * Reads the problem.
     *
     * @throws ParameterException if none is named
     */
    public ProblemDocument read() {
        return problem()
                .orElseThrow(
                        () -> new ParameterException(command.commandLine(), "Missing required parameter: 'PROBLEM'"));
    }
}
