package dev.meshwright.search;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.PlacementCosts;
import dev.meshwright.cost.PlacementCosts.StageSeconds;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.Stage;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.InfeasiblePlacementException;
import dev.meshwright.placement.PipelinePlacement;
import dev.meshwright.placement.PipelinePlacer;
import dev.meshwright.placement.PipelineProblem;
import dev.meshwright.placement.PipelineShape;
import dev.meshwright.placement.PlacedPipeline;
import dev.meshwright.placement.StageMemory;
import dev.meshwright.placement.StageTraffic;
import dev.meshwright.placement.StageWork;
import dev.meshwright.search.StagePlacer.PlacedStages;
import dev.meshwright.workload.Workload.Training;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Layers and ranks of several kinds of GPUs, decided together by a {@link PipelinePlacer}. */
final class MixedStages {

    private static final double NANOSECONDS = 1e9;

    private final PipelinePlacer pipelinePlacer;
    private final Budget budget;

    MixedStages(PipelinePlacer pipelinePlacer, Budget budget) {
        this.pipelinePlacer = pipelinePlacer;
        this.budget = budget;
    }

    Optional<PlacedStages> place(
            CostModel costModel, PlacementCosts costs, Degrees degrees, ExpertSlots experts, DeviceSeats seats) {
        PipelineShape shape = new PipelineShape(
                degrees.pipeline(),
                degrees.data(),
                degrees.replicas(),
                degrees.microBatches(),
                costModel.problem().workload() instanceof Training);
        try {
            PipelineProblem problem = new PipelineProblem(
                    shape,
                    work(costs, experts),
                    memory(costs, degrees, costModel.kinds().depth()),
                    traffic(costs, experts),
                    seats.groups());
            PlacedPipeline placed = pipelinePlacer.place(problem, budget);
            if (!placed.score().feasible()) {
                return Optional.empty();
            }
            PipelinePlacement placement = placed.placement();
            List<Stage> stages = new ArrayList<>();
            for (int[] range : placement.stageRanges(degrees.pipeline())) {
                stages.add(new Stage(range[0], range[1]));
            }
            DeviceMap map = seats.devices(placement.deviceOfSeat());
            // The placer's own bound is of the sum of the steps, not of what users see.
            return Optional.of(new PlacedStages(stages, map, placed.gap(), false));
        } catch (InfeasiblePlacementException tooLarge) {
            return Optional.empty();
        }
    }

    private static StageWork work(PlacementCosts costs, ExpertSlots experts) {
        int sites = costs.sites();
        StageSeconds[] seconds = new StageSeconds[sites];
        for (int site = 0; site < sites; site++) {
            seconds[site] = costs.stageSeconds(experts, site, 1);
        }
        long[][] layers = new long[seconds[0].layers().length][sites];
        long[] first = new long[sites];
        long[] last = new long[sites];
        for (int site = 0; site < sites; site++) {
            for (int layer = 0; layer < layers.length; layer++) {
                layers[layer][site] = Math.round(seconds[site].layers()[layer] * NANOSECONDS);
            }
            first[site] = Math.round(seconds[site].embedding() * NANOSECONDS);
            last[site] = Math.round(seconds[site].head() * NANOSECONDS);
        }
        return new StageWork(layers, first, last);
    }

    /** Bytes per layer on the first stage, where most micro-batches are in flight: never too few. */
    private static StageMemory memory(PlacementCosts costs, Degrees degrees, int layers) {
        long[] layerBytes = new long[layers];
        long empty = Math.round(costs.stageBytes(0, 0, -1));
        int lastStage = degrees.pipeline() - 1;
        for (int layer = 0; layer < layers; layer++) {
            layerBytes[layer] = Math.round(costs.stageBytes(0, layer, layer)) - empty;
        }
        long[] capacity = new long[costs.sites()];
        for (int site = 0; site < capacity.length; site++) {
            capacity[site] = (long) costs.usableBytes(site);
        }
        long last = lastStage == 0 ? 0 : Math.round(costs.stageBytes(lastStage, 0, -1));
        return new StageMemory(layerBytes, 0, Math.max(0, last - empty), empty, capacity);
    }

    /** What a stage's exchange takes more on several islands than on one; a table per number of islands, made once. */
    private static StageTraffic traffic(PlacementCosts costs, ExpertSlots experts) {
        StageSeconds near = costs.stageSeconds(experts, 0, 1);
        Map<Integer, double[]> layersByIslands = new HashMap<>();
        return new StageTraffic(
                (layer, islands) -> {
                    double[] layers =
                            layersByIslands.computeIfAbsent(islands, number -> costs.stageSeconds(experts, 0, number)
                                    .layers());
                    return Math.max(0, Math.round((layers[layer] - near.layers()[layer]) * NANOSECONDS));
                },
                Math.round(near.hopInside() * NANOSECONDS),
                Math.round(Math.max(near.hopInside(), near.hopAcross()) * NANOSECONDS));
    }
}
