package dev.meshwright.cli;

import dev.meshwright.answer.explain.Argument;
import dev.meshwright.answer.explain.Shortage;
import dev.meshwright.answer.explain.ShortageFinder;
import dev.meshwright.answer.json.ShortageDocument;
import dev.meshwright.answer.text.SearchText;
import dev.meshwright.cost.CostModel;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.io.tree.AtomicFiles;
import dev.meshwright.io.tree.Documents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Finds the best layout. */
@Command(
        name = "search",
        description = "Finds the best feasible layout of a problem and says why nothing else is better.")
final class SearchCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private AnswerOptions options = new AnswerOptions();

    @Mixin
    private ProblemInput problem = new ProblemInput();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "PLAN",
            description = "Where the plan is written (default: solutions/<problem file>.yaml).")
    private @Nullable Path planFile;

    private int top;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "3",
            description = "Runners-up to compare with (default: ${DEFAULT-VALUE}).")
    void setTop(int number) {
        if (number < 0) {
            throw new ParameterException(spec.commandLine(), "--top must be 0 or more, not " + number + ".");
        }
        top = number;
    }

    SearchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ProblemDocument document = problem.read();
        Planner planner = new Planner(options, terminal, problem.calibration());
        CostModel costModel = new CostModel(planner.question(document.problem()));
        TargetedSearch.Found found;
        try (Progress progress = new Progress(terminal, document.problem())) {
            found = new TargetedSearch(planner, costModel, progress).run(top);
        }
        if (found.result().best().isEmpty()) {
            return nothing(document, planner, costModel, found);
        }
        Argument argument = Argument.of(costModel, found.result(), found.circumstances());
        Map<String, Object> plan = planner.plan(argument, document);
        write(plan);
        terminal.answer(
                options.json() ? Documents.toJson(plan) : SearchText.of(argument, document.notes(), terminal.style()));
        boolean missed = !argument.winner().evaluation().missedTargets().isEmpty();
        return (missed ? ExitCode.MISSED : ExitCode.FINE).code();
    }

    private int nothing(ProblemDocument document, Planner planner, CostModel costModel, TargetedSearch.Found found) {
        if (!found.result().complete()) {
            terminal.say("Cut off before any layout was complete.");
        }
        Shortage shortage = new ShortageFinder(costModel).explain(found.result());
        terminal.answer(
                options.json()
                        ? Documents.toJson(ShortageDocument.of(
                                document.problem().name(), document.digest(), shortage, document.notes()))
                        : SearchText.of(costModel.problem(), shortage, document.notes(), terminal.style()));
        return ExitCode.INFEASIBLE.code();
    }

    private void write(Map<String, Object> plan) {
        Path file = Optional.ofNullable(planFile).orElseGet(() -> Path.of("solutions", stem() + ".yaml"));
        boolean json = file.toString().toLowerCase(java.util.Locale.ROOT).endsWith(".json");
        String text = json ? Documents.toJson(plan) : Documents.toYaml(plan);
        AtomicFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
        terminal.say("Plan written to " + file);
    }

    private String stem() {
        return String.valueOf(problem.file().getFileName()).replaceFirst("\\.(yaml|yml|json)$", "");
    }
}
