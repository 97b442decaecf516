package dev.meshwright.placement.timefold.experts;

import ai.timefold.solver.core.impl.heuristic.selector.move.factory.MoveIteratorFactory;
import ai.timefold.solver.core.impl.score.director.ScoreDirector;
import ai.timefold.solver.core.preview.api.move.Move;
import java.util.Iterator;
import java.util.random.RandomGenerator;

/**
 * The neighbourhood of expert placement. Every move keeps a feasible placement feasible, and most are aimed at the slowest
 * rank, since no other change makes the layer faster.
 */
public final class ExpertMoves implements MoveIteratorFactory<ExpertSlots, Move<ExpertSlots>> {
    private final ExpertVariable variable = new ExpertVariable();

    @Override
    public long getSize(ScoreDirector<ExpertSlots> scoreDirector) {
        long slots = scoreDirector.getWorkingSolution().getSlots().size();
        return slots * slots;
    }

    @Override
    public Iterator<Move<ExpertSlots>> createOriginalMoveIterator(ScoreDirector<ExpertSlots> scoreDirector) {
        throw new UnsupportedOperationException("Only random selection is supported.");
    }

    @Override
    public Iterator<Move<ExpertSlots>> createRandomMoveIterator(
            ScoreDirector<ExpertSlots> scoreDirector, RandomGenerator workingRandom) {
        ExpertSlots solution = scoreDirector.getWorkingSolution();
        solution.stop().check();
        return new ExpertMoveIterator(solution, workingRandom, variable);
    }
}
