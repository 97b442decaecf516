package dev.meshwright.workbench;

import dev.meshwright.cost.CostModel;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.experts.planner.PlacementPlanner;
import dev.meshwright.placement.experts.planner.PlacementPolicies;
import dev.meshwright.placement.placing.LayoutPlacer;
import dev.meshwright.placement.placing.StagePlacer;
import dev.meshwright.placement.timefold.experts.TimefoldExpertPlacer;
import dev.meshwright.placement.timefold.experts.TimefoldPolish;
import dev.meshwright.placement.timefold.pipeline.TimefoldPipelinePlacer;
import dev.meshwright.question.search.Placers;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Solvers with their budgets, and the end of patience: of whoever waits, or when the time is over. */
final class Planner implements Placers {

    /** Moves that the solver may try for each layout on the way: none, so that constructions and descents place it. */
    private static final long MOVES_ON_THE_WAY = 0;

    /** Moves for the best layout where simple placements leave a gap: some seconds at about a million moves a second. */
    private static final long MOVES_FOR_THE_BEST = 2_000_000;

    private final long seed;
    private final BooleanSupplier cancelled;

    /** A planner whose time begins now, by {@code clock} in nanoseconds. */
    Planner(Effort effort, Watch watch, LongSupplier clock) {
        this.seed = effort.seed();
        long start = clock.getAsLong();
        long limit = effort.timeLimit().map(Duration::toNanos).orElse(Long.MAX_VALUE);
        this.cancelled = () -> watch.cancelled().getAsBoolean() || clock.getAsLong() - start > limit;
    }

    @Override
    public LayoutPlacer quick(CostModel costModel) {
        return placer(costModel, MOVES_ON_THE_WAY);
    }

    @Override
    public LayoutPlacer thorough(CostModel costModel) {
        return placer(costModel, MOVES_FOR_THE_BEST);
    }

    private LayoutPlacer placer(CostModel costModel, long moves) {
        Budget budget = Budget.ofMoves(moves, seed).withCancelled(cancelled);
        return new LayoutPlacer(
                costModel, new TimefoldExpertPlacer(), new StagePlacer(new TimefoldPipelinePlacer()), budget);
    }

    @Override
    public boolean cancelled() {
        return cancelled.getAsBoolean();
    }

    /** Every way of placing experts, our own with the solver's polish. */
    static PlacementPolicies policies() {
        return new PlacementPolicies(
                new TimefoldExpertPlacer(),
                () -> new PlacementPlanner(new TimefoldPolish(), TimefoldPolish.PART_OF_MOVES));
    }
}
