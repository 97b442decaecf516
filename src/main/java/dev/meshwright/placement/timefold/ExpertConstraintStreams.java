package dev.meshwright.placement.timefold;

import static ai.timefold.solver.core.api.score.stream.ConstraintCollectors.count;
import static ai.timefold.solver.core.api.score.stream.ConstraintCollectors.max;
import static ai.timefold.solver.core.api.score.stream.ConstraintCollectors.sum;
import static ai.timefold.solver.core.api.score.stream.Joiners.equal;

import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import ai.timefold.solver.core.api.score.stream.Constraint;
import ai.timefold.solver.core.api.score.stream.ConstraintFactory;
import ai.timefold.solver.core.api.score.stream.ConstraintProvider;
import ai.timefold.solver.core.api.score.stream.bi.BiConstraintStream;
import dev.meshwright.placement.ExpertConstraints;
import dev.meshwright.placement.LayerProblem;

/**
 * Expert placement of one layer as constraint streams: the specification that people read and that
 * {@link ExpertScoreCalculator}, the engine, must equal.
 */
public final class ExpertConstraintStreams implements ConstraintProvider {

    @Override
    public Constraint[] defineConstraints(ConstraintFactory factory) {
        return new Constraint[] {
            everyExpertHosted(factory),
            replicasOnDifferentRanks(factory),
            slowestRank(factory),
            rankTimeSquares(factory)
        };
    }

    Constraint everyExpertHosted(ConstraintFactory factory) {
        return factory.forEach(LogicalExpert.class)
                .ifNotExists(ExpertSlot.class, equal(expert -> expert, ExpertSlot::getExpert))
                .penalize(HardMediumSoftScore.ONE_HARD)
                .asConstraint(ExpertConstraints.EVERY_EXPERT_HOSTED);
    }

    Constraint replicasOnDifferentRanks(ConstraintFactory factory) {
        return factory.forEachUniquePair(ExpertSlot.class, equal(ExpertSlot::getExpert), equal(ExpertSlot::getRank))
                .join(LayerProblem.class)
                .filter((slot, other, layer) -> layer.distinctRanks())
                .penalize(HardMediumSoftScore.ONE_HARD)
                .asConstraint(ExpertConstraints.REPLICAS_ON_DIFFERENT_RANKS);
    }

    Constraint slowestRank(ConstraintFactory factory) {
        return rankNanoseconds(factory)
                .groupBy(max((Integer rank, Long nanoseconds) -> nanoseconds))
                .join(LayerProblem.class)
                .penalize(
                        HardMediumSoftScore.ONE_MEDIUM,
                        (nanoseconds, layer) -> ExpertSlots.nanosecondsAboveBound(layer, nanoseconds))
                .asConstraint(ExpertConstraints.SLOWEST_RANK);
    }

    Constraint rankTimeSquares(ConstraintFactory factory) {
        return rankNanoseconds(factory)
                .join(LayerProblem.class)
                .penalize(HardMediumSoftScore.ONE_SOFT, (rank, nanoseconds, layer) -> layer.square(nanoseconds))
                .asConstraint(ExpertConstraints.RANK_TIME_SQUARES);
    }

    /** (rank, its time): each slot costs what its expert costs at the present number of replicas. */
    private static BiConstraintStream<Integer, Long> rankNanoseconds(ConstraintFactory factory) {
        return factory.forEach(ExpertSlot.class)
                .groupBy(ExpertSlot::getExpert, count())
                .join(ExpertSlot.class, equal((expert, replicas) -> expert, ExpertSlot::getExpert))
                .join(LayerProblem.class)
                .groupBy(
                        (expert, replicas, slot, layer) -> slot.getRank(),
                        sum((expert, replicas, slot, layer) ->
                                layer.slotNanoseconds(expert.index(), replicas.intValue())));
    }
}
