package dev.meshwright.placement.timefold;

import ai.timefold.solver.core.api.score.calculator.IncrementalScoreCalculator;
import ai.timefold.solver.core.api.solver.Solver;
import ai.timefold.solver.core.api.solver.SolverConfigOverride;
import ai.timefold.solver.core.api.solver.SolverFactory;
import ai.timefold.solver.core.config.heuristic.selector.move.factory.MoveIteratorFactoryConfig;
import ai.timefold.solver.core.config.localsearch.LocalSearchPhaseConfig;
import ai.timefold.solver.core.config.localsearch.decider.acceptor.LocalSearchAcceptorConfig;
import ai.timefold.solver.core.config.localsearch.decider.forager.LocalSearchForagerConfig;
import ai.timefold.solver.core.config.score.director.ScoreDirectorFactoryConfig;
import ai.timefold.solver.core.config.solver.EnvironmentMode;
import ai.timefold.solver.core.config.solver.SolverConfig;
import ai.timefold.solver.core.config.solver.termination.TerminationConfig;
import ai.timefold.solver.core.impl.heuristic.selector.move.factory.MoveIteratorFactory;
import java.time.Duration;
import java.util.Optional;

/**
 * A local search that is built once and run for each sub-problem: late acceptance over one kind of moves, ended by the
 * number of moves or a score that cannot be beaten. Reproducible by seed.
 *
 * @param <Solution_> the planning solution
 */
public final class TimefoldSearch<Solution_> {

    /** Late acceptance (Burke and Bykov 2017) compares with the score this many steps ago; Timefold's default. */
    private static final int LATE_ACCEPTANCE_STEPS = 400;

    private final SolverFactory<Solution_> solverFactory;

    public TimefoldSearch(SolverConfig config) {
        solverFactory = SolverFactory.create(config);
    }

    /** The configuration of a search, open for tests that add assertions. */
    public static SolverConfig config(
            Class<?> solutionClass,
            Class<? extends IncrementalScoreCalculator<?, ?>> calculator,
            Class<? extends MoveIteratorFactory<?, ?>> moves,
            long seed,
            Class<?>... entityClasses) {
        return new SolverConfig()
                .withEnvironmentMode(EnvironmentMode.NO_ASSERT)
                .withRandomSeed(seed)
                .withSolutionClass(solutionClass)
                .withEntityClasses(entityClasses)
                .withScoreDirectorFactory(
                        new ScoreDirectorFactoryConfig().withIncrementalScoreCalculatorClass(calculator))
                .withPhases(new LocalSearchPhaseConfig()
                        .withMoveSelectorConfig(new MoveIteratorFactoryConfig().withMoveIteratorFactoryClass(moves))
                        .withAcceptorConfig(
                                new LocalSearchAcceptorConfig().withLateAcceptanceSize(LATE_ACCEPTANCE_STEPS))
                        .withForagerConfig(new LocalSearchForagerConfig().withAcceptedCountLimit(1)))
                // Overridden for every run; a solver without any limit would be refused.
                .withTerminationConfig(new TerminationConfig().withMoveCountLimit(1L));
    }

    /**
     * Searches on from a solution.
     *
     * @param start a complete solution
     * @param moves how many moves to try at most
     * @param goodEnough a score that ends the search, as text
     * @param timeLimit wall-clock limit of this run
     * @return the best solution met, {@code start} or better
     */
    public Solution_ run(
            Solution_ start, long moves, String goodEnough, Optional<Duration> timeLimit, SearchStop stop) {
        return run(
                start,
                new TerminationConfig().withMoveCountLimit(moves).withBestScoreLimit(goodEnough),
                timeLimit,
                stop);
    }

    /**
     * The same, which gives up where many times as many steps as late acceptance looks back at have improved nothing.
     *
     * @param rounds how many times
     */
    public Solution_ runWhileImproving(
            Solution_ start, long moves, int rounds, String goodEnough, Optional<Duration> timeLimit, SearchStop stop) {
        return run(
                start,
                new TerminationConfig()
                        .withMoveCountLimit(moves)
                        .withUnimprovedStepCountLimit(rounds * LATE_ACCEPTANCE_STEPS)
                        .withBestScoreLimit(goodEnough),
                timeLimit,
                stop);
    }

    private Solution_ run(
            Solution_ start, TerminationConfig termination, Optional<Duration> timeLimit, SearchStop stop) {
        timeLimit.ifPresent(termination::withSpentLimit);
        Solver<Solution_> solver =
                solverFactory.buildSolver(new SolverConfigOverride().withTerminationConfig(termination));
        stop.onStop(solver::terminateEarly);
        return solver.solve(start);
    }
}
