package dev.meshwright.placement.timefold;

import ai.timefold.solver.core.api.domain.solution.PlanningEntityCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.PlanningScore;
import ai.timefold.solver.core.api.domain.solution.PlanningSolution;
import ai.timefold.solver.core.api.domain.solution.ProblemFactCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.ProblemFactProperty;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import dev.meshwright.placement.LayerProblem;
import dev.meshwright.placement.LayerScore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A planning solution: the slots of one layer. Layers share nothing, so each is solved apart.
 *
 * <p>Score: hard = violations, medium = nanoseconds of the slowest rank above the layer's lower bound (0 = proven best),
 * soft = the squares of the rank times.
 */
@PlanningSolution
public class ExpertSlots {
    @ProblemFactProperty
    private LayerProblem layer;

    @ProblemFactCollectionProperty
    @ValueRangeProvider
    private List<LogicalExpert> experts = List.of();

    @PlanningEntityCollectionProperty
    private List<ExpertSlot> slots = List.of();

    @PlanningScore
    private @Nullable HardMediumSoftScore score;

    private SearchStop stop = SearchStop.never();

    /** For the solver's clones, which set every field at once. */
    @SuppressWarnings("NullAway.Init")
    public ExpertSlots() {}

    ExpertSlots(LayerProblem layer, int[] physicalToLogical, SearchStop stop) {
        this.layer = layer;
        this.stop = stop;
        experts =
                IntStream.range(0, layer.experts()).mapToObj(LogicalExpert::new).toList();
        slots = new ArrayList<>(layer.slots());
        for (int slot = 0; slot < layer.slots(); slot++) {
            slots.add(new ExpertSlot(slot, layer.rankOf(slot), experts.get(physicalToLogical[slot])));
        }
    }

    public LayerProblem getLayer() {
        return layer;
    }

    public List<LogicalExpert> getExperts() {
        return experts;
    }

    public List<ExpertSlot> getSlots() {
        return slots;
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

    int[] physicalToLogical() {
        return slots.stream().mapToInt(slot -> slot.getExpert().index()).toArray();
    }

    /** The layer's score in the solver's terms; negative is worse. */
    static HardMediumSoftScore toSolverScore(LayerProblem layer, LayerScore score) {
        return HardMediumSoftScore.of(
                -score.violations(), -nanosecondsAboveBound(layer, score.nanoseconds()), -score.squares());
    }

    /** Below the bound only while experts are missing, which the hard score already rules out. */
    static long nanosecondsAboveBound(LayerProblem layer, long nanoseconds) {
        return Math.max(0, nanoseconds - layer.lowerBoundNanoseconds());
    }
}
