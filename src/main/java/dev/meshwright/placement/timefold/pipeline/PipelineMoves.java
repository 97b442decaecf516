package dev.meshwright.placement.timefold.pipeline;

import ai.timefold.solver.core.impl.heuristic.selector.move.factory.MoveIteratorFactory;
import ai.timefold.solver.core.impl.score.director.ScoreDirector;
import ai.timefold.solver.core.preview.api.move.Move;
import java.util.Iterator;
import java.util.random.RandomGenerator;

/** The neighbourhood of pipeline placement: stages stay contiguous and used, device groups stay used once. */
public final class PipelineMoves implements MoveIteratorFactory<PipelineSeats, Move<PipelineSeats>> {
    private final PipelineVariables variables = new PipelineVariables();

    @Override
    public long getSize(ScoreDirector<PipelineSeats> scoreDirector) {
        PipelineSeats solution = scoreDirector.getWorkingSolution();
        long seats = solution.getSeats().size();
        long stages = solution.getStages().size();
        return stages * stages + seats * solution.getDevices().size();
    }

    @Override
    public Iterator<Move<PipelineSeats>> createOriginalMoveIterator(ScoreDirector<PipelineSeats> scoreDirector) {
        throw new UnsupportedOperationException("Only random selection is supported.");
    }

    @Override
    public Iterator<Move<PipelineSeats>> createRandomMoveIterator(
            ScoreDirector<PipelineSeats> scoreDirector, RandomGenerator workingRandom) {
        PipelineSeats solution = scoreDirector.getWorkingSolution();
        solution.stop().check();
        return new PipelineMoveIterator(solution, workingRandom, variables);
    }
}
