package dev.meshwright.cli;

import dev.meshwright.answer.json.PlacementDocument;
import dev.meshwright.answer.json.PlacementDocument.Rival;
import dev.meshwright.answer.text.PlacementText;
import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.io.plan.PlacementFiles;
import dev.meshwright.io.tree.AtomicFiles;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.InfeasiblePlacementException;
import dev.meshwright.placement.experts.ExpertPlacement;
import dev.meshwright.placement.experts.ExpertProblem;
import dev.meshwright.placement.experts.LoadProfile;
import dev.meshwright.placement.experts.PlacedLayers;
import dev.meshwright.placement.experts.planner.BalanceBounds;
import dev.meshwright.placement.experts.planner.ExpertPlacers;
import dev.meshwright.placement.experts.planner.PlacementPlanner;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Places experts alone. */
@Command(
        name = "place",
        description =
                "Places experts on ranks: for one load or several profiles, from scratch or from what runs today.")
final class PlaceCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private AnswerOptions answer = new AnswerOptions();

    @Mixin
    private PlaceOptions options = new PlaceOptions();

    PlaceCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try {
            return place();
        } catch (InfeasiblePlacementException infeasible) {
            terminal.say("infeasible: " + infeasible.getMessage());
            return ExitCode.INFEASIBLE.code();
        }
    }

    private int place() {
        PlacementSetup setup = new PlacementSetup(options, new Planner(answer, terminal), answer.seed());
        ExpertProblem problem = setup.problem();
        Budget budget = budget(problem);
        List<ExpertProblem> problemOfLayer = problems(problem);
        PlacementRun run = PlacementRun.of(problemOfLayer, budget);
        PlacedLayers placed = run.placed();
        List<Rival> rivals = options.compare ? rivals(setup, problem, placed) : List.of();
        write(placed);
        terminal.answer(
                answer.json()
                        ? Documents.toJson(PlacementDocument.of(
                                problem,
                                placed,
                                bounds(problemOfLayer, placed, setup.timed),
                                run.milliseconds(),
                                rivals,
                                setup.notes))
                        : PlacementText.of(problem, placed, run.milliseconds(), rivals, setup.notes, terminal.style()));
        return (placed.feasible() ? ExitCode.FINE : ExitCode.INFEASIBLE).code();
    }

    private Budget budget(ExpertProblem problem) {
        long usual = PlacementRun.usualMoves(problem, options.groups > 0);
        long perLayer = options.moves >= 0 ? options.moves : usual;
        Budget budget =
                Budget.ofMoves(perLayer * problem.layers(), answer.seed()).withCancelled(terminal.interrupted());
        return answer.timeLimit().map(budget::withTimeLimit).orElse(budget);
    }

    /** The problem of each layer: the same, unless layers get different numbers of slots. */
    private List<ExpertProblem> problems(ExpertProblem problem) {
        if (!options.slotsPerLayer.equals("auto")) {
            return IntStream.range(0, problem.layers())
                    .mapToObj(layer -> problem)
                    .toList();
        }
        return Arrays.stream(PlacementPlanner.slotsPerLayer(problem))
                .mapToObj(problem::withSlotsPerRank)
                .toList();
    }

    /** [layer] lower bounds of max/mean. */
    static double[] bounds(List<ExpertProblem> problemOfLayer, PlacedLayers placed, boolean timed) {
        ExpertProblem problem = problemOfLayer.getFirst();
        boolean plain =
                !timed && problem.profiles().size() == 1 && problem.traffic().isEmpty() && placed.feasible();
        return plain ? BalanceBounds.of(placed) : BalanceBounds.of(problemOfLayer);
    }

    private List<Rival> rivals(PlacementSetup setup, ExpertProblem problem, PlacedLayers placed) {
        Budget none = Budget.ofMoves(0, answer.seed());
        ExpertPlacement today = problem.migration()
                .map(ExpertProblem.Migration::current)
                .orElseGet(() -> ExpertPlacers.CONTIGUOUS
                        .place(problem.meanProfile(), none)
                        .placement());
        ExpertPlacement eplb =
                ExpertPlacers.EPLB.place(problem.meanProfile(), none).placement();
        List<Rival> rivals = new ArrayList<>();
        rivals.add(rival(
                setup,
                problem,
                PlacementPlanner.judge(
                        problem.migration().isPresent() ? "today" : "today (experts in order)", problem, today)));
        rivals.add(rival(setup, problem, PlacementPlanner.judge("EPLB-style", problem, eplb)));
        rivals.add(rival(setup, problem, placed));
        return rivals;
    }

    private static Rival rival(PlacementSetup setup, ExpertProblem problem, PlacedLayers placed) {
        double stepSeconds = setup.evaluations.isEmpty() ? Double.NaN : 0;
        double tokensPerSecond = stepSeconds;
        double total =
                problem.profiles().stream().mapToDouble(LoadProfile::weight).sum();
        for (int profile = 0; profile < setup.evaluations.size(); profile++) {
            double weight = problem.profiles().get(profile).weight() / total;
            Optional<Performance> performance =
                    setup.evaluations.get(profile).evaluate(placed.placement()).map(Evaluation::performance);
            stepSeconds += weight * performance.map(Performance::stepSeconds).orElse(Double.NaN);
            tokensPerSecond +=
                    weight * performance.map(Performance::tokensPerSecond).orElse(Double.NaN);
        }
        double mean = PlacementDocument.maxOverMean(problem, placed).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
        return new Rival(
                placed.placer(),
                mean,
                placed.nodesPerToken(),
                problem.migration().isPresent() ? OptionalLong.of(placed.moves()) : OptionalLong.empty(),
                placed.feasible(),
                stepSeconds,
                tokensPerSecond);
    }

    private void write(PlacedLayers placed) {
        if (options.output != null) {
            String text = PlacementFiles.write(
                    options.engine, placed.placement().physicalToLogical(), options.ranks, options.denseLayers);
            AtomicFiles.write(options.output, text.getBytes(StandardCharsets.UTF_8));
            terminal.say("Placement written to " + options.output);
        }
    }
}
