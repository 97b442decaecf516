package dev.meshwright.placement.pipeline;

import dev.meshwright.placement.InfeasiblePlacementException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** The cost of pipeline placements: the definition, its incremental state, and the tables both read. */
public final class PipelineObjective {

    /** Binary digits for the sum of all stage times when squared, as in {@code placement.experts.PlainLayer}: 2 x 28 of 63. */
    private static final int SQUARED_TOTAL_BITS = 28;

    private final PipelineProblem problem;
    private final PipelineShape shape;
    private final long[][] layerNanoseconds;
    private final long[] firstNanoseconds;
    private final long[] lastNanoseconds;
    private final long[] layerBytes;
    private final long[] capacityBytes;
    private final long[][] spanNanoseconds;
    private final long lowerBoundNanoseconds;
    private final long squareUnitNanoseconds;

    /**
     * @throws InfeasiblePlacementException if no split of the layers fits even the largest memory
     * @throws IllegalArgumentException if the span cost falls with the number of nodes
     */
    public PipelineObjective(PipelineProblem problem) {
        this.problem = problem;
        shape = problem.shape();
        layerNanoseconds = problem.work().layerNanoseconds();
        firstNanoseconds = problem.work().firstNanoseconds();
        lastNanoseconds = problem.work().lastNanoseconds();
        layerBytes = problem.memory().layerBytes();
        capacityBytes = problem.memory().capacityBytes();
        spanNanoseconds = spanTable(problem);
        PipelineBound bound = new PipelineBound(this);
        lowerBoundNanoseconds = bound.nanoseconds();
        long total = (long) shape.replicas() * shape.stages() * bound.longestStageNanoseconds();
        squareUnitNanoseconds = Math.max(1, total >> SQUARED_TOTAL_BITS);
    }

    private static long[][] spanTable(PipelineProblem problem) {
        // A stage lies on at most as many nodes as its groups can touch.
        int widest =
                problem.devices().stream().mapToInt(DeviceGroup::nodes).max().orElse(1);
        int most = Math.min(problem.nodes(), widest * problem.shape().groupsPerStage());
        long[][] table = new long[problem.layers()][most + 1];
        for (int layer = 0; layer < table.length; layer++) {
            for (int nodes = 1; nodes <= most; nodes++) {
                table[layer][nodes] = problem.traffic().spanCost().nanoseconds(layer, nodes);
                if (table[layer][nodes] < table[layer][nodes - 1]) {
                    throw new IllegalArgumentException("The span cost of layer %d falls to %d ns at %d nodes."
                            .formatted(layer, table[layer][nodes], nodes));
                }
            }
        }
        return table;
    }

    public PipelineProblem problem() {
        return problem;
    }

    public PipelineShape shape() {
        return shape;
    }

    public DeviceGroup device(int index) {
        return problem.devices().get(index);
    }

    /** No placement has a shorter step. */
    public long lowerBoundNanoseconds() {
        return lowerBoundNanoseconds;
    }

    /** The unit in which stage times are squared, chosen so that no sum of squares overflows. */
    public long squareUnitNanoseconds() {
        return squareUnitNanoseconds;
    }

    /** One layer on one GPU kind. */
    public long layerNanoseconds(int layer, int kind) {
        return layerNanoseconds[layer][kind];
    }

    /** What the first and the last stage compute besides layers. */
    public long extraNanoseconds(int stage, int kind) {
        return (stage == 0 ? firstNanoseconds[kind] : 0) + (stage == shape.stages() - 1 ? lastNanoseconds[kind] : 0);
    }

    /** The expert-parallel exchange of one layer whose stage lies on {@code nodes} nodes. */
    public long spanNanoseconds(int layer, int nodes) {
        return spanNanoseconds[layer][nodes];
    }

    /** The largest number of nodes that a stage of one replica can lie on. */
    public int mostNodesPerStage() {
        return spanNanoseconds[0].length - 1;
    }

    public long layerBytes(int layer) {
        return layerBytes[layer];
    }

    public long capacityBytes(int kind) {
        return capacityBytes[kind];
    }

    /** What a GPU of the stage holds besides layers. */
    public long extraBytes(int stage) {
        return problem.memory().fixedBytes()
                + (stage == 0 ? problem.memory().firstBytes() : 0)
                + (stage == shape.stages() - 1 ? problem.memory().lastBytes() : 0);
    }

    /** A hop from a stage to the next. */
    public long hopNanoseconds(boolean withinNode) {
        return withinNode
                ? problem.traffic().hopWithinNodeNanoseconds()
                : problem.traffic().hopBetweenNodesNanoseconds();
    }

