package dev.meshwright.placement.timefold.pipeline;

import ai.timefold.solver.core.api.domain.solution.PlanningEntityCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.PlanningScore;
import ai.timefold.solver.core.api.domain.solution.PlanningSolution;
import ai.timefold.solver.core.api.domain.solution.ProblemFactCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.ProblemFactProperty;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import dev.meshwright.placement.pipeline.PipelineObjective;
import dev.meshwright.placement.pipeline.PipelinePlacement;
import dev.meshwright.placement.pipeline.PipelineScore;
import dev.meshwright.placement.pipeline.PipelineShape;
import dev.meshwright.placement.timefold.SearchStop;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A planning solution: layers on stages and tensor groups on device groups, decided together.
 *
 * <p>Score: hard = broken structure plus overflowing bytes, medium = nanoseconds of the step, soft = the squares of the
 * stage times.
 */
@PlanningSolution
public class PipelineSeats {
    @ProblemFactProperty
    private PipelineObjective objective;

    @ProblemFactCollectionProperty
    @ValueRangeProvider
    private List<Integer> stages = List.of();

    @ProblemFactCollectionProperty
    @ValueRangeProvider
    private List<PlacedDevice> devices = List.of();

    @PlanningEntityCollectionProperty
    private List<LayerSeat> layers = List.of();

    @PlanningEntityCollectionProperty
    private List<GroupSeat> seats = List.of();

    @PlanningScore
    private @Nullable HardMediumSoftScore score;

    private SearchStop stop = SearchStop.never();

    /** For the solver's clones, which set every field at once. */
    @SuppressWarnings("NullAway.Init")
    public PipelineSeats() {}

    PipelineSeats(PipelineObjective objective, PipelinePlacement placement, SearchStop stop) {
        this.objective = objective;
        this.stop = stop;
        PipelineShape shape = objective.shape();
        stages = IntStream.range(0, shape.stages()).boxed().toList();
        devices = IntStream.range(0, objective.problem().devices().size())
                .mapToObj(index -> new PlacedDevice(index, objective.device(index)))
                .toList();
        layers = IntStream.range(0, objective.problem().layers())
                .mapToObj(layer -> new LayerSeat(layer, placement.stage(layer)))
                .toList();
        seats = IntStream.range(0, shape.seats())
                .mapToObj(seat -> new GroupSeat(
                        seat,
                        shape.replicaOf(seat),
                        shape.stageOf(seat),
                        shape.groupOf(seat),
                        devices.get(placement.device(seat))))
                .toList();
    }

    public PipelineObjective getObjective() {
        return objective;
    }

    public List<Integer> getStages() {
        return stages;
    }

    public List<PlacedDevice> getDevices() {
        return devices;
    }

    public List<LayerSeat> getLayers() {
        return layers;
    }

    public List<GroupSeat> getSeats() {
        return seats;
    }

    public @Nullable HardMediumSoftScore getScore() {
        return score;
    }

    public void setScore(@Nullable HardMediumSoftScore score) {
        this.score = score;
    }

    SearchStop stop() {
        return stop;
    }

    PipelinePlacement placement() {
        return new PipelinePlacement(
                layers.stream().mapToInt(LayerSeat::getStage).toArray(),
                seats.stream().mapToInt(seat -> seat.getDevice().index()).toArray());
    }

    /** The score in the solver's terms; negative is worse. */
    static HardMediumSoftScore toSolverScore(PipelineScore score) {
        return HardMediumSoftScore.of(
                -score.violations() - score.overflowBytes(), -score.nanoseconds(), -score.squares());
    }
}
