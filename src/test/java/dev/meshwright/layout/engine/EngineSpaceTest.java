package dev.meshwright.layout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.SmallProblem;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.facts.engine.TrainingEngine;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.TrainingRecipe;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Batch;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of rules against the same rules written down independently, and the table itself. */
class EngineSpaceTest {

    private static final int LAYOUTS = 1000;

    private static final List<Integer> DEGREES = List.of(1, 1, 1, 2, 2, 3, 4, 8);

    static final Problem SMALL = SmallProblem.read("small");

    /** Nodes of eight that hold every layout that is drawn. */
    static final Cluster CLUSTER = new Cluster(
            List.of(new NodeGroup(256, 8, SMALL.cluster().nodes().getFirst().gpu())),
            SMALL.cluster().interNode());

    static Stream<KnownEngine> engines() {
        return KnownEngine.all().stream();
    }

    /** The small problem, or one that trains, for a release of an engine. */
    static Problem problem(KnownEngine engine, EngineVersion version) {
        Optional<EngineVersion> stated = Optional.of(version);
        if (engine.trains()) {
            return SMALL.withWorkload(
                            new Training(List.of(4096), 64, OptionalInt.empty(), 1, false, TrainingRecipe.STANDARD))
                    .withAssumptions(
                            Assumptions.NONE.withSetup(new EngineSetup(stated, OptionalInt.empty(), OptionalInt.empty())
                                    .training(Optional.of(TrainingEngine.MEGATRON))));
        }
        Engine serving = Arrays.stream(Engine.values())
                .filter(one -> one.label().equals(engine.label()))
                .findFirst()
                .orElseThrow();
        return SMALL.withAssumptions(Assumptions.NONE
                .withEngine(serving)
                .withSetup(new EngineSetup(stated, OptionalInt.empty(), OptionalInt.empty())));
    }

    private record Drawn(Layout layout, boolean inOrder, boolean longerFirst) {}

