package dev.meshwright.placement;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The solver-free placers, from the simplest to the best. */
public final class PipelinePlacers {
    /** The engines' default: layers as evenly as counts allow, the first stages one more, devices in node order. */
    public static final PipelinePlacer EVEN = new Ordered("even", false, device -> 0);
    /** Devices in node order, layers split exactly for them. */
    public static final PipelinePlacer NODE_ORDER = new Ordered("node-order", true, device -> 0);

    private PipelinePlacers() {}

    /** All of them, in order. */
    public static List<PipelinePlacer> all() {
        return List.of(EVEN, NODE_ORDER, new FastestFirst(), new BestOf());
    }

    /** Devices of the fastest GPU kind first, node by node, layers split exactly for them. */
    public record FastestFirst() implements PipelinePlacer {
        @Override
        public String name() {
            return "fastest-first";
        }

        @Override
        public PlacedPipeline place(PipelineObjective objective, Budget budget) {
            int layers = objective.problem().layers();
            ToLongFunction<DeviceGroup> slowness = device -> LongStream.range(0, layers)
                    .map(layer -> objective.layerNanoseconds((int) layer, device.kind()))
                    .sum();
            return new Ordered(name(), true, slowness).place(objective, budget);
        }
    }

    /** The better of {@link #NODE_ORDER} and {@link FastestFirst}: where a search starts. */
    public record BestOf() implements PipelinePlacer {
        @Override
        public String name() {
            return "greedy";
        }

        @Override
        public PlacedPipeline place(PipelineObjective objective, Budget budget) {
            PlacedPipeline nodeOrder = NODE_ORDER.place(objective, budget);
            PlacedPipeline best = nodeOrder.closed(budget) ? nodeOrder : better(objective, budget, nodeOrder);
            return new PlacedPipeline(name(), best.placement(), best.score(), best.lowerBoundNanoseconds());
        }

        private static PlacedPipeline better(PipelineObjective objective, Budget budget, PlacedPipeline nodeOrder) {
            PlacedPipeline fastest = new FastestFirst().place(objective, budget);
            return fastest.score().compareTo(nodeOrder.score()) < 0 ? fastest : nodeOrder;
        }
    }

    /** Devices in some order, one seat after the other. */
    private record Ordered(String name, boolean exactSplit, ToLongFunction<DeviceGroup> order)
            implements PipelinePlacer {
        @Override
        public PlacedPipeline place(PipelineObjective objective, Budget budget) {
            int[] deviceOfSeat = IntStream.range(
                            0, objective.problem().devices().size())
                    .boxed()
                    .sorted(Comparator.comparingLong(index -> order.applyAsLong(objective.device(index))))
                    .limit(objective.shape().seats())
                    .mapToInt(Integer::intValue)
                    .toArray();
            int[] even = evenly(objective.problem().layers(), objective.shape().stages());
            int[] stageOfLayer = exactSplit
                    ? new DeviceSplit(objective, deviceOfSeat)
                            .fastest()
                            .map(split -> split.stageOfLayer(objective.problem().layers()))
                            .orElse(even)
                    : even;
            PipelinePlacement placement = new PipelinePlacement(stageOfLayer, deviceOfSeat);
            return new PlacedPipeline(name, placement, objective.score(placement), objective.lowerBoundNanoseconds());
        }

        private static int[] evenly(int layers, int stages) {
            int[] stageOfLayer = new int[layers];
            int larger = layers % stages;
            for (int layer = 0; layer < layers; layer++) {
                int inLarger = larger * (layers / stages + 1);
                stageOfLayer[layer] = layer < inLarger
                        ? layer / (layers / stages + 1)
                        : larger + (layer - inLarger) / (layers / stages);
            }
            return stageOfLayer;
        }
    }
}
