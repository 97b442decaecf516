package dev.meshwright.placement.placing;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.PlacementCosts;
import dev.meshwright.cost.PlacementCosts.StageSeconds;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Device;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.Stage;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.InfeasiblePlacementException;
import dev.meshwright.placement.pipeline.DeviceGroup;
import dev.meshwright.placement.pipeline.PipelinePlacement;
import dev.meshwright.placement.pipeline.PipelinePlacer;
import dev.meshwright.placement.pipeline.PipelineProblem;
import dev.meshwright.placement.pipeline.PipelineShape;
import dev.meshwright.placement.pipeline.PlacedPipeline;
import dev.meshwright.placement.pipeline.StageMemory;
import dev.meshwright.placement.pipeline.StageSplit;
import dev.meshwright.placement.pipeline.StageTraffic;
import dev.meshwright.placement.pipeline.StageWork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Layers into stages and ranks onto GPUs. On equal GPUs the devices go in order, which puts every group on as few islands
 * as its size permits, and an exact split of the layers remains; on a mixed cluster a {@link PipelinePlacer} decides
 * both together.
 */
public final class StagePlacer {

    private static final double NANOSECONDS = 1e9;

    private final PipelinePlacer pipelinePlacer;

    /** A placer that leaves mixed clusters to {@code pipelinePlacer}. */
    public StagePlacer(PipelinePlacer pipelinePlacer) {
        this.pipelinePlacer = pipelinePlacer;
    }

    /**
     * Stages and devices.
     *
     * @param stages layers of each stage
     * @param devices GPU of each rank
     * @param gap placed step time over its bound, minus 1
     */
    public record PlacedStages(List<Stage> stages, DeviceMap devices, double gap) {}

    Optional<PlacedStages> place(
            CostModel costModel,
            PlacementCosts costs,
            Degrees degrees,
            ExpertSlots experts,
            Optional<List<Stage>> givenStages,
            Optional<DeviceMap> givenDevices,
            Budget budget) {
        Cluster cluster = costModel.problem().cluster();
        if (cluster.mixed() && givenStages.isEmpty() && givenDevices.isEmpty()) {
            return mixed(costModel, costs, degrees, experts, budget);
        }
        Optional<DeviceMap> devices = givenDevices.or(() -> inOrder(cluster, degrees));
        Model model = costModel.problem().model();
        Optional<List<Stage>> stages = givenStages.or(
                () -> split(model, costs, degrees, costs.stageSeconds(experts, 0, islands(cluster, degrees))));
        return devices.flatMap(map -> stages.map(list -> new PlacedStages(list, map, 0)));
    }

    private static int islands(Cluster cluster, Degrees degrees) {
        return Math.ceilDiv(degrees.gpusPerStage(), cluster.nodes().getFirst().islandSize());
    }

    /** The exact best split for equal GPUs. */
    private static Optional<List<Stage>> split(
            Model model, PlacementCosts costs, Degrees degrees, StageSeconds seconds) {
        int layers = seconds.layers().size();
        int stages = degrees.pipeline();
        if (stages == 1) {
            boolean fits = costs.stageBytes(0, 0, layers - 1) <= costs.usableBytes(0);
            return fits ? Optional.of(List.of(new Stage(0, layers - 1))) : Optional.empty();
        }
        long[] before = new long[layers + 1];
        for (int layer = 0; layer < layers; layer++) {
            before[layer + 1] = before[layer] + Math.round(seconds.layers().get(layer) * NANOSECONDS);
        }
        long embedding = Math.round(seconds.embedding() * NANOSECONDS);
        long head = Math.round(seconds.head() * NANOSECONDS);
        MemoryTable memory = new MemoryTable(costs, degrees, layers);
        return StageSplit.fastest(
                        layers,
                        stages,
                        degrees.microBatches(),
                        (stage, from, to) -> before[to]
                                - before[from]
                                + (stage == 0 ? embedding : 0)
                                + (stage == stages - 1 ? head : 0),
                        (stage, from, to) -> model.mayBeginStage(from) && memory.fits(stage, from, to))
                .map(split -> ranges(split.firstLayers(), layers));
    }

