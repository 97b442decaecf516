package dev.meshwright.placement.placing;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.PlacementCosts;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.experts.ExpertPlacer;
import dev.meshwright.placement.experts.PlacedLayers;
import dev.meshwright.placement.experts.PlainProblem;
import java.util.List;
import java.util.Optional;

/**
 * Makes degrees a complete layout: experts into slots, layers into stages, ranks onto GPUs.
 *
 * <p>Experts first: the step time falls with every layer's slowest rank whatever the stages are, so placing them apart
 * loses nothing. Then layers and ranks together, with the experts' times in the layers' times.
 */
public final class LayoutPlacer {

    private final CostModel costModel;
    private final ExpertPlacer expertPlacer;
    private final StagePlacer stagePlacer;
    private final Budget budget;
    private final Given given;

    /**
     * Parts of a layout that are not to be placed.
     *
     * @param experts of each slot
     * @param stages layers of each stage
     * @param devices GPU of each rank
     */
    public record Given(Optional<ExpertSlots> experts, Optional<List<Stage>> stages, Optional<DeviceMap> devices) {

        /** Everything is to be placed. */
        public static final Given NOTHING = new Given(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** A placer that places experts with {@code expertPlacer}. */
    public LayoutPlacer(CostModel costModel, ExpertPlacer expertPlacer, StagePlacer stagePlacer, Budget budget) {
        this(costModel, expertPlacer, stagePlacer, budget, Given.NOTHING);
    }

    private LayoutPlacer(
            CostModel costModel, ExpertPlacer expertPlacer, StagePlacer stagePlacer, Budget budget, Given given) {
        this.costModel = costModel;
        this.expertPlacer = expertPlacer;
        this.stagePlacer = stagePlacer;
        this.budget = budget;
        this.given = given;
    }

    /** The same, with some parts of every layout given and the others placed. */
    public LayoutPlacer given(Given parts) {
        return new LayoutPlacer(costModel, expertPlacer, stagePlacer, budget, parts);
    }

    /**
     * A complete layout and what a better placement of the same degrees could still win.
     *
     * @param layout complete
     * @param gap by which the placement may exceed the best one's step time, at most: placed over bound, minus 1
     */
    public record Placed(Layout layout, double gap) {}

    /** The placement; empty where no split of the layers fits into memory. */
    public Optional<Placed> place(Degrees degrees) {
        PlacementCosts costs = costModel.placementCosts(degrees);
        double gap = 0;
        ExpertSlots experts;
        if (given.experts().isPresent()) {
            experts = given.experts().get();
        } else if (costModel.kinds().routedLayers() == 0) {
            experts = new ExpertSlots(new int[0][]);
        } else if (balancedInOrder(degrees)) {
            experts = ExpertSlots.contiguous(
                    costModel.kinds().routedLayers(),
                    costModel.kinds().experts(),
                    degrees.slotsPerRank() * degrees.expert());
        } else {
            PlainProblem problem = new PlainProblem(
                    degrees.expert(), degrees.slotsPerRank(), costs.shares(), new ExpertCosts(costs), true);
            PlacedLayers placed = expertPlacer.place(problem, budget);
            experts = new ExpertSlots(placed.placement().physicalToLogical());
            gap = placed.gap();
        }
        Optional<StagePlacer.PlacedStages> stages =
                stagePlacer.place(costModel, costs, degrees, experts, given.stages(), given.devices(), budget);
        double expertGap = gap;
        return stages.map(placed -> new Placed(
                new Layout(degrees, placed.stages(), experts, placed.devices()),
                (1 + expertGap) * (1 + placed.gap()) - 1));
    }

    /** Under uniform load and without spare slots every order of the experts is as good as any other. */
    private boolean balancedInOrder(Degrees degrees) {
        return costModel.problem().expertLoad().even()
                && degrees.slotsPerRank() * degrees.expert()
                        == costModel.kinds().experts();
    }
}
