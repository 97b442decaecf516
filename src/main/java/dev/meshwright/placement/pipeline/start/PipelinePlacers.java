package dev.meshwright.placement.pipeline.start;

import dev.meshwright.placement.Budget;
import dev.meshwright.placement.pipeline.DeviceGroup;
import dev.meshwright.placement.pipeline.PipelineObjective;
import dev.meshwright.placement.pipeline.PipelinePlacement;
import dev.meshwright.placement.pipeline.PipelinePlacer;
import dev.meshwright.placement.pipeline.PipelineShape;
import dev.meshwright.placement.pipeline.PlacedPipeline;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The solver-free placers, from the simplest to the best. */
public final class PipelinePlacers {
    /** The engines' default: layers as evenly as counts allow, the first stages one more, devices in node order. */
    public static final PipelinePlacer EVEN = new Ordered("even", false, false, device -> 0);
    /** Devices in node order, layers split exactly for them. */
    public static final PipelinePlacer NODE_ORDER = new Ordered("node-order", true, false, device -> 0);

    /** Fast GPU kinds on the first stages. */
    public static final PipelinePlacer FASTEST_FIRST = new BySpeed("fastest-first", true, false);
    /** Fast GPU kinds on the last stages, where the LM head is. */
    public static final PipelinePlacer FASTEST_LAST = new BySpeed("fastest-last", false, false);
    /** Fast GPU kinds on the first stages of every replica. */
    public static final PipelinePlacer FASTEST_FIRST_IN_EACH = new BySpeed("fastest-first-in-each", true, true);
    /** Fast GPU kinds on the last stages of every replica. */
    public static final PipelinePlacer FASTEST_LAST_IN_EACH = new BySpeed("fastest-last-in-each", false, true);

    /** The best of the orders. */
    public static final PipelinePlacer GREEDY = new BestOrder();

    private PipelinePlacers() {}

    /** All of them, in order. */
    public static List<PipelinePlacer> all() {
        return List.of(
                EVEN, NODE_ORDER, FASTEST_FIRST, FASTEST_LAST, FASTEST_FIRST_IN_EACH, FASTEST_LAST_IN_EACH, GREEDY);
    }

    /**
     * Those that split the layers exactly for one order of the devices each: replica by replica, so that some may have the fast
     * devices to themselves, and where there are several also stage by stage, so that all share them alike.
     */
    public static List<PipelinePlacer> orders(PipelineShape shape) {
        return shape.replicas() == 1
                ? List.of(NODE_ORDER, FASTEST_FIRST, FASTEST_LAST)
                : List.of(NODE_ORDER, FASTEST_FIRST, FASTEST_LAST, FASTEST_FIRST_IN_EACH, FASTEST_LAST_IN_EACH);
    }

    /** Devices by the speed of their GPU kind, node by node, layers split exactly for them. */
    private record BySpeed(String name, boolean fastestFirst, boolean inEach) implements PipelinePlacer {
        @Override
        public PlacedPipeline place(PipelineObjective objective, Budget budget) {
            int needed = objective.shape().seats();
            long[] slowness = objective.problem().devices().stream()
                    .mapToLong(device -> allLayers(objective, device))
                    .toArray();
            // The fastest that are needed, whichever end they are put at.
            long slowest = LongStream.of(slowness).sorted().limit(needed).max().orElse(Long.MAX_VALUE);
            ToLongFunction<DeviceGroup> order = device -> {
                long nanoseconds = allLayers(objective, device);
                return fastestFirst || nanoseconds > slowest ? nanoseconds : -nanoseconds;
            };
            return new Ordered(name(), true, inEach, order).place(objective, budget);
        }

        private static long allLayers(PipelineObjective objective, DeviceGroup device) {
            return IntStream.range(0, objective.problem().layers())
                    .mapToLong(layer -> objective.layerNanoseconds(layer, device.kind()))
                    .sum();
        }
    }

    /** The best of the device orders: where a search starts. */
    private static final class BestOrder implements PipelinePlacer {
        @Override
        public String name() {
            return "greedy";
        }

        @Override
        public PlacedPipeline place(PipelineObjective objective, Budget budget) {
            List<PipelinePlacer> orders = orders(objective.shape());
            PlacedPipeline best = orders.getFirst().place(objective, budget);
            for (PipelinePlacer order : orders.subList(1, orders.size())) {
                if (best.closed(budget)) {
                    break;
                }
                PlacedPipeline placed = order.place(objective, budget);
                best = placed.score().compareTo(best.score()) < 0 ? placed : best;
            }
            return new PlacedPipeline(name(), best.placement(), best.score(), best.lowerBoundNanoseconds());
        }
    }

    /** Devices in some order, one seat after the other: of one replica after the other, or of one stage of all of them after the other. */
    private record Ordered(String name, boolean exactSplit, boolean stageByStage, ToLongFunction<DeviceGroup> order)
            implements PipelinePlacer {
        @Override
        public PlacedPipeline place(PipelineObjective objective, Budget budget) {
            int[] inOrder = IntStream.range(0, objective.problem().devices().size())
                    .boxed()
                    .sorted(Comparator.comparingLong(index -> order.applyAsLong(objective.device(index))))
                    .limit(objective.shape().seats())
                    .mapToInt(Integer::intValue)
                    .toArray();
            int[] deviceOfSeat = stageByStage ? stageByStage(objective.shape(), inOrder) : inOrder;
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

        private static int[] stageByStage(PipelineShape shape, int[] devices) {
            int[] deviceOfSeat = new int[devices.length];
            int next = 0;
            for (int stage = 0; stage < shape.stages(); stage++) {
                for (int replica = 0; replica < shape.replicas(); replica++) {
                    for (int group = 0; group < shape.groupsPerStage(); group++) {
                        deviceOfSeat[shape.seat(replica, stage, group)] = devices[next++];
                    }
                }
            }
            return deviceOfSeat;
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
