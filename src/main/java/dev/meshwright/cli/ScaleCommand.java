package dev.meshwright.cli;

import dev.meshwright.answer.ScaleAnswer;
import dev.meshwright.answer.json.ScaleDocument;
import dev.meshwright.answer.text.ScaleText;
import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cli.option.ProblemInput;
import dev.meshwright.cli.option.TargetOptions;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.problem.Targets.ThroughputTarget;
import dev.meshwright.io.catalogue.GpuCatalogue;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.question.scale.Scaling;
import dev.meshwright.workbench.Constants;
import dev.meshwright.workbench.ScaleRequest;
import dev.meshwright.workbench.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says what hardware a target needs. */
@Command(
        name = "scale",
        description = "Finds the smallest cluster that reaches a throughput target, or proves that none does;"
                + " measures what optimisations buy first and what each resource is worth.")
final class ScaleCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private AnswerOptions options = new AnswerOptions();

    @Mixin
    private TargetOptions target = new TargetOptions();

    @Mixin
    private ProblemInput problem = new ProblemInput();

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

    ScaleCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ScaleRequest request = request();
        ScaleAnswer answer;
        try (Progress progress = new Progress(terminal, request.problem().problem())) {
            answer = new Workbench().scale(request, progress.watch());
        }
        terminal.answer(
                options.json() ? Documents.toJson(ScaleDocument.of(answer)) : ScaleText.of(answer, terminal.style()));
        return exitCode(answer.scaling()).code();
    }

    private ScaleRequest request() {
        if (mostGpus < 1 || mostGpus > Cluster.MOST_GPUS) {
            throw wrong("--max-gpus must be from 1 to " + Cluster.MOST_GPUS + ", not " + mostGpus + ".");
        }
        List<Gpu> alternatives = gpus.stream().map(this::gpu).toList();
        ProblemDocument document = problem.read();
        Constants constants = problem.constants();
        ThroughputTarget wanted = target(document);
        Scaling.Goal goal = new Scaling.Goal(wanted.tokensPerSecond(), wanted.scope(), alternatives, mostGpus, roadmap);
        return new ScaleRequest(document, constants, goal, options.effort());
    }

    private static ExitCode exitCode(Scaling scaling) {
        if (scaling.reached()) {
            return ExitCode.FINE;
        }
        return scaling.feasible() ? ExitCode.MISSED : ExitCode.INFEASIBLE;
    }

    private ThroughputTarget target(ProblemDocument document) {
        try {
            return target.of(document.problem());
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private Gpu gpu(String name) {
        GpuCatalogue catalogue = GpuCatalogue.standard();
        return catalogue
                .find(name)
                .orElseThrow(() -> wrong("--gpu " + name + " is not in the catalogue. " + catalogue.maybe(name)));
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
