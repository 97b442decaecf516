package dev.meshwright.cli.option;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.io.plan.ContenderFile;
import dev.meshwright.io.plan.PlanFiles;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.layout.draft.LayoutName;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.layout.draft.PoolsDraft;
import dev.meshwright.workbench.Effort;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import dev.meshwright.workbench.compare.Comparing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is compared. */
public final class ComparedOptions {

    @Parameters(
            arity = "2..*",
            paramLabel = "PLAN",
            description = "JSON of search or check, a plan file, or with --problem degrees in one line such as"
                    + " \"TP4 EP4 PP1\"; all are compared with the first.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--problem",
            paramLabel = "PROBLEM",
            description = "Check every plan by this problem and this version first.")
    private @Nullable Path problem;

    @Mixin
    private OutsideOption outside = new OutsideOption();

    @Mixin
    private EfficiencyOption efficiency = new EfficiencyOption();

    @Mixin
    private ReplayOption replay = new ReplayOption();

    private @Nullable ProblemDocument opened;

    /** As they were named. */
    public List<String> names() {
        return List.copyOf(names);
    }

    /**
     * What is told of one of them, checked by the problem if there is one.
     *
     * @throws InvalidInputException with all that is wrong with it
     */
    public ContenderFile.Read read(String name, Workbench workbench, Effort effort, Watch watch) {
        Path file = Path.of(name);
        boolean degrees = !Files.exists(file) && LayoutName.isMeant(name);
        if (problem == null) {
            if (degrees) {
                throw new InvalidInputException(List.of(
                        new Fault("", "PLAN", name, "is degrees, which nobody evaluated", "Maybe --problem PROBLEM.")));
            }
            return ContenderFile.read(file);
        }
        Optional<PoolsDraft> pools = degrees ? Optional.empty() : PlanFiles.pools(file);
        if (pools.isPresent()) {
            return Comparing.checked(workbench, name, terms(problem, effort), pools.get());
        }
        PlanDraft plan = degrees ? PlanFiles.ofLine("PLAN", name) : PlanFiles.read(file);
        return Comparing.checked(workbench, name, terms(problem, effort), plan, watch);
    }

    private Comparing.Terms terms(Path file, Effort effort) {
        ProblemDocument document = opened == null ? ProblemFiles.open(file, outside.allowed()) : opened;
        opened = document;
        return new Comparing.Terms(document, efficiency.constants(), replay.wanted(), effort);
    }
}
