package dev.meshwright.placement.timefold.pipeline;

import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import ai.timefold.solver.core.config.solver.SolverConfig;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.pipeline.PipelineObjective;
import dev.meshwright.placement.pipeline.PipelinePlacement;
import dev.meshwright.placement.pipeline.PipelinePlacer;
import dev.meshwright.placement.pipeline.PipelineScore;
import dev.meshwright.placement.pipeline.PlacedPipeline;
import dev.meshwright.placement.pipeline.start.PipelinePlacers;
import dev.meshwright.placement.timefold.Deadline;
import dev.meshwright.placement.timefold.SearchStop;
import dev.meshwright.placement.timefold.TimefoldSearch;

/**
 * Pipeline placement by Timefold Solver: starts from the best solver-free placement and never returns worse. Where that
 * already reaches the bound, as on one kind of GPU it mostly does, no solver is started at all.
 */
public final class TimefoldPipelinePlacer implements PipelinePlacer {

    /** Rounds of steps that may improve nothing: what exact splits of ordered GPUs leave is found in the first few, or not at all. */
    private static final int ROUNDS = 50;

    @Override
    public String name() {
        return "timefold";
    }

    @Override
    public PlacedPipeline place(PipelineObjective objective, Budget budget) {
        return placeFrom(PipelinePlacers.GREEDY.place(objective, budget), objective, budget);
    }

    @Override
    public PlacedPipeline placeFrom(PlacedPipeline start, PipelineObjective objective, Budget budget) {
        Deadline deadline = new Deadline(budget);
        if (start.closed(budget) || budget.moves() == 0 || deadline.passed() || !canMove(objective)) {
            return named(start);
        }
        long bound = objective.lowerBoundNanoseconds();
        String goodEnough = HardMediumSoftScore.of(0, -budget.closedNanoseconds(bound), Long.MIN_VALUE)
                .toString();
        SearchStop stop = new SearchStop(budget.cancelled());
        PipelinePlacement found = new TimefoldSearch<PipelineSeats>(config(budget.seed()))
                .runWhileImproving(
                        new PipelineSeats(objective, start.placement(), stop),
                        budget.moves(),
                        ROUNDS,
                        goodEnough,
                        deadline.remaining(),
                        stop)
                .placement();
        PipelineScore score = objective.score(found);
        return score.compareTo(start.score()) < 0 ? new PlacedPipeline(name(), found, score, bound) : named(start);
    }

    static SolverConfig config(long seed) {
        return TimefoldSearch.config(
                PipelineSeats.class,
                PipelineScoreCalculator.class,
                PipelineMoves.class,
                seed,
                LayerSeat.class,
                GroupSeat.class);
    }

    /** With one stage, one seat and one device there is one placement. */
    private static boolean canMove(PipelineObjective objective) {
        return objective.problem().devices().size() > 1;
    }

    private PlacedPipeline named(PlacedPipeline start) {
        return new PlacedPipeline(name(), start.placement(), start.score(), start.lowerBoundNanoseconds());
    }
}
