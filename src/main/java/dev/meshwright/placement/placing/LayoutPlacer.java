package dev.meshwright.placement.placing;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.PlacementCosts;
import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
import dev.meshwright.layout.engine.Defaults;
import dev.meshwright.layout.engine.EngineSpace;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.experts.ExpertPlacer;
import dev.meshwright.placement.experts.PlacedLayers;
import dev.meshwright.placement.experts.PlainProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes degrees a complete layout: experts into slots, layers into stages, ranks onto GPUs.
 *
 * <p>Experts first: the step time falls with every layer's slowest rank whatever the stages are, so placing them apart
 * loses nothing. Then layers and ranks together, with the experts' times in the layers' times.
 *
 * <p>On a cluster of several node groups everything is placed once for each set of nodes ({@link NodeSets}) whose bound exceeds
 * the best placement so far, and the best counts: what some nodes can do is not lost because there are others.
 *
 * <p>Where the named engine cannot be told of another place, experts and layers lie where it puts them by itself; its servers lie
 * where it starts them ({@link dev.meshwright.layout.engine.RankOrder}).
 */
public final class LayoutPlacer {

    private final CostModel costModel;
    private final ExpertPlacer expertPlacer;
    private final StagePlacer stagePlacer;
    private final Budget budget;
    private final Given given;
    private final Optional<EngineSpace> space;
    private final Ranking ranking;

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

