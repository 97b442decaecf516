package dev.meshwright.cli;

import dev.meshwright.cost.Evaluation;
import dev.meshwright.explain.PlacementDocument;
import dev.meshwright.explain.PlacementDocument.Rival;
import dev.meshwright.io.AtomicFiles;
import dev.meshwright.io.Documents;
import dev.meshwright.io.PlacementFiles;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.ExpertPlacement;
import dev.meshwright.placement.ExpertPlacers;
import dev.meshwright.placement.InfeasiblePlacementException;
import dev.meshwright.placement.PlacedLayers;
import dev.meshwright.placement.PlacementPlanner;
import dev.meshwright.placement.PlacementProblem;
import dev.meshwright.placement.timefold.TimefoldPolish;
import dev.meshwright.report.PlacementText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Places experts alone. */
@Command(
        name = "place",
        description =
                "Places experts on ranks: for one load or several profiles, from scratch or from what runs today.",
        mixinStandardHelpOptions = true)
final class PlaceCommand implements Callable<Integer> {

    /** Moves per layer for several profiles: some 5 s for 58 layers on 32 ranks on one core of 2023. */
    private static final long MOVES_FOR_PROFILES = 400_000;

    private static final long MOVES_FOR_MIGRATION = 100_000;

    /** With sampled tokens a move costs some 10 microseconds. */
    private static final long MOVES_FOR_TRAFFIC = 30_000;

    private static final long MOVES_FOR_PAIRS = 300_000;

    /** One profile is solved by descents; a search gains nothing that a step could show. */
    private static final long MOVES_FOR_ONE = 0;

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
        PlacementProblem problem = setup.problem();
        Budget budget = budget(problem);
        long start = System.nanoTime();
        PlacedLayers placed = new PlacementPlanner(new TimefoldPolish(), TimefoldPolish.PART_OF_MOVES)
                .place(problems(problem), budget);
        double milliseconds = (System.nanoTime() - start) / 1e6;
        List<Rival> rivals = options.compare ? rivals(setup, problem, placed) : List.of();
        write(placed);
        terminal.answer(
                answer.json()
                        ? Documents.toJson(PlacementDocument.of(
                                problem, placed, bounds(problem, placed), milliseconds, rivals, setup.notes))
                        : PlacementText.of(problem, placed, milliseconds, rivals, setup.notes, terminal.style()));
        return (placed.feasible() ? ExitCode.FINE : ExitCode.INFEASIBLE).code();
    }

    private Budget budget(PlacementProblem problem) {
        boolean sampled = problem.traffic().isPresent() && options.groups > 0;
        long usual = sampled
                ? MOVES_FOR_TRAFFIC
                : problem.traffic().isPresent()
                        ? MOVES_FOR_PAIRS
                        : problem.migration().isPresent()
                                ? MOVES_FOR_MIGRATION
                                : problem.profiles().size() > 1 ? MOVES_FOR_PROFILES : MOVES_FOR_ONE;
        long perLayer = options.moves >= 0 ? options.moves : usual;
        Budget budget =
                Budget.ofMoves(perLayer * problem.layers(), answer.seed()).withCancelled(terminal.interrupted());
        return answer.timeLimit().map(budget::withTimeLimit).orElse(budget);
    }

    /** The problem of each layer: the same, unless layers get different numbers of slots. */
    private List<PlacementProblem> problems(PlacementProblem problem) {
        if (!options.slotsPerLayer.equals("auto")) {
            return IntStream.range(0, problem.layers())
                    .mapToObj(layer -> problem)
                    .toList();
        }
        return Arrays.stream(PlacementPlanner.slotsPerLayer(problem))
                .mapToObj(problem::withSlotsPerRank)
                .toList();
    }

    /** Lower bounds of max/mean: the objective's bound over its value for the even rank, or that of plain balance. */
    private static double[] bounds(PlacementProblem problem, PlacedLayers placed) {
        double[] bounds = new double[placed.layers().size()];
        List<Double> achieved = PlacementDocument.maxOverMean(problem, placed);
        boolean limited =
                problem.traffic().filter(price -> price.limits().length > 0).isPresent();
        for (int layer = 0; layer < bounds.length; layer++) {
            PlacedLayers.Layer one = placed.layers().get(layer);
            // Time and max/mean rise and fall together only for plain balance; elsewhere 1 is what can be said.
            double even = one.lowerBoundNanoseconds() / (double) PlacementSetup.EVEN_RANK;
            bounds[layer] = limited
                            || Math.abs(one.score().nanoseconds() / (double) PlacementSetup.EVEN_RANK
                                            - achieved.get(layer))
                                    > 1e-2
                    ? 1
                    : Math.max(1, even);
        }
        return bounds;
    }

    private List<Rival> rivals(PlacementSetup setup, PlacementProblem problem, PlacedLayers placed) {
        Budget none = Budget.ofMoves(0, answer.seed());
        ExpertPlacement today = problem.migration()
                .map(PlacementProblem.Migration::current)
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

    private static Rival rival(PlacementSetup setup, PlacementProblem problem, PlacedLayers placed) {
        Optional<Evaluation> evaluation = setup.evaluation.flatMap(cost -> cost.evaluate(placed.placement()));
        double mean = PlacementDocument.maxOverMean(problem, placed).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
        return new Rival(
                placed.placer(),
                mean,
                placed.nodesPerToken(),
                evaluation.map(found -> found.performance().stepSeconds()).orElse(Double.NaN),
                evaluation.map(found -> found.performance().tokensPerSecond()).orElse(Double.NaN));
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
