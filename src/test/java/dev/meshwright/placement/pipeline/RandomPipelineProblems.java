package dev.meshwright.placement.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Small random problems, reproducible by seed. */
public final class RandomPipelineProblems {
    private RandomPipelineProblems() {}

    /** 1 to 3 stages of 1 to 2 groups in 1 to 2 replicas, up to 3 more layers than stages, 1 to 2 GPU kinds. */
    public static PipelineProblem problem(long seed) {
        Random random = new Random(seed);
        PipelineShape shape = new PipelineShape(
                1 + random.nextInt(3),
                1 + random.nextInt(2),
                1 + random.nextInt(2),
                1 + random.nextInt(6),
                random.nextBoolean());
        int layers = shape.stages() + random.nextInt(4);
        int kinds = 1 + random.nextInt(2);
        int tensor = random.nextInt(4) == 0 ? 4 : 1 + random.nextInt(2);
        List<DeviceGroup.Node> nodes = new ArrayList<>();
        do {
            nodes.add(new DeviceGroup.Node(2, random.nextInt(kinds)));
            if (tensor == 4) {
                nodes.add(nodes.getLast());
            }
        } while (DeviceGroup.split(nodes, tensor).size() < shape.seats() + random.nextInt(2));
        long[][] layerNanoseconds = new long[layers][kinds];
        for (long[] row : layerNanoseconds) {
            long fastest = 1000 + random.nextInt(500);
            for (int kind = 0; kind < kinds; kind++) {
                row[kind] = fastest * (1 + kind) + random.nextInt(100);
            }
        }
        StageWork work = new StageWork(
                layerNanoseconds,
                LongStream.generate(() -> random.nextInt(300)).limit(kinds).toArray(),
                LongStream.generate(() -> random.nextInt(900)).limit(kinds).toArray());
        long[] layerBytes =
                LongStream.generate(() -> 10 + random.nextInt(10)).limit(layers).toArray();
        // Room for one layer more than an even share of the largest, so that some placements overflow and some fit.
        long room = 5 + 7 + 3 + 20L * (layers / shape.stages() + 1);
        StageMemory memory = new StageMemory(
                layerBytes,
                5,
                7,
                3,
                IntStream.range(0, kinds).mapToLong(kind -> room - 10L * kind).toArray());
        long perNode = random.nextInt(200);
        StageTraffic traffic = new StageTraffic((layer, count) -> perNode * (count - 1) * (layer % 3), 20, 150);
        return new PipelineProblem(shape, work, memory, traffic, DeviceGroup.split(nodes, tensor));
    }

    /** Any stages and devices, valid or not. */
    public static PipelinePlacement anyPlacement(PipelineProblem problem, Random random) {
        return new PipelinePlacement(
                IntStream.generate(() -> random.nextInt(problem.shape().stages()))
                        .limit(problem.layers())
                        .toArray(),
                IntStream.generate(() -> random.nextInt(problem.devices().size()))
                        .limit(problem.shape().seats())
                        .toArray());
    }
}
