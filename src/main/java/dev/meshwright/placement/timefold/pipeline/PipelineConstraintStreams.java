package dev.meshwright.placement.timefold.pipeline;

import static ai.timefold.solver.core.api.score.stream.ConstraintCollectors.max;
import static ai.timefold.solver.core.api.score.stream.ConstraintCollectors.sum;
import static ai.timefold.solver.core.api.score.stream.ConstraintCollectors.toList;
import static ai.timefold.solver.core.api.score.stream.Joiners.equal;

import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import ai.timefold.solver.core.api.score.stream.Constraint;
import ai.timefold.solver.core.api.score.stream.ConstraintFactory;
import ai.timefold.solver.core.api.score.stream.ConstraintProvider;
import ai.timefold.solver.core.api.score.stream.bi.BiConstraintStream;
import ai.timefold.solver.core.api.score.stream.uni.UniConstraintStream;
import dev.meshwright.placement.pipeline.DeviceGroup;
import dev.meshwright.placement.pipeline.PipelineConstraints;
import dev.meshwright.placement.pipeline.PipelineObjective;
import java.util.List;

/**
 * Pipeline placement as constraint streams: the specification that people read and that {@link PipelineScoreCalculator},
 * the engine, must equal.
 */
public final class PipelineConstraintStreams implements ConstraintProvider {

    @Override
    public Constraint[] defineConstraints(ConstraintFactory factory) {
        return new Constraint[] {
            contiguousStages(factory),
            allStagesUsed(factory),
            deviceUsedOnce(factory),
            memoryOverflow(factory),
            replicaTime(factory),
            slowestReplica(factory),
            stageTimeSquares(factory)
        };
    }

    Constraint contiguousStages(ConstraintFactory factory) {
        return factory.forEach(LayerSeat.class)
                .join(LayerSeat.class, equal(layer -> layer.getIndex() + 1, LayerSeat::getIndex))
                .filter((layer, next) -> !PipelineObjective.followsOn(layer.getStage(), next.getStage()))
                .penalize(HardMediumSoftScore.ONE_HARD)
                .asConstraint(PipelineConstraints.CONTIGUOUS_STAGES);
    }

    Constraint allStagesUsed(ConstraintFactory factory) {
        return factory.forEach(LayerSeat.class)
                .join(PipelineObjective.class)
                .penalize(HardMediumSoftScore.ONE_HARD, (layer, objective) -> {
                    boolean first = layer.getIndex() == 0;
                    boolean last = layer.getIndex() == objective.problem().layers() - 1;
                    return (first && layer.getStage() != 0 ? 1L : 0L)
                            + (last && layer.getStage() != objective.shape().stages() - 1 ? 1L : 0L);
                })
                .asConstraint(PipelineConstraints.ALL_STAGES_USED);
    }

    Constraint deviceUsedOnce(ConstraintFactory factory) {
        return factory.forEachUniquePair(GroupSeat.class, equal(GroupSeat::getDevice))
                .penalize(HardMediumSoftScore.ONE_HARD)
                .asConstraint(PipelineConstraints.DEVICE_USED_ONCE);
    }

    Constraint memoryOverflow(ConstraintFactory factory) {
        return factory.forEach(LayerSeat.class)
                .join(PipelineObjective.class)
                .groupBy(
                        (layer, objective) -> layer.getStage(),
                        sum((layer, objective) -> objective.layerBytes(layer.getIndex())))
                .join(GroupSeat.class, equal((stage, bytes) -> stage, GroupSeat::getStage))
                .join(PipelineObjective.class)
                .penalize(
                        HardMediumSoftScore.ONE_HARD,
                        (stage, bytes, seat, objective) -> objective.overflowBytes(
                                stage, bytes, seat.getDevice().group().kind()))
                .asConstraint(PipelineConstraints.MEMORY_OVERFLOW);
    }