    private static int any(Random random, List<Integer> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** Servers one after the other on the GPUs of the cluster, on every fourth of them, or a few ranks swapped. */
    private static DeviceMap devices(Random random, Degrees degrees) {
        int[] gpus = IntStream.range(0, CLUSTER.gpus()).toArray();
        switch (random.nextInt(4)) {
            case 0 -> {
                int step = random.nextBoolean() ? 2 : 4;
                gpus = IntStream.range(0, CLUSTER.gpus())
                        .filter(gpu -> gpu % 8 < 8 / step)
                        .toArray();
            }
            case 1 -> {
                int one = random.nextInt(degrees.gpus());
                int other = random.nextInt(degrees.gpus());
                int kept = gpus[one];
                gpus[one] = gpus[other];
                gpus[other] = kept;
            }
            default -> {}
        }
        return DeviceMap.inOrder(degrees).on(gpus);
    }

    /** Whether every server is started where it lies; of Megatron's job all nodes have as many ranks. */
    private static boolean starts(String engine, Layout layout) {
        Cut cut = layout.degrees().cut();
        if (engine.equals("megatron")) {
            int[] ranks = new int[CLUSTER.nodeCount()];
            layout.devices().all().forEach(gpu -> ranks[gpu / 8]++);
            return Arrays.stream(ranks).filter(number -> number > 0).distinct().count() == 1;
        }
        return IntStream.range(0, cut.replicas())
                .allMatch(server -> StatedRules.starts(
                        engine,
                        cut,
                        IntStream.range(0, cut.pipeline())
                                .mapToObj(stage -> Arrays.stream(
                                                layout.devices().devices(server * cut.pipeline() + stage))
                                        .map(gpu -> gpu / 8)
                                        .toArray())
                                .toArray(int[][]::new)));
    }

    /** A layout whose parts have the shapes of its degrees; half of its degrees fill the grid of experts. */
    private static Drawn draw(Random random, int experts, int routed, int depth) {
        int tensor = any(random, DEGREES);
        int data = any(random, DEGREES);
        int expert = any(random, DEGREES);
        int split = random.nextBoolean() && tensor * data % expert == 0 ? tensor * data / expert : any(random, DEGREES);
        int pipeline = Math.min(depth, any(random, List.of(1, 1, 2, 3, 4)));
        int slots = Math.min(experts, Math.ceilDiv(experts, expert) + any(random, List.of(0, 0, 1)));
        Cut cut = new Cut(
                tensor,
                data,
                expert,
                split,
                any(random, List.of(1, 1, 1, 2)),
                pipeline,
                1 + random.nextInt(2),
                any(random, List.of(1, 1, 1, 2)),
                slots,
                any(random, List.of(1, 1, 2)));
        Degrees degrees = new Degrees(cut, new Batch(1, 1, Recomputation.NONE));
        int[][] rows = new int[routed][slots * expert];
        for (int[] row : rows) {
            Arrays.setAll(row, slot -> slot % experts);
        }
        if (random.nextBoolean()) {
            int[] row = rows[random.nextInt(routed)];
            int one = random.nextInt(row.length);
            int other = random.nextInt(row.length);
            int kept = row[one];
            row[one] = row[other];
            row[other] = kept;
        }
        List<Stage> stages = stages(random, depth, pipeline);
        return new Drawn(
                new Layout(degrees, stages, new ExpertSlots(rows), devices(random, degrees)),
                Arrays.stream(rows).allMatch(row -> inOrder(row, slots, experts)),
                longerFirst(stages, depth));
    }

    private static List<Stage> stages(Random random, int depth, int count) {
        int[] sizes = new int[count];
        Arrays.setAll(sizes, stage -> depth / count + (stage < depth % count ? 1 : 0));
        if (count > 1 && random.nextBoolean() && sizes[0] > 1) {
            sizes[0]--;
            sizes[count - 1]++;
        }
        List<Stage> stages = new ArrayList<>();
        int next = 0;
        for (int size : sizes) {
            stages.add(new Stage(next, next + size - 1));
            next += size;
        }
        return stages;
    }

    private static boolean longerFirst(List<Stage> stages, int depth) {
        int count = stages.size();
        return IntStream.range(0, count)
                .allMatch(stage -> stages.get(stage).layers() == depth / count + (stage < depth % count ? 1 : 0));
    }

    private static boolean inOrder(int[] row, int perRank, int experts) {
        for (int first = 0; first < row.length; first += perRank) {
            HashSet<Integer> hosted = new HashSet<>();
            HashSet<Integer> usual = new HashSet<>();
            for (int slot = first; slot < first + perRank; slot++) {
                hosted.add(row[slot]);
                usual.add(slot % experts);
            }
            if (!hosted.equals(usual)) {
                return false;
            }
        }
        return true;
    }

    @ParameterizedTest
    @MethodSource("engines")
    void layoutsAreExpressibleExactlyWhereTheRulesSaySo(KnownEngine engine) {
        Random random = new Random(engine.label().hashCode());
        List<EngineVersion> releases = new ArrayList<>(engine.releases());
        releases.add(engine.newest());
        int expressible = 0;
        for (int number = 0; number < LAYOUTS; number++) {
            EngineVersion version = releases.get(random.nextInt(releases.size()));
            Problem problem = problem(engine, version).withCluster(CLUSTER);
            int experts = problem.model().experts();
            Drawn drawn = draw(
                    random,
                    experts,
                    problem.model().routedLayers(),
                    problem.model().depth());
            boolean stated = StatedRules.expressible(
                            engine.label(),
                            version,
                            drawn.layout().degrees().cut(),
                            experts,
                            drawn.inOrder(),
                            drawn.longerFirst())
                    && starts(engine.label(), drawn.layout());
            List<EngineRule> broken = EngineSpace.named(problem).orElseThrow().broken(drawn.layout());
            assertThat(broken.isEmpty())
                    .as(
                            "%s %s: %s, in order %s, breaks %s",
                            engine.label(), version, drawn.layout().degrees(), drawn.inOrder(), broken)
                    .isEqualTo(stated);
            expressible += stated ? 1 : 0;
        }
        assertThat(expressible).as("both kinds are drawn").isBetween(LAYOUTS / 50, LAYOUTS * 4 / 5);
    }
}