    /** A replica's step from the sum and the longest of its stage times, and its hops. */
    public long replicaNanoseconds(long sum, long longest, long hops) {
        return sum + (shape.microBatches() - 1) * longest + hops;
    }

    /** A stage time as it enters the sum of squares. */
    public long square(long stageNanoseconds) {
        long scaled = stageNanoseconds / squareUnitNanoseconds;
        return scaled * scaled;
    }

    /** Time per micro-batch of a stage with these layers and devices: the slowest kind computes last; 0 without layers. */
    public long stageNanoseconds(int stage, List<Integer> layers, List<DeviceGroup> devices) {
        if (layers.isEmpty()) {
            return 0;
        }
        BitSet nodes = new BitSet();
        devices.forEach(device -> nodes.set(device.firstNode(), device.firstNode() + device.nodes()));
        long slowest = 0;
        for (DeviceGroup device : devices) {
            long compute = extraNanoseconds(stage, device.kind());
            for (int layer : layers) {
                compute += layerNanoseconds[layer][device.kind()];
            }
            slowest = Math.max(slowest, compute);
        }
        long exchange = 0;
        for (int layer : layers) {
            exchange += spanNanoseconds[layer][nodes.cardinality()];
        }
        return slowest + exchange;
    }

    /** Bytes per GPU above the capacity of {@code kind}. */
    public long overflowBytes(int stage, long stageLayerBytes, int kind) {
        return Math.max(0, extraBytes(stage) + stageLayerBytes - capacityBytes[kind]);
    }

    /** The definition: recomputed from nothing. */
    public PipelineScore score(PipelinePlacement placement) {
        long violations = structureViolations(placement);
        long overflow = 0;
        long squares = 0;
        long total = 0;
        long slowestReplica = 0;
        for (int replica = 0; replica < shape.replicas(); replica++) {
            long sum = 0;
            long longest = 0;
            long hops = 0;
            for (int stage = 0; stage < shape.stages(); stage++) {
                List<Integer> layers = layersOf(placement, stage);
                List<DeviceGroup> devices = devicesOf(placement, replica, stage);
                long time = stageNanoseconds(stage, layers, devices);
                sum += time;
                longest = Math.max(longest, time);
                squares += square(time);
                long bytes =
                        layers.stream().mapToLong(layer -> layerBytes[layer]).sum();
                for (DeviceGroup device : devices) {
                    overflow += layers.isEmpty() ? 0 : overflowBytes(stage, bytes, device.kind());
                }
                if (stage > 0) {
                    hops += hopNanoseconds(hopsWithinNode(devicesOf(placement, replica, stage - 1), devices));
                }
            }
            long step = replicaNanoseconds(sum, longest, hops);
            total += step;
            slowestReplica = Math.max(slowestReplica, step);
        }
        return new PipelineScore(violations, overflow, shape.synchronous() ? slowestReplica : total, squares);
    }

    /** The same score kept up to date while layers and seats move. */
    public PipelineState start(PipelinePlacement placement) {
        return new PipelineState(this, placement);
    }

    /** The devices of one stage of one replica, in group order. */
    public List<DeviceGroup> devicesOf(PipelinePlacement placement, int replica, int stage) {
        DeviceGroup[] devices = new DeviceGroup[shape.groupsPerStage()];
        Arrays.setAll(devices, group -> device(placement.device(shape.seat(replica, stage, group))));
        return List.of(devices);
    }

    private static List<Integer> layersOf(PipelinePlacement placement, int stage) {
        return IntStream.range(0, placement.stageOfLayer().length)
                .filter(layer -> placement.stage(layer) == stage)
                .boxed()
                .toList();
    }

    private static boolean hopsWithinNode(List<DeviceGroup> from, List<DeviceGroup> to) {
        for (int group = 0; group < from.size(); group++) {
            if (!from.get(group).sharesNodeWith(to.get(group))) {
                return false;
            }
        }
        return true;
    }

    private long structureViolations(PipelinePlacement placement) {
        int layers = problem.layers();
        long violations = placement.stage(0) == 0 ? 0 : 1;
        violations += placement.stage(layers - 1) == shape.stages() - 1 ? 0 : 1;
        for (int layer = 1; layer < layers; layer++) {
            violations += followsOn(placement.stage(layer - 1), placement.stage(layer)) ? 0 : 1;
        }
        int[] seats = placement.deviceOfSeat();
        for (int seat = 0; seat < seats.length; seat++) {
            for (int other = 0; other < seat; other++) {
                violations += seats[seat] == seats[other] ? 1 : 0;
            }
        }
        return violations;
    }

    /** Whether a layer on {@code stage} may follow one on {@code previousStage}. */
    public static boolean followsOn(int previousStage, int stage) {
        return stage == previousStage || stage == previousStage + 1;
    }
}
