package dev.meshwright.placement.timefold.experts;

import ai.timefold.solver.core.api.domain.solution.PlanningEntityCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.PlanningScore;
import ai.timefold.solver.core.api.domain.solution.PlanningSolution;
import ai.timefold.solver.core.api.domain.solution.ProblemFactCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.ProblemFactProperty;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.score.HardMediumSoftScore;
import dev.meshwright.placement.experts.ExpertLayer;
import dev.meshwright.placement.experts.LayerScore;
import dev.meshwright.placement.timefold.SearchStop;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A planning solution: the slots of one layer. Layers share nothing, so each is solved apart.
 *
 * <p>Score: hard = violations, medium = nanoseconds of the slowest rank, blended over the profiles, and of traffic,
 * soft = the squares of the rank times.
 */
@PlanningSolution
public class ExpertSlots {
    @ProblemFactProperty
    private ExpertLayer layer;

    @ProblemFactCollectionProperty
    private List<ProfileFact> profiles = List.of();

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

    ExpertSlots(ExpertLayer layer, int[] physicalToLogical, SearchStop stop) {
        this.layer = layer;
        this.stop = stop;
        profiles = IntStream.range(0, layer.profiles().size())
                .mapToObj(index -> new ProfileFact(index, layer.profiles().get(index)))
                .toList();
        experts =
                IntStream.range(0, layer.experts()).mapToObj(LogicalExpert::new).toList();
        slots = new ArrayList<>(layer.slots());
        for (int slot = 0; slot < layer.slots(); slot++) {
            slots.add(new ExpertSlot(slot, layer.rankOf(slot), experts.get(physicalToLogical[slot])));
        }
    }

    public ExpertLayer getLayer() {
        return layer;
    }

    public List<ProfileFact> getProfiles() {
        return profiles;
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
    static HardMediumSoftScore toSolverScore(LayerScore score) {
        return HardMediumSoftScore.of(-score.violations(), -score.nanoseconds(), -score.squares());
    }
}
