package dev.meshwright.cli;

import dev.meshwright.cost.Calibration;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.EfficiencySource;
import dev.meshwright.cost.efficiency.KernelEfficiency;
import dev.meshwright.explain.Argument;
import dev.meshwright.explain.PlanDocument;
import dev.meshwright.io.EfficiencyFiles;
import dev.meshwright.io.LayoutDocument;
import dev.meshwright.io.ProblemDocument;
import dev.meshwright.layout.Degrees;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.timefold.TimefoldExpertPlacer;
import dev.meshwright.placement.timefold.TimefoldPipelinePlacer;
import dev.meshwright.search.DegreesSource;
import dev.meshwright.search.LayoutPlacer;
import dev.meshwright.search.LayoutSearch;
import dev.meshwright.search.SearchResult;
import dev.meshwright.search.StagePlacer;
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
    private final Calibration calibration;

    Planner(AnswerOptions options, Terminal terminal) {
        this(options, terminal, Calibration.NONE);
    }

    /** A planner with the constants of {@code calibration}; what is asked must be calibrated too. */
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

    EfficiencySource efficiencies() {
        EfficiencySource fitted = gpu -> efficiencies.computeIfAbsent(gpu.family(), EfficiencyFiles::forArchitecture);
        return fitted.with(calibration);
    }

    boolean cancelled() {
        return cancelled.getAsBoolean();
    }

    /** Places thoroughly. */
    LayoutPlacer placer(CostModel costModel) {
        return placer(costModel, MOVES_FOR_THE_BEST);
    }

    /** Places by constructions and descents alone. */
    LayoutPlacer quickPlacer(CostModel costModel) {
        return placer(costModel, MOVES_ON_THE_WAY);
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
                LayoutDocument.of(argument.winner().layout(), argument.problem()),
                document.notes(),
                new PlanDocument.Provenance(document.digest(), MeshwrightCommand.Version.text(), seed));
    }
}