    private static List<Stage> ranges(int[] firstLayers, int layers) {
        List<Stage> stages = new ArrayList<>();
        for (int stage = 0; stage < firstLayers.length; stage++) {
            int end = stage + 1 < firstLayers.length ? firstLayers[stage + 1] : layers;
            stages.add(new Stage(firstLayers[stage], end - 1));
        }
        return stages;
    }

    /** For each stage and first layer, the last layer that still fits: memory grows with every layer. */
    private static final class MemoryTable {

        private final int[][] end;

        MemoryTable(PlacementCosts costs, Degrees degrees, int layers) {
            end = new int[degrees.pipeline()][layers];
            double usable = costs.usableBytes(0);
            for (int stage = 0; stage < degrees.pipeline(); stage++) {
                int to = 0;
                for (int from = 0; from < layers; from++) {
                    to = Math.max(to, from);
                    while (to < layers && costs.stageBytes(stage, from, to) <= usable) {
                        to++;
                    }
                    end[stage][from] = to;
                }
            }
        }

        boolean fits(int stage, int from, int to) {
            return to <= end[stage][from];
        }
    }

    /** Tensor groups on consecutive GPUs of an island, stage by stage; empty if the islands offer too few groups. */
    private static Optional<DeviceMap> inOrder(Cluster cluster, Degrees degrees) {
        List<DeviceGroup> groups = deviceGroups(cluster, degrees.tensor());
        int needed = degrees.gpus() / degrees.tensor();
        if (groups.size() < needed) {
            return Optional.empty();
        }
        int[] seats = new int[needed];
        Arrays.setAll(seats, seat -> seat);
        return Optional.of(devices(cluster, degrees, groups, seats));
    }

    private static List<DeviceGroup> deviceGroups(Cluster cluster, int tensor) {
        List<DeviceGroup.Node> islands = new ArrayList<>();
        for (int kind = 0; kind < cluster.nodes().size(); kind++) {
            NodeGroup group = cluster.nodes().get(kind);
            for (int left = group.gpus(); left > 0; left -= group.islandSize()) {
                islands.add(new DeviceGroup.Node(Math.min(left, group.islandSize()), kind));
            }
        }
        return DeviceGroup.split(islands, tensor);
    }

    private static DeviceMap devices(Cluster cluster, Degrees degrees, List<DeviceGroup> groups, int[] groupOfSeat) {
        int[] firstOfIsland = firstDevices(cluster);
        int perStage = degrees.data();
        int[][] rows = new int[degrees.replicas() * degrees.pipeline()][degrees.gpusPerStage()];
        for (int seat = 0; seat < groupOfSeat.length; seat++) {
            DeviceGroup group = groups.get(groupOfSeat[seat]);
            int first = firstOfIsland[group.firstNode()] + group.firstGpu();
            for (int rank = 0; rank < degrees.tensor(); rank++) {
                rows[seat / perStage][seat % perStage * degrees.tensor() + rank] = first + rank;
            }
        }
        return new DeviceMap(rows);
    }

    private static int[] firstDevices(Cluster cluster) {
        List<Device> devices = cluster.devices();
        int islands = devices.getLast().island() + 1;
        int[] first = new int[islands];
        Arrays.fill(first, -1);
        for (Device device : devices) {
            if (first[device.island()] < 0) {
                first[device.island()] = device.index();
            }
        }
        return first;
    }

