package dev.meshwright.placement.placing;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.PlacementCosts;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.Stage;
import dev.meshwright.layout.engine.Defaults;
import dev.meshwright.layout.engine.EngineSpace;
import dev.meshwright.layout.engine.RankOrder;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.pipeline.PipelinePlacer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Layers into stages and ranks onto GPUs. Equal GPUs are taken in order, or stage by stage, and the layers are split exactly;
 * on several kinds a {@link PipelinePlacer} decides both together.
 */
public final class StagePlacer {

    private final PipelinePlacer pipelinePlacer;

    /** A placer that leaves several kinds of GPUs to {@code pipelinePlacer}. */
    public StagePlacer(PipelinePlacer pipelinePlacer) {
        this.pipelinePlacer = pipelinePlacer;
    }

    /**
     * Stages and devices.
     *
     * @param stages layers of each stage
     * @param devices GPU of each rank
     * @param gap placed step time over the placer's own bound, minus 1
     * @param exact whether no other split of the layers is better on these GPUs
     */
    public record PlacedStages(List<Stage> stages, DeviceMap devices, double gap, boolean exact) {}

    /** Placements on GPUs of {@code nodes}, as far as nothing is given, that {@code space} starts. */
    List<PlacedStages> place(
            CostModel costModel,
            PlacementCosts costs,
            Degrees degrees,
            ExpertSlots experts,
            LayoutPlacer.Given given,
            Optional<EngineSpace> space,
            NodeSet nodes,
            Budget budget) {
        Cluster cluster = costModel.problem().cluster();
        DeviceSeats seats = new DeviceSeats(
                cluster, degrees, nodes, !costModel.problem().limits().tensorWithinNode());
        boolean equal = nodes.groups().stream()
                        .map(site -> cluster.nodes().get(site).gpu())
                        .distinct()
                        .count()
                == 1;
        if (!equal && given.stages().isEmpty() && given.devices().isEmpty()) {
            List<PlacedStages> mixed = seats.enough()
                    ? new MixedStages(pipelinePlacer, budget).place(costModel, costs, degrees, experts, seats)
                    : List.of();
            return startedOf(mixed, degrees, costModel, seats, space);
        }
        boolean regular = regular(cluster, degrees);
        List<DeviceMap> ways = given.devices()
                .map(List::of)
                .orElseGet(() -> started(seats.ofEqualGpus(regular), degrees, seats, space));
        List<PlacedStages> placed = new ArrayList<>();
        for (DeviceMap devices : ways) {
            split(costModel, costs, degrees, experts, given, nodes.groups().getFirst(), devices)
                    .ifPresent(placed::add);
        }
        return placed;
    }

    /** Those of some ways that an engine starts, or else servers on equal parts of nodes. */
    private static List<DeviceMap> started(
            List<DeviceMap> ways, Degrees degrees, DeviceSeats seats, Optional<EngineSpace> space) {
        Optional<RankOrder> order = space.flatMap(EngineSpace::rankOrder);
        if (order.isEmpty()) {
            return ways;
        }
        List<DeviceMap> started =
                ways.stream().filter(way -> space.get().starts(degrees, way)).toList();
        return started.isEmpty() ? seats.ofEqualParts(order.get()) : started;
    }

    /** The same of placements on several kinds; on equal parts, stages are as equal as can be. */
    private static List<PlacedStages> startedOf(
            List<PlacedStages> mixed,
            Degrees degrees,
            CostModel costModel,
            DeviceSeats seats,
            Optional<EngineSpace> space) {
        List<DeviceMap> started =
                started(mixed.stream().map(PlacedStages::devices).distinct().toList(), degrees, seats, space);
        List<PlacedStages> kept = mixed.stream()
                .filter(placed -> started.contains(placed.devices()))
                .toList();
        if (!kept.isEmpty()) {
            return kept;
        }
        List<Stage> equal = Defaults.stages(costModel.kinds().depth(), degrees.pipeline());
        return started.stream()
                .map(devices -> new PlacedStages(equal, devices, 0, false))
                .toList();
    }

    private static Optional<PlacedStages> split(
            CostModel costModel,
            PlacementCosts costs,
            Degrees degrees,
            ExpertSlots experts,
            LayoutPlacer.Given given,
            int site,
            DeviceMap devices) {
        if (given.stages().isPresent()) {
            return Optional.of(new PlacedStages(given.stages().get(), devices, 0, false));
        }
        boolean exact = given.devices().isEmpty()
                && regular(costModel.problem().cluster(), degrees)
                && devices.equals(DeviceMap.inOrder(degrees));
        if (degrees.pipeline() == 1) {
            int depth = costModel.kinds().depth();
            boolean fits = costs.stageBytes(0, 0, depth - 1) <= costs.usableBytes(site);
            return fits
                    ? Optional.of(new PlacedStages(List.of(new Stage(0, depth - 1)), devices, 0, exact))
                    : Optional.empty();
        }
        return new EqualStages(costModel.problem(), costs, costs.stageCosts(experts, site, devices), degrees, site)
                .best()
                .map(split -> new PlacedStages(split.stages(), devices, 0, exact && split.exact()));
    }

    /**
     * Whether GPUs in order put every stage on as few islands as its size permits, and all hops inside islands or all of them
     * between: stages are whole islands, or parts that divide them, and so are the copies of their experts.
     */
    private static boolean regular(Cluster cluster, Degrees degrees) {
        int island = cluster.nodes().getFirst().islandSize();
        boolean equal = cluster.nodes().size() == 1 && cluster.gpus() % island == 0;
        int copy = degrees.gpusPerExpertCopy();
        boolean copies = degrees.expertData() == 1 || copy % island == 0 || island % copy == 0;
        boolean stages = degrees.gpusPerStage() % island == 0 || island % degrees.gpusPerReplica() == 0;
        return equal && stages && copies;
    }
}