    Constraint replicaTime(ConstraintFactory factory) {
        return replicaNanoseconds(factory)
                .join(PipelineObjective.class)
                .filter((replica, nanoseconds, objective) -> !objective.shape().synchronous())
                .penalize(HardMediumSoftScore.ONE_MEDIUM, (replica, nanoseconds, objective) -> nanoseconds)
                .asConstraint(PipelineConstraints.REPLICA_TIME);
    }

    Constraint slowestReplica(ConstraintFactory factory) {
        return replicaNanoseconds(factory)
                .groupBy(max((Integer replica, Long nanoseconds) -> nanoseconds))
                .join(PipelineObjective.class)
                .filter((nanoseconds, objective) -> objective.shape().synchronous())
                .penalize(HardMediumSoftScore.ONE_MEDIUM, (nanoseconds, objective) -> nanoseconds)
                .asConstraint(PipelineConstraints.SLOWEST_REPLICA);
    }

    Constraint stageTimeSquares(ConstraintFactory factory) {
        return stageTimes(factory)
                .join(PipelineObjective.class)
                .penalize(HardMediumSoftScore.ONE_SOFT, (part, objective) -> objective.square(part.stageNanoseconds()))
                .asConstraint(PipelineConstraints.STAGE_TIME_SQUARES);
    }

    /** What a stage, or the hop to it, adds to a replica's step. */
    record StepPart(int replica, int stage, long stageNanoseconds, long hopNanoseconds) {}

    private record StageLayers(int stage, List<Integer> layers) {}

    private record StageDevices(int replica, int stage, List<DeviceGroup> devices) {}

    private record StepSums(int replica, long sum, long longest, long hops) {}

    /** (replica, its step): the sum of its stages, m - 1 times the longest, and its hops. */
    private static BiConstraintStream<Integer, Long> replicaNanoseconds(ConstraintFactory factory) {
        return stageTimes(factory)
                .concat(hops(factory))
                .groupBy(
                        StepPart::replica,
                        sum(StepPart::stageNanoseconds),
                        max(StepPart::stageNanoseconds),
                        sum(StepPart::hopNanoseconds))
                .map(StepSums::new)
                .join(PipelineObjective.class)
                .map(
                        (sums, objective) -> sums.replica(),
                        (sums, objective) -> objective.replicaNanoseconds(sums.sum(), sums.longest(), sums.hops()));
    }

    private static UniConstraintStream<StepPart> stageTimes(ConstraintFactory factory) {
        UniConstraintStream<StageLayers> layers = factory.forEach(LayerSeat.class)
                .groupBy(LayerSeat::getStage, toList(LayerSeat::getIndex))
                .map(StageLayers::new);
        return factory.forEach(GroupSeat.class)
                .groupBy(GroupSeat::getReplica, GroupSeat::getStage, toList((GroupSeat seat) -> seat.getDevice()
                        .group()))
                .map(StageDevices::new)
                .join(layers, equal(StageDevices::stage, StageLayers::stage))
                .join(PipelineObjective.class)
                .map((on, of, objective) -> new StepPart(
                        on.replica(),
                        on.stage(),
                        objective.stageNanoseconds(on.stage(), of.layers(), on.devices()),
                        0));
    }

    /** The hop to a stage is within nodes only if each of its groups shares a node with its predecessor. */
    private static UniConstraintStream<StepPart> hops(ConstraintFactory factory) {
        return factory.forEach(GroupSeat.class)
                .join(
                        GroupSeat.class,
                        equal(GroupSeat::getReplica),
                        equal(GroupSeat::getGroup),
                        equal(seat -> seat.getStage() + 1, GroupSeat::getStage))
                .groupBy(
                        (from, to) -> to.getReplica(),
                        (from, to) -> to.getStage(),
                        max((GroupSeat from, GroupSeat to) -> from.getDevice()
                                        .group()
                                        .sharesNodeWith(to.getDevice().group())
                                ? 0
                                : 1))
                .join(PipelineObjective.class)
                .map((replica, stage, apart, objective) ->
                        new StepPart(replica, stage, 0, objective.hopNanoseconds(apart == 0)));
    }
}
