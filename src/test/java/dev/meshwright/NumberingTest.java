package dev.meshwright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.ExpertLoad;
import dev.meshwright.facts.workload.ExpertLoad.Measured;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
import dev.meshwright.placement.placing.LayoutPlacer;
import dev.meshwright.question.search.LayoutSearch;
import dev.meshwright.question.search.SearchResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** GPUs, experts and equal layers have numbers, and which number one has changes nothing. */
class NumberingTest {

    private static final int PROBLEMS = Integer.getInteger("meshwright.problems", 100);

    /** Sums of shares are taken in another order. */
    private static final double ROUNDING = 1e-12;

    /** A problem with recorded loads where it has experts, and the best layout that a quick search finds. */
    private record Case(long seed, Problem problem, Layout layout) {

        Random random() {
            return new Random(~seed);
        }
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (long seed = 0; cases.size() < PROBLEMS; seed++) {
            long number = seed;
            Problem problem = recorded(RandomProblems.tiny(seed, true), new Random(seed));
            search(problem).best().ifPresent(best -> cases.add(new Case(number, problem, best.layout())));
        }
        return cases;
    }

    private static SearchResult search(Problem problem) {
        CostModel costModel = Problems.costModel(problem);
        LayoutPlacer placer = Problems.placer(costModel);
        return new LayoutSearch(costModel, placer, placer, () -> false, event -> {}).run(0);
    }

    private static Problem recorded(Problem problem, Random random) {
        Model model = problem.model();
        if (model.routedLayers() == 0) {
            return problem;
        }
        double[][] counts = new double[model.routedLayers()][model.experts()];
        for (double[] row : counts) {
            for (int expert = 0; expert < row.length; expert++) {
                row[expert] = 1 + random.nextInt(1000);
            }
        }
        return problem.withExpertLoad(new Measured(counts, "drawn"));
    }

    private static Optional<double[][]> counts(Problem problem) {
        return problem.expertLoad() instanceof Measured measured ? Optional.of(measured.counts()) : Optional.empty();
    }