        /** {@code layout} with these parts in place of its own. */
        public Layout over(Layout layout) {
            return new Layout(
                    layout.degrees(),
                    stages.orElse(layout.stages()),
                    experts.orElse(layout.experts()),
                    devices.orElse(layout.devices()),
                    layout.predictionStage());
        }
    }

    /** A placer that places experts with {@code expertPlacer}. */
    public LayoutPlacer(CostModel costModel, ExpertPlacer expertPlacer, StagePlacer stagePlacer, Budget budget) {
        this(costModel, expertPlacer, stagePlacer, budget, Given.NOTHING, EngineSpace.restricting(costModel.problem()));
    }

    private LayoutPlacer(
            CostModel costModel,
            ExpertPlacer expertPlacer,
            StagePlacer stagePlacer,
            Budget budget,
            Given given,
            Optional<EngineSpace> space) {
        this.costModel = costModel;
        this.expertPlacer = expertPlacer;
        this.stagePlacer = stagePlacer;
        this.budget = budget;
        this.given = given;
        this.space = space;
        this.ranking = new Ranking(costModel.problem());
    }

    /** The same, with some parts of every layout given and the others placed. */
    public LayoutPlacer given(Given parts) {
        return new LayoutPlacer(costModel, expertPlacer, stagePlacer, budget, parts, space);
    }

    /** The same, with experts and layers where that engine puts them, as far as it cannot be told otherwise. */
    public LayoutPlacer within(EngineSpace engine) {
        return new LayoutPlacer(costModel, expertPlacer, stagePlacer, budget, given, Optional.of(engine));
    }

    /** The same, with the experts where they are in another layout. */
    public LayoutPlacer keeping(ExpertSlots experts) {
        return given(new Given(Optional.of(experts), given.stages(), given.devices()));
    }

    /**
     * A complete layout and what a better placement of the same degrees could still win.
     *
     * @param layout complete
     * @param gap by which the experts' placement, and on several kinds of GPUs the stages', may exceed the best one's time
     * @param bounded whether no placement shortens the step by more than {@code gap}; else nothing but the bound of the
     *     degrees says so
     */
    public record Placed(Layout layout, double gap, boolean bounded) {}

    /** The best placement; empty where no split of the layers fits into memory. */
    public Optional<Placed> place(Degrees degrees) {
        Given parts = withDefaults(degrees);
        LayoutPlacer there = parts.equals(given) ? this : given(parts);
        return there.placed(degrees, given.experts().isEmpty());
    }

    /** What is given, and what the engine decides by itself. */
    private Given withDefaults(Degrees degrees) {
        if (space.isEmpty()) {
            return given;
        }
        boolean experts = degrees.slotsPerRank() > 0 && !space.get().placesExperts(degrees.cut());
        boolean stages = degrees.pipeline() > 1 && !space.get().placesLayers(degrees.cut());
        return new Given(
                given.experts().or(() -> experts ? Optional.of(inOrder(degrees)) : Optional.empty()),
                given.stages()
                        .or(() -> stages
                                ? Optional.of(Defaults.stages(costModel.kinds().depth(), degrees.pipeline()))
                                : Optional.empty()),
                given.devices());
    }

    private ExpertSlots inOrder(Degrees degrees) {
        return ExpertSlots.inOrder(costModel.problem().model(), degrees.slotsPerRank() * degrees.expert());
    }

    /** @param free whether the experts lie nowhere that somebody chose */
    private Optional<Placed> placed(Degrees degrees, boolean free) {
        PlacementCosts costs = costModel.placementCosts(degrees);
        Cluster cluster = costModel.problem().cluster();
        List<NodeSet> sets =
                given.devices().isPresent() ? List.of(NodeSet.all(cluster)) : NodeSets.of(cluster, degrees);
        if (sets.size() == 1) {
            List<Placed> ways = ways(degrees, costs, sets.getFirst(), free);
            return ways.size() <= 1
                    ? ways.stream().findFirst()
                    : Optional.of(best(ways).placed());
        }
        Best best = null;
        for (Bounded next : byBound(degrees, sets)) {
            if (best == null || next.mayBeat(best)) {
                List<Placed> ways = ways(degrees, costs, next.nodes(), free);
                Best there = ways.isEmpty() ? null : best(ways);
                best = best == null || (there != null && there.beats(best)) ? there : best;
            }
        }
        return Optional.ofNullable(best).map(Best::placed);
    }

    /**
     * The same with stages that end where no layer more or less is better: on several kinds of GPUs layers are split by the
     * times of the micro-batches alone, beside which a training step has a tail.
     */
    private Best descended(Best start) {
        Best best = start;
        for (boolean better = true; better; ) {
            Best before = best;
            for (Layout layout : StageBorders.moved(
                    before.placed().layout(), costModel.problem().model())) {
                Best next = judged(new Placed(layout, start.placed().gap(), false));
                best = next.beats(best) ? next : best;
            }
            better = best.beats(before);
        }
        return best;
    }

    private List<Placed> ways(Degrees degrees, PlacementCosts costs, NodeSet nodes, boolean free) {
        List<Placed> ways = new ArrayList<>();
        PlacedSlots experts = experts(degrees, costs, nodes.groups().getFirst());
        for (StagePlacer.PlacedStages stages :
                stagePlacer.place(costModel, costs, degrees, experts.slots(), given, space, nodes, budget)) {
            ways.add(new Placed(
                    new Layout(degrees, stages.stages(), experts.slots(), stages.devices()),
                    (1 + experts.gap()) * (1 + stages.gap()) - 1,
                    stages.exact() && free));
        }
        return ways;
    }

    /** A set of nodes, and the worth that no placement on it exceeds. */
    private record Bounded(NodeSet nodes, double worth) {

        boolean mayBeat(Best best) {
            return !best.works() || worth > best.worth();
        }
    }

    /** The most promising first: what comes after a placement that is as good as their bounds need not be placed. */
    private List<Bounded> byBound(Degrees degrees, List<NodeSet> sets) {
        Cluster cluster = costModel.problem().cluster();
        return sets.stream()
                .map(nodes -> {
                    DegreeBound bound = costModel.bound(degrees, nodes.gpusOfGroup(cluster));
                    return new Bounded(
                            nodes,
                            bound.mayWork()
                                    ? ranking.worth(bound.performance(), degrees.gpus())
                                    : Double.NEGATIVE_INFINITY);
                })
                .sorted(Comparator.comparingDouble(Bounded::worth).reversed())
                .toList();
    }

    /** A placement and how it ranks. */
    private record Best(Placed placed, boolean works, double worth) {

        boolean beats(Best other) {
            return (works && !other.works) || (works == other.works && worth > other.worth);
        }
    }

    /** Feasible and within the targets that bind before all else, then worth; the first of equals. */
    private Best best(List<Placed> ways) {
        Problem problem = costModel.problem();
        boolean tails = problem.workload() instanceof Training
                && problem.cluster().nodes().size() > 1
                && given.stages().isEmpty();
        Best best = null;
        for (Placed way : ways) {
            Best placed = judged(new Placed(way.layout(), way.gap(), false));
            Best next = tails ? descended(placed) : placed;
            best = best == null || next.beats(best) ? next : best;
        }
        return Objects.requireNonNull(best);
    }

    private Best judged(Placed way) {
        Evaluation evaluation = costModel.evaluate(way.layout());
        return new Best(way, ranking.works(evaluation), ranking.worth(evaluation.performance(), evaluation.gpus()));
    }

    /**
     * Experts in their slots.
     *
     * @param gap by which the slowest ranks may exceed those of the best placement
     */
    private record PlacedSlots(ExpertSlots slots, double gap) {}

    private PlacedSlots experts(Degrees degrees, PlacementCosts costs, int site) {
        if (given.experts().isPresent()) {
            return new PlacedSlots(given.experts().get(), 0);
        }
        if (costModel.kinds().routedLayers() == 0) {
            return new PlacedSlots(new ExpertSlots(new int[0][]), 0);
        }
        if (balancedInOrder(degrees)) {
            return new PlacedSlots(inOrder(degrees), 0);
        }
        PlainProblem problem = new PlainProblem(
                degrees.expert(), degrees.slotsPerRank(), costs.shares(), new ExpertCosts(costs, site), true);
        PlacedLayers placed = expertPlacer.place(problem, budget);
        return new PlacedSlots(new ExpertSlots(placed.placement().physicalToLogical()), placed.gap());
    }

    /** Under uniform load and without spare slots every order of the experts is as good as any other. */
    private boolean balancedInOrder(Degrees degrees) {
        return costModel.problem().expertLoad().even()
                && degrees.slotsPerRank() * degrees.expert()
                        == costModel.kinds().experts();
    }

    /**
     * Whether layouts are not placed on every set of the cluster's nodes, as there are too many of them. Bounds hold for all
     * of them, so that a better placement shows as a gap.
     */
    public static boolean passesOverNodes(Cluster cluster) {
        return NodeSets.passesOver(cluster);
    }
}
