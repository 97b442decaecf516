package dev.meshwright.cli;

import dev.meshwright.answer.explain.Argument;
import dev.meshwright.answer.json.PlanDocument;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.efficiency.KernelEfficiency;
import dev.meshwright.cost.engine.Calibration;
import dev.meshwright.cost.engine.EfficiencySource;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.io.catalogue.EfficiencyFiles;
import dev.meshwright.io.plan.LayoutDocument;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.layout.Degrees;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.placing.LayoutPlacer;
import dev.meshwright.placement.placing.StagePlacer;
import dev.meshwright.placement.timefold.experts.TimefoldExpertPlacer;
import dev.meshwright.placement.timefold.pipeline.TimefoldPipelinePlacer;
import dev.meshwright.question.search.DegreesSource;
import dev.meshwright.question.search.LayoutSearch;
import dev.meshwright.question.search.SearchResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Puts the engine together for a command: efficiencies, placers, budget, and the end of the user's patience. */
final class Planner {

    /** Moves that the solver may try for each layout on the way: none, so that constructions and descents place it. */
    private static final long MOVES_ON_THE_WAY = 0;

    /** Moves for the best layout where simple placements leave a gap: some seconds at about a million moves a second. */
    private static final long MOVES_FOR_THE_BEST = 2_000_000;

    private final long seed;
    private final BooleanSupplier cancelled;
    private final Map<String, KernelEfficiency> efficiencies = new HashMap<>();
    private final EfficiencySource fitted =
            gpu -> efficiencies.computeIfAbsent(gpu.family(), EfficiencyFiles::forArchitecture);
    private final Calibration calibration;

    Planner(AnswerOptions options, Terminal terminal) {
        this(options, terminal, Calibration.NONE);
    }

    /** A planner with the constants of {@code calibration}. */
    Planner(AnswerOptions options, Terminal terminal, Calibration calibration) {
        this(options.seed(), options.timeLimit(), terminal, calibration);
    }

    Planner(long seed, Optional<Duration> timeLimit, Terminal terminal) {
        this(seed, timeLimit, terminal, Calibration.NONE);
    }

    private Planner(long seed, Optional<Duration> timeLimit, Terminal terminal, Calibration calibration) {
        this.calibration = calibration;
        this.seed = seed;
        long start = System.nanoTime();
        long limit = timeLimit.map(Duration::toNanos).orElse(Long.MAX_VALUE);
        this.cancelled = () -> terminal.interrupted().getAsBoolean() || System.nanoTime() - start > limit;
    }

    EfficiencySource fitted() {
        return fitted;
    }

    /** What {@code problem}, on GPUs as they are stated, asks. */
    Question question(Problem problem) {
        return calibration.question(problem, fitted);
    }

    boolean cancelled() {
        return cancelled.getAsBoolean();
    }

    /** Places thoroughly. */
    LayoutPlacer placer(CostModel costModel) {
        return placer(costModel, MOVES_FOR_THE_BEST);
    }

    private LayoutPlacer placer(CostModel costModel, long moves) {
        Budget budget = Budget.ofMoves(moves, seed).withCancelled(cancelled);
        return new LayoutPlacer(
                costModel, new TimefoldExpertPlacer(), new StagePlacer(new TimefoldPipelinePlacer()), budget);
    }

    SearchResult search(CostModel costModel, int runnersUp, Progress progress) {
        return new LayoutSearch(costModel, placer(costModel, MOVES_ON_THE_WAY), placer(costModel), cancelled, progress)
                .run(runnersUp);
    }

    /** The best layout among {@code source}, placed by constructions and descents alone. */
    SearchResult quickSearch(CostModel costModel, DegreesSource source) {
        LayoutPlacer quick = placer(costModel, MOVES_ON_THE_WAY);
        return new LayoutSearch(costModel, quick, quick, cancelled, event -> {}).run(source, 0);
    }

    /** The layout of {@code degrees}, placed thoroughly. */
    SearchResult thorough(CostModel costModel, Degrees degrees) {
        LayoutPlacer thorough = placer(costModel);
        return new LayoutSearch(costModel, thorough, thorough, cancelled, event -> {})
                .run(visitor -> visitor.accept(degrees), 0);
    }

    /** The plan file of what was found. */
    Map<String, Object> plan(Argument argument, ProblemDocument document) {
        return PlanDocument.of(
                argument,
                LayoutDocument.of(argument.winner().layout(), argument.problem().cluster()),
                document.notes(),
                new PlanDocument.Provenance(document.digest(), MeshwrightCommand.Version.text(), seed));
    }
}
