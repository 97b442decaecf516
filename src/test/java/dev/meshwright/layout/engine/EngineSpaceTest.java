package dev.meshwright.layout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.SmallProblem;
import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.facts.engine.TrainingEngine;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.SearchLimits;
import dev.meshwright.facts.workload.TrainingRecipe;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Batch;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.Family;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of rules against the same rules written down independently, and the table itself. */
class EngineSpaceTest {

    private static final int LAYOUTS = 1000;

    private static final List<Integer> DEGREES = List.of(1, 1, 1, 2, 2, 3, 4, 8);

    static final Problem SMALL = SmallProblem.read("small");

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
                new Layout(degrees, stages, new ExpertSlots(rows), DeviceMap.inOrder(degrees)),
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
            Problem problem = problem(engine, version);
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
                    drawn.longerFirst());
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

    /** A family is cut to the members that an engine can express, and what is beyond is the rest. */
    @Test
    void familiesAreCutByTheirContexts() {
        KnownEngine vllm = KnownEngine.find("vllm").orElseThrow();
        EngineSpace old =
                EngineSpace.named(problem(vllm, new EngineVersion(0, 11, 0))).orElseThrow();
        EngineSpace recent = EngineSpace.named(problem(vllm, vllm.newest())).orElseThrow();
        Cut cut = new Cut(4, 1, 4, 1, 1, 1, 1, SMALL.model().experts() / 4, 1);
        Family family =
                Family.of(new Degrees(cut, new Batch(1, 1, Recomputation.NONE))).withContexts(List.of(1, 2, 4));
        assertThat(old.within(family).orElseThrow().contexts()).containsExactly(1);
        assertThat(old.beyond(family).orElseThrow().contexts()).containsExactly(2, 4);
        assertThat(recent.within(family)).contains(family);
        assertThat(recent.beyond(family)).isEmpty();
    }

    @Test
    void limitsAreLiftedByMaximumInstance() {
        KnownEngine vllm = KnownEngine.find("vllm").orElseThrow();
        Problem problem = problem(vllm, vllm.newest());
        Cut large = new Cut(1, 64, 64, 1, 1, 1, 1, 1, 1);
        assertThat(EngineSpace.named(problem).orElseThrow().broken(large))
                .extracting(EngineRule::id)
                .contains("largestInstance");
        SearchLimits lifted = SearchLimits.DEFAULT.withMaximumInstance(OptionalInt.of(64));
        assertThat(EngineSpace.named(problem.withLimits(lifted)).orElseThrow().broken(large))
                .extracting(EngineRule::id)
                .doesNotContain("largestInstance");
    }

    @Test
    void everyRuleHasItsSentenceAndSource() {
        for (EngineRule rule : EngineRule.all()) {
            assertThat(KnownEngine.find(rule.engine())).as(rule.id()).isPresent();
            assertThat(rule.source()).as(rule.id()).isNotBlank();
            if (rule.kind() != EngineRule.Kind.VERSIONS) {
                assertThat(rule.sentence()).as(rule.id()).endsWith(".");
            }
            assertThat(rule.anyOf().isEmpty())
                    .as(rule.id())
                    .isEqualTo(rule.kind() == EngineRule.Kind.FACT || rule.kind() == EngineRule.Kind.VERSIONS);
        }
        assertThat(engines().map(KnownEngine::label)).containsExactly("vllm", "sglang", "tensorrt-llm", "megatron");
    }

    @Test
    void releasesBeyondTheNewestAndBeforeTheOldestAreUnknown() {
        KnownEngine vllm = KnownEngine.find("vllm").orElseThrow();
        assertThat(vllm.knows(EngineVersion.of("0.32.4").orElseThrow())).isTrue();
        assertThat(vllm.knows(EngineVersion.of("0.33").orElseThrow())).isFalse();
        assertThat(vllm.knows(EngineVersion.of("0.3.3").orElseThrow())).isFalse();
    }
}
