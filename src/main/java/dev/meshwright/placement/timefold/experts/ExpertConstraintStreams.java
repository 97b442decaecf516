package dev.meshwright.placement.timefold.experts;

import static ai.timefold.solver.core.api.score.stream.ConstraintCollectors.count;
import static ai.timefold.solver.core.api.score.stream.ConstraintCollectors.countBi;
import static ai.timefold.solver.core.api.score.stream.ConstraintCollectors.max;
import static ai.timefold.solver.core.api.score.stream.ConstraintCollectors.sum;
import static ai.timefold.solver.core.api.score.stream.ConstraintCollectors.toList;
import static ai.timefold.solver.core.api.score.stream.ConstraintCollectors.toMap;
import static ai.timefold.solver.core.api.score.stream.Joiners.equal;
import static ai.timefold.solver.core.api.score.stream.Joiners.filtering;

import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import ai.timefold.solver.core.api.score.stream.Constraint;
import ai.timefold.solver.core.api.score.stream.ConstraintFactory;
import ai.timefold.solver.core.api.score.stream.ConstraintProvider;
import ai.timefold.solver.core.api.score.stream.bi.BiConstraintStream;
import ai.timefold.solver.core.api.score.stream.tri.TriConstraintStream;
import dev.meshwright.placement.experts.ExpertConstraints;
import dev.meshwright.placement.experts.ExpertLayer;
import java.util.List;
import java.util.stream.IntStream;

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
            movesLimited(factory),
            groupsOnOneNode(factory),
            slowestRankLimited(factory),
            slowestRank(factory),
            traffic(factory),
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
                .join(ExpertLayer.class)
                .filter((slot, other, layer) -> layer.distinctRanks())
                .penalize(HardMediumSoftScore.ONE_HARD)
                .asConstraint(ExpertConstraints.REPLICAS_ON_DIFFERENT_RANKS);
    }

    Constraint movesLimited(ConstraintFactory factory) {
        return factory.forEach(ExpertSlot.class)
                .groupBy(ExpertSlot::getRank, ExpertSlot::getExpert, count())
                .join(ExpertLayer.class)
                .groupBy(
                        (rank, expert, hosted, layer) -> layer,
                        sum((Integer rank, LogicalExpert expert, Long hosted, ExpertLayer layer) ->
                                Math.max(0, hosted - layer.currentlyHosted(rank, expert.index()))))
                .filter((layer, moves) -> layer.migrates() && moves > layer.maxMoves())
                .penalize(HardMediumSoftScore.ONE_HARD, (layer, moves) -> moves - layer.maxMoves())
                .asConstraint(ExpertConstraints.MOVES_LIMITED);
    }

    Constraint groupsOnOneNode(ConstraintFactory factory) {
        return factory.forEach(ExpertSlot.class)
                .join(
                        ExpertLayer.class,
                        filtering((slot, layer) -> layer.problem().groups() > 0))
                .groupBy(
                        (slot, layer) -> layer.groupOf(slot.getExpert().index()),
                        (slot, layer) -> layer.nodeOf(slot.getRank()),
                        countBi())
                .groupBy(
                        (group, node, slots) -> group,
                        sum((Integer group, Integer node, Long slots) -> slots),
                        max((Integer group, Integer node, Long slots) -> slots))
                .penalize(HardMediumSoftScore.ONE_HARD, (group, slots, onItsNode) -> slots - onItsNode)
                .asConstraint(ExpertConstraints.GROUPS_ON_ONE_NODE);
    }

    Constraint slowestRankLimited(ConstraintFactory factory) {
        return blendedNanoseconds(factory)
                .filter((layer, nanoseconds) -> nanoseconds > layer.limitNanoseconds())
                .penalize(HardMediumSoftScore.ONE_HARD, (layer, nanoseconds) -> nanoseconds - layer.limitNanoseconds())
                .asConstraint(ExpertConstraints.SLOWEST_RANK_LIMITED);
    }

    Constraint slowestRank(ConstraintFactory factory) {
        return blendedNanoseconds(factory)
                .filter((layer, nanoseconds) -> layer.limitNanoseconds() == Long.MAX_VALUE)
                .penalize(HardMediumSoftScore.ONE_MEDIUM, (layer, nanoseconds) -> nanoseconds)
                .asConstraint(ExpertConstraints.SLOWEST_RANK);
    }

    Constraint traffic(ConstraintFactory factory) {
        return factory.forEach(ExpertSlot.class)
                .groupBy(toList())
                .join(ExpertLayer.class)
                .penalize(
                        HardMediumSoftScore.ONE_MEDIUM,
                        (slots, layer) -> layer.trafficNanoseconds(layer.nodesPerToken(physicalToLogical(slots))))
                .asConstraint(ExpertConstraints.TRAFFIC);
    }

    Constraint rankTimeSquares(ConstraintFactory factory) {
        return rankNanoseconds(factory)
                .groupBy(
                        (profile, rank, nanoseconds) -> profile,
                        sum((ProfileFact profile, Integer rank, Long nanoseconds) ->
                                profile.layer().square(nanoseconds)))
                .join(ExpertLayer.class)
                .penalize(
                        HardMediumSoftScore.ONE_SOFT,
                        (profile, squares, layer) -> squares / layer.profiles().size())
                .asConstraint(ExpertConstraints.RANK_TIME_SQUARES);
    }

    private static int[] physicalToLogical(List<ExpertSlot> slots) {
        int[] physicalToLogical = new int[slots.size()];
        for (ExpertSlot slot : slots) {
            physicalToLogical[slot.getIndex()] = slot.getExpert().index();
        }
        return physicalToLogical;
    }

    /** (layer, its time): the slowest rank of each profile, blended. */
    private static BiConstraintStream<ExpertLayer, Long> blendedNanoseconds(ConstraintFactory factory) {
        return rankNanoseconds(factory)
                .groupBy(
                        (profile, rank, nanoseconds) -> profile,
                        max((ProfileFact profile, Integer rank, Long nanoseconds) -> nanoseconds))
                .groupBy(toMap((profile, slowest) -> profile.index(), (profile, slowest) -> slowest, Long::max))
                .join(ExpertLayer.class)
                .map(
                        (slowest, layer) -> layer,
                        (slowest, layer) -> layer.blend(IntStream.range(0, slowest.size())
                                .mapToLong(slowest::get)
                                .toArray()));
    }

    /** (profile, rank, its time): each slot costs what its expert costs at the present number of replicas. */
    private static TriConstraintStream<ProfileFact, Integer, Long> rankNanoseconds(ConstraintFactory factory) {
        return factory.forEach(ExpertSlot.class)
                .groupBy(ExpertSlot::getExpert, count())
                .join(ExpertSlot.class, equal((expert, replicas) -> expert, ExpertSlot::getExpert))
                .join(ProfileFact.class)
                .groupBy(
                        (expert, replicas, slot, profile) -> profile,
                        (expert, replicas, slot, profile) -> slot.getRank(),
                        sum((expert, replicas, slot, profile) ->
                                profile.layer().slotNanoseconds(expert.index(), replicas.intValue())));
    }
}
