package dev.meshwright.placement.placing;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.PlacementCosts;
import dev.meshwright.cost.PlacementCosts.StageSeconds;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.Stage;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.InfeasiblePlacementException;
import dev.meshwright.placement.pipeline.PipelineObjective;
import dev.meshwright.placement.pipeline.PipelinePlacement;
import dev.meshwright.placement.pipeline.PipelinePlacer;
import dev.meshwright.placement.pipeline.PipelineProblem;
import dev.meshwright.placement.pipeline.PipelineShape;
import dev.meshwright.placement.pipeline.PlacedPipeline;
import dev.meshwright.placement.pipeline.StageMemory;
import dev.meshwright.placement.pipeline.StageTraffic;
import dev.meshwright.placement.pipeline.StageWork;
import dev.meshwright.placement.pipeline.start.PipelinePlacers;
import dev.meshwright.placement.placing.StagePlacer.PlacedStages;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Layers and ranks of several kinds of GPUs, decided together by a {@link PipelinePlacer}. */
final class MixedStages {

    private static final double NANOSECONDS = 1e9;

    private final PipelinePlacer pipelinePlacer;
    private final Budget budget;

    MixedStages(PipelinePlacer pipelinePlacer, Budget budget) {
        this.pipelinePlacer = pipelinePlacer;
        this.budget = budget;
    }

    /**
     * The placer's placement, and those of its peers that order the GPUs: what they shorten is the sum of the steps, and what
     * users see of that may be more of one that has a longer sum.
     */
    List<PlacedStages> place(
            CostModel costModel, PlacementCosts costs, Degrees degrees, ExpertSlots experts, DeviceSeats seats) {
        PipelineShape shape = new PipelineShape(
                degrees.pipeline(),
                degrees.data(),
                degrees.replicas(),
                degrees.microBatches(),
                costModel.problem().workload() instanceof Training);
        try {
            LayerUnits units = LayerUnits.of(costModel.problem().model());
            PipelineObjective objective = new PipelineObjective(new PipelineProblem(
                    shape,
                    work(costs, experts, units),
                    memory(costs, degrees, units),
                    traffic(costs, experts, units),
                    seats.groups()));
            Set<PlacedStages> placed = new LinkedHashSet<>();
            List<PlacedPipeline> orders = PipelinePlacers.orders(shape).stream()
                    .map(order -> order.place(objective, budget))
                    .toList();
            PlacedPipeline best = Collections.min(orders, Comparator.comparing(PlacedPipeline::score));
            PlacedPipeline first = pipelinePlacer.placeFrom(best, objective, budget);
            placed(first, degrees, units, seats).ifPresent(placed::add);
            for (PlacedPipeline other : orders) {
                if (!other.placement().equals(first.placement())) {
                    placed(other, degrees, units, seats).ifPresent(placed::add);
                }
            }
            return List.copyOf(placed);
        } catch (InfeasiblePlacementException tooLarge) {
            return List.of();
        }
    }

    private static Optional<PlacedStages> placed(
            PlacedPipeline placed, Degrees degrees, LayerUnits units, DeviceSeats seats) {
        if (!placed.score().feasible()) {
            return Optional.empty();
        }
        PipelinePlacement placement = placed.placement();
        List<Stage> stages = new ArrayList<>();
        for (int[] range : placement.stageRanges(degrees.pipeline())) {
            stages.add(new Stage(units.first(range[0]), units.last(range[1])));
        }
        DeviceMap map = seats.devices(placement.deviceOfSeat());
        // The placer's own bound is of the sum of the steps, not of what users see.
        return Optional.of(new PlacedStages(stages, map, placed.gap(), false));
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