    /** The numbers from 0, shuffled. */
    private static int[] shuffled(int size, Random random) {
        List<Integer> numbers = new ArrayList<>(IntStream.range(0, size).boxed().toList());
        Collections.shuffle(numbers, random);
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    private static void same(Case drawn, Problem problem, Layout layout) {
        Evaluation expected = Problems.costModel(drawn.problem()).evaluate(drawn.layout());
        Evaluation renumbered = Problems.costModel(problem).evaluate(layout);
        String which = "seed " + drawn.seed();
        assertThat(renumbered.violations()).as(which).isEqualTo(expected.violations());
        close(which, renumbered.performance(), expected.performance());
        for (int stage = 0; stage < expected.stages().size(); stage++) {
            double bytes = expected.stages().get(stage).memoryBytes();
            assertThat(renumbered.stages().get(stage).memoryBytes())
                    .as("%s, memory of stage %d", which, stage)
                    .isCloseTo(bytes, within(ROUNDING * bytes));
        }
    }

    private static void close(String which, Performance one, Performance other) {
        assertThat(one.tokensPerSecond())
                .as(which)
                .isCloseTo(other.tokensPerSecond(), within(ROUNDING * other.tokensPerSecond()));
        assertThat(one.stepSeconds()).as(which).isCloseTo(other.stepSeconds(), within(ROUNDING * other.stepSeconds()));
        assertThat(one.timeToFirstTokenSeconds().orElse(0))
                .as(which)
                .isCloseTo(other.timeToFirstTokenSeconds().orElse(0), within(1e-12));
        assertThat(one.timePerOutputTokenSeconds().orElse(0))
                .as(which)
                .isCloseTo(other.timePerOutputTokenSeconds().orElse(0), within(1e-12));
    }

    /** GPUs of a node change places, and whole nodes of a group. */
    @Test
    void gpus() {
        int moved = 0;
        for (Case drawn : cases()) {
            Random random = drawn.random();
            int[] gpus = new int[drawn.problem().cluster().gpus()];
            int first = 0;
            for (NodeGroup group : drawn.problem().cluster().nodes()) {
                int[] nodes = shuffled(group.count(), random);
                for (int node = 0; node < group.count(); node++) {
                    int[] places = shuffled(group.gpusPerNode(), random);
                    for (int place = 0; place < places.length; place++) {
                        gpus[first + node * places.length + place] =
                                first + nodes[node] * places.length + places[place];
                    }
                }
                first += group.gpus();
            }
            Layout layout = drawn.layout();
            Layout other = new Layout(
                    layout.degrees(),
                    layout.stages(),
                    layout.experts(),
                    layout.devices().on(gpus),
                    layout.predictionStage());
            moved += other.equals(layout) ? 0 : 1;
            same(drawn, drawn.problem(), other);
        }
        assertThat(moved).isGreaterThan(PROBLEMS / 2);
    }

    /** Experts of each layer change numbers, in what was recorded and in the slots; the bound knows no numbers either. */
    @Test
    void experts() {
        int renamed = 0;
        for (Case drawn : cases()) {
            Optional<double[][]> counts = counts(drawn.problem());
            if (counts.isEmpty()) {
                continue;
            }
            Random random = drawn.random();
            Layout layout = drawn.layout();
            double[][] others = new double[counts.get().length][];
            int[][] rows = new int[others.length][];
            for (int layer = 0; layer < others.length; layer++) {
                int[] name = shuffled(counts.get()[layer].length, random);
                double[] row = new double[name.length];
                for (int expert = 0; expert < name.length; expert++) {
                    row[name[expert]] = counts.get()[layer][expert];
                }
                others[layer] = row;
                rows[layer] = IntStream.of(layout.experts().layer(layer))
                        .map(expert -> name[expert])
                        .toArray();
            }
            Problem other = drawn.problem().withExpertLoad(new Measured(others, "drawn"));
            same(drawn, other, with(layout, layout.stages(), rows));
            DegreeBound expected = Problems.costModel(drawn.problem()).bound(layout.degrees());
            DegreeBound bound = Problems.costModel(other).bound(layout.degrees());
            close("bound, seed " + drawn.seed(), bound.performance(), expected.performance());
            renamed++;
        }
        assertThat(renamed).isGreaterThan(PROBLEMS / 3);
    }

    private static Layout with(Layout layout, List<Stage> stages, int[][] rows) {
        return new Layout(layout.degrees(), stages, new ExpertSlots(rows), layout.devices(), layout.predictionStage());
    }

    /** Layers of a stage that are alike change places, with what was recorded of them and their slots. */
    @Test
    void layersAlike() {
        int exchanged = 0;
        for (Case drawn : cases()) {
            Optional<double[][]> counts = counts(drawn.problem());
            if (counts.isEmpty()) {
                continue;
            }
            Layout layout = drawn.layout();
            List<Layer> layers = drawn.problem().model().layers();
            assertThat(layers.stream().distinct()).hasSize(1);
            double[][] others = new double[layers.size()][];
            int[][] rows = new int[layers.size()][];
            for (Stage stage : layout.stages()) {
                int[] numbers = stage.numbers().toArray();
                int[] order = shuffled(numbers.length, drawn.random());
                for (int layer = 0; layer < numbers.length; layer++) {
                    others[numbers[layer]] = counts.get()[numbers[order[layer]]];
                    rows[numbers[layer]] = layout.experts().layer(numbers[order[layer]]);
                }
                exchanged += numbers.length > 1 ? 1 : 0;
            }
            Problem other = drawn.problem().withExpertLoad(new Measured(others, "drawn"));
            same(drawn, other, with(layout, layout.stages(), rows));
        }
        assertThat(exchanged).isGreaterThan(PROBLEMS / 3);
    }

    /** Equal layers, loads and GPUs that are objects of their own are the same to the last digit, and so is what a search finds. */
    @Test
    void equalIsTheSame() {
        for (Case drawn : cases()) {
            Problem problem = drawn.problem();
            Model model = problem.model();
            List<Layer> copies = model.layers().stream()
                    .map(layer -> new Layer(layer.mixer(), layer.feedForward()))
                    .toList();
            Problem other = problem.withModel(model.withLayers(copies));
            other = counts(problem)
                    .<ExpertLoad>map(counts -> new Measured(counts, "drawn"))
                    .map(other::withExpertLoad)
                    .orElse(other);
            SearchResult found = search(other);
            assertThat(found.best().orElseThrow().layout())
                    .as("seed %d", drawn.seed())
                    .isEqualTo(drawn.layout());
            assertThat(Problems.costModel(other).evaluate(drawn.layout()))
                    .isEqualTo(Problems.costModel(problem).evaluate(drawn.layout()));
        }
    }
}
