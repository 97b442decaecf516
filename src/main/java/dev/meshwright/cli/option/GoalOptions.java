package dev.meshwright.cli.option;

import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets.ThroughputTarget;
import dev.meshwright.io.catalogue.GpuCatalogue;
import dev.meshwright.question.scale.Scaling;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is to be reached, and with what hardware. */
public final class GoalOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Option(
            names = "--gpu",
            paramLabel = "TYPE",
            description = "Answer for this GPU of the catalogue too; may be repeated.")
    private List<String> gpus = new ArrayList<>();

    @Option(
            names = "--max-gpus",
            paramLabel = "N",
            defaultValue = "1024",
            description = "Largest cluster to try (default: ${DEFAULT-VALUE}).")
    private int mostGpus;

    @Option(
            names = "--roadmap",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Measure what each optimisation buys on the given cluster (default: yes).")
    private boolean roadmap;

    /** The other kinds of GPU; refuses hardware that cannot be tried. */
    public List<Gpu> alternatives() {
        if (mostGpus < 1 || mostGpus > Cluster.MOST_GPUS) {
            throw wrong("--max-gpus must be from 1 to " + Cluster.MOST_GPUS + ", not " + mostGpus + ".");
        }
        GpuCatalogue catalogue = GpuCatalogue.standard();
        return gpus.stream()
                .map(name -> catalogue
                        .find(name)
                        .orElseThrow(
                                () -> wrong("--gpu " + name + " is not in the catalogue. " + catalogue.maybe(name))))
                .toList();
    }

    /** The goal, with the target of {@code problem} where the options state none. */
    public Scaling.Goal of(Problem problem, List<Gpu> alternatives) {
        try {
            ThroughputTarget wanted = target.of(problem);
            return new Scaling.Goal(wanted.tokensPerSecond(), wanted.scope(), alternatives, mostGpus, roadmap);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
