package dev.meshwright.question.search;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.layout.engine.EngineSpace;
import dev.meshwright.placement.placing.LayoutPlacer;
import dev.meshwright.question.search.space.DegreesSource;
import dev.meshwright.question.search.space.FamilySource;
import dev.meshwright.question.search.space.LayoutSpace;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Finds the best complete layout: every family of degrees gets its optimistic bound; the one with the best is split, or
 * placed and evaluated if it has one member, until no bound exceeds the best complete layout.
 */
public final class LayoutSearch {

    private final CostModel costModel;
    private final LayoutPlacer placer;
    private final LayoutPlacer finisher;
    private final BooleanSupplier cancelled;
    private final Consumer<SearchEvent> listener;

    /**
     * A search.
     *
     * @param costModel of the problem
     * @param placer makes degrees complete layouts, quickly
     * @param finisher places the best degrees once more, thoroughly
     * @param cancelled asked now and then; the best layout so far is returned once it says yes
     * @param listener is told what happens
     */
    public LayoutSearch(
            CostModel costModel,
            LayoutPlacer placer,
            LayoutPlacer finisher,
            BooleanSupplier cancelled,
            Consumer<SearchEvent> listener) {
        this.costModel = costModel;
        this.placer = placer;
        this.finisher = finisher;
        this.cancelled = cancelled;
        this.listener = listener;
    }

    /**
     * Runs the search. Once cancelled it goes on until a layout is found, for a moment.
     *
     * @param runnersUp how many layouts with other parallel degrees to report beside the best
     */
    public SearchResult run(int runnersUp) {
        return run(runnersUp, List.of());
    }

    /**
     * The same, which finds in the same walk the best that each of some engines can express.
     *
     * @param compared spaces of the engines
     */
    public SearchResult run(int runnersUp, List<EngineSpace> compared) {
        return new SearchRun(
                        costModel,
                        placer,
                        finisher,
                        cancelled,
                        listener,
                        runnersUp,
                        true,
                        Double.NEGATIVE_INFINITY,
                        compared)
                .over(new LayoutSpace(costModel.problem()));
    }

    /**
     * Runs the search over degrees that the caller chooses; what it proves, it proves of these. Once cancelled it stops even
     * with nothing found.
     *
     * @param source the degrees
     * @param runnersUp how many layouts with other parallel degrees to report beside the best
     */
    public SearchResult run(DegreesSource source, int runnersUp) {
        return runOver(FamilySource.of(source), runnersUp);
    }

    /** The same over families that the caller chooses. */
    public SearchResult runOver(FamilySource source, int runnersUp) {
        return runOver(source, runnersUp, Double.NEGATIVE_INFINITY);
    }

    /**
     * The same, which ends where nothing can be worth {@code least}: it finds the best layout of those that are, or none.
     *
     * @param least worth by the {@link Ranking} of the problem
     */
    public SearchResult runOver(FamilySource source, int runnersUp, double least) {
        return new SearchRun(costModel, placer, finisher, cancelled, listener, runnersUp, false, least, List.of())
                .over(source);
    }
}