    private Optional<PlacedStages> mixed(
            CostModel costModel, PlacementCosts costs, Degrees degrees, ExpertSlots experts, Budget budget) {
        Cluster cluster = costModel.problem().cluster();
        List<DeviceGroup> groups = deviceGroups(cluster, degrees.tensor());
        PipelineShape shape = new PipelineShape(
                degrees.pipeline(),
                degrees.data(),
                degrees.replicas(),
                degrees.microBatches(),
                costModel.problem().workload() instanceof Training);
        try {
            LayerUnits units = LayerUnits.of(costModel.problem().model());
            PipelineProblem problem = new PipelineProblem(
                    shape,
                    work(costs, experts, units),
                    memory(costs, degrees, units),
                    traffic(costs, experts, units),
                    groups);
            PlacedPipeline placed = pipelinePlacer.place(problem, budget);
            if (!placed.score().feasible()) {
                return Optional.empty();
            }
            PipelinePlacement placement = placed.placement();
            List<Stage> stages = new ArrayList<>();
            for (int[] range : placement.stageRanges(degrees.pipeline())) {
                stages.add(new Stage(units.first(range[0]), units.last(range[1])));
            }
            DeviceMap map = devices(cluster, degrees, groups, placement.deviceOfSeat());
            return Optional.of(new PlacedStages(stages, map, placed.gap()));
        } catch (InfeasiblePlacementException tooLarge) {
            return Optional.empty();
        }
    }

    private static StageWork work(PlacementCosts costs, ExpertSlots experts, LayerUnits units) {
        int sites = costs.sites();
        StageSeconds[] seconds = new StageSeconds[sites];
        for (int site = 0; site < sites; site++) {
            seconds[site] = costs.stageSeconds(experts, site, 1);
        }
        long[][] layers = new long[units.count()][sites];
        long[] first = new long[sites];
        long[] last = new long[sites];
        for (int site = 0; site < sites; site++) {
            List<Double> ofLayer = seconds[site].layers();
            for (int unit = 0; unit < layers.length; unit++) {
                layers[unit][site] = units.sum(unit, layer -> Math.round(ofLayer.get(layer) * NANOSECONDS));
            }
            first[site] = Math.round(seconds[site].embedding() * NANOSECONDS);
            last[site] = Math.round(seconds[site].head() * NANOSECONDS);
        }
        return new StageWork(layers, first, last);
    }

    /** Bytes per layer on the first stage, where most micro-batches are in flight: never too few. */
    private static StageMemory memory(PlacementCosts costs, Degrees degrees, LayerUnits units) {
        long[] layerBytes = new long[units.count()];
        long empty = Math.round(costs.stageBytes(0, 0, -1));
        int lastStage = degrees.pipeline() - 1;
        for (int unit = 0; unit < layerBytes.length; unit++) {
            layerBytes[unit] = units.sum(unit, layer -> Math.round(costs.stageBytes(0, layer, layer)) - empty);
        }
        long[] capacity = new long[costs.sites()];
        for (int site = 0; site < capacity.length; site++) {
            capacity[site] = (long) costs.usableBytes(site);
        }
        long last = lastStage == 0 ? 0 : Math.round(costs.stageBytes(lastStage, 0, -1));
        return new StageMemory(layerBytes, 0, Math.max(0, last - empty), empty, capacity);
    }

    /** What a stage's exchange takes more on several islands than on one; a table per number of islands, made once. */
    private static StageTraffic traffic(PlacementCosts costs, ExpertSlots experts, LayerUnits units) {
        StageSeconds near = costs.stageSeconds(experts, 0, 1);
        Map<Integer, List<Double>> layersByIslands = new HashMap<>();
        return new StageTraffic(
                (unit, islands) -> {
                    List<Double> layers =
                            layersByIslands.computeIfAbsent(islands, number -> costs.stageSeconds(experts, 0, number)
                                    .layers());
                    return units.sum(
                            unit,
                            layer -> Math.max(
                                    0,
                                    Math.round(
                                            (layers.get(layer) - near.layers().get(layer)) * NANOSECONDS)));
                },
                Math.round(near.hopInside() * NANOSECONDS),
                Math.round(Math.max(near.hopInside(), near.hopAcross()) * NANOSECONDS));
    }
}
