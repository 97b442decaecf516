package dev.meshwright.answer.explain;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Evaluation.StageCost;
import dev.meshwright.cost.evaluation.Shard;
import dev.meshwright.facts.cluster.Device;
import dev.meshwright.facts.model.Model;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import dev.meshwright.question.check.CheckedPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What every GPU of a plan holds.
 *
 * @param plan completed, with the constraints that it breaks
 * @param stages what a GPU of each stage holds; none where the plan's parts do not fit together
 * @param gpus every GPU that is used, replica by replica, stage by stage, rank by rank
 */
public record Sharding(CheckedPlan plan, List<StageShards> stages, List<Place> gpus) {

    public Sharding {
        stages = List.copyOf(stages);
        gpus = List.copyOf(gpus);
    }

    /**
     * What each GPU of a stage holds.
     *
     * @param layers of the stage, in words
     * @param shards row by row
     * @param bytes all together
     */
    public record StageShards(String layers, List<Shard> shards, double bytes) {
        public StageShards {
            shards = List.copyOf(shards);
        }
    }

    /**
     * Which pieces a GPU holds.
     *
     * @param node number of the node
     * @param gpu number of the GPU in it
     * @param replica instance
     * @param stage of the pipeline
     * @param tensorRank piece of columns, rows, heads and vocabulary
     * @param dataRank attention copy
     * @param expertRank piece of the experts
     * @param expertTensorRank piece of each expert
     * @param experts that it hosts in the stage's first routed layer; none where it has no routed experts
     * @param alike whether it hosts the same ones in all layers of the stage
     */
    public record Place(
            int node,
            int gpu,
            int replica,
            int stage,
            int tensorRank,
            int dataRank,
            int expertRank,
            int expertTensorRank,
            List<Integer> experts,
            boolean alike) {
        public Place {
            experts = List.copyOf(experts);
        }
    }

    /** The pieces of a checked plan. */
    public static Sharding of(CheckedPlan plan) {
        return plan.evaluated()
                .map(evaluated -> {
                    CostModel costModel = new CostModel(plan.question());
                    List<StageShards> stages = evaluated.evaluation().stages().stream()
                            .map(stage -> stage(costModel, evaluated.layout().degrees(), stage))
                            .toList();
                    return new Sharding(plan, stages, places(plan, evaluated.layout()));
                })
                .orElseGet(() -> new Sharding(plan, List.of(), List.of()));
    }

    private static StageShards stage(CostModel costModel, Degrees degrees, StageCost stage) {
        return new StageShards(stage.layers().words("-"), costModel.shards(degrees, stage), stage.memoryBytes());
    }

    private static List<Place> places(CheckedPlan plan, Layout layout) {
        Degrees degrees = layout.degrees();
        List<Device> devices = plan.problem().cluster().devices();
        List<Place> places = new ArrayList<>();
        for (int instance = 0; instance < layout.devices().stageInstances(); instance++) {
            int[] row = layout.devices().devices(instance);
            int stage = instance % degrees.pipeline();
            List<Integer> routed = routed(plan.problem().model(), layout, stage);
            for (int rank = 0; rank < row.length; rank++) {
                Device device = devices.get(row[rank]);
                int expertRank = rank % degrees.gpusPerExpertCopy() / degrees.expertTensor();
                List<Integer> experts = routed.isEmpty() ? List.of() : experts(layout, routed.getFirst(), expertRank);
                places.add(new Place(
                        device.node(),
                        device.slot(),
                        instance / degrees.pipeline(),
                        stage,
                        rank % degrees.tensor(),
                        rank / degrees.tensor(),
                        expertRank,
                        rank % degrees.expertTensor(),
                        experts,
                        routed.stream().allMatch(layer -> experts(layout, layer, expertRank)
                                .equals(experts))));
            }
        }
        return places;
    }

    private static List<Integer> experts(Layout layout, int routedLayer, int expertRank) {
        return layout.experts().ranks(routedLayer, layout.degrees().expert()).get(expertRank).stream()
                .sorted()
                .toList();
    }

    /** Numbers of the routed layers of a stage among all routed layers. */
    private static List<Integer> routed(Model model, Layout layout, int stage) {
        List<Integer> routed = IntStream.range(0, model.depth())
                .filter(layer -> model.layers().get(layer).routed())
                .boxed()
                .toList();
        return layout.stages()
                .get(stage)
                .numbers()
                .map(routed::indexOf)
                .filter(number -> number >= 0)
                .boxed()
                .toList();
    }
}
