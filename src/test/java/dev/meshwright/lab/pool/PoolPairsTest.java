package dev.meshwright.lab.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.Problems;
import dev.meshwright.SharedData;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.pool.PoolsModel;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Traffic;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.io.measured.MeasurementFiles;
import dev.meshwright.io.tree.CsvTable;
import dev.meshwright.lab.error.MeasuredRows;
import dev.meshwright.lab.row.GpuNames;
import dev.meshwright.lab.row.ModelNames;
import dev.meshwright.lab.serving.CheckpointFormats;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Pools;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Deployments that one source ran with the same GPUs for everything and with pools, on the same question: which of both is chosen. */
class PoolPairsTest {

    private static final Pattern AGGREGATED = Pattern.compile("aggregated: (\\d+) ?x TP1");

    /** Shares of prompts that the cache has; the source's other runs of the same requests say 68 to 73 %. */
    private static final List<Double> HITS = List.of(0.6, 0.75, 0.9);

    /** A source's row of both kinds. */
    private record Pair(Map<String, String> together, Map<String, String> apart) {

        boolean apartIsBetter() {
            return tokens(apart) > tokens(together);
        }

        private static double tokens(Map<String, String> row) {
            return Double.parseDouble(row.get("output_tokens_s_total"));
        }

        private static boolean sameQuestion(Map<String, String> one, Map<String, String> other) {
            return List.of("source", "model", "gpu", "isl", "osl", "gpus", "concurrency_or_rate").stream()
                    .allMatch(column -> one.get(column).equals(other.get(column)));
        }
    }

    private static List<Pair> pairs() {
        CsvTable table = MeasurementFiles.read(SharedData.require("data/measurements/disaggregated_2.csv"))
                .table();
        List<Pair> pairs = new ArrayList<>();
        for (Map<String, String> together : table.rows()) {
            for (Map<String, String> apart : table.rows()) {
                boolean kinds = together.get("prefill_layout").startsWith("aggregated")
                        && !apart.get("prefill_layout").startsWith("aggregated");
                if (kinds && Pair.sameQuestion(together, apart)) {
                    pairs.add(new Pair(together, apart));
                }
            }
        }
        return pairs;
    }

    @Test
    void theBetterDeploymentIsChosen() {
        int predicted = 0;
        int right = 0;
        for (Pair pair : pairs()) {
            Optional<Model> model = ModelNames.find(
                    pair.apart().get("model"), MeasuredRows.catalogues().models());
            if (model.isEmpty()) {
                System.out.println("No such model: " + pair.apart().get("model"));
                continue;
            }
            for (double hits : HITS) {
                double together = together(pair, model.get(), hits);
                double apart = apart(pair, model.get(), hits);
                boolean chosen = (apart > together) == pair.apartIsBetter();
                predicted++;
                right += chosen ? 1 : 0;
                System.out.printf(
                        "%s, %.0f %% in the cache: %.0f together, %.0f apart, %s%n",
                        pair.apart().get("id"), 100 * hits, together, apart, chosen ? "as measured" : "not so");
            }
        }
        assertThat(predicted).isPositive();
        assertThat((double) right / predicted).isGreaterThanOrEqualTo(0.8);
    }

    private static Problem problem(Pair pair, Model known, double hits) {
        var gpu =
                GpuNames.find(pair.apart().get("gpu"), MeasuredRows.catalogues().gpus());
        Model model = known.withPrecisions(CheckpointFormats.of("mxfp4", known, gpu, Engine.VLLM));
        return Problem.plain(
                        "pair",
                        model,
                        Problems.cluster(1, 8, gpu.name()),
                        new Serving(
                                List.of(Integer.parseInt(pair.apart().get("isl"))),
                                Integer.parseInt(pair.apart().get("osl")),
                                OptionalInt.of(Integer.parseInt(pair.apart().get("concurrency_or_rate"))),
                                Traffic.PLAIN.withPrefixHitRate(hits)))
                .withAssumptions(Assumptions.NONE.withEngine(Engine.VLLM));
    }

    private static double together(Pair pair, Model known, double hits) {
        Problem problem = problem(pair, known, hits);
        Matcher replicas = AGGREGATED.matcher(pair.together().get("prefill_layout"));
        assertThat(replicas.find()).isTrue();
        int copies = Integer.parseInt(replicas.group(1));
        int clients = Integer.parseInt(pair.together().get("concurrency_or_rate"));
        Degrees degrees = Problems.degrees(problem.model().experts(), 1, 1, 1, 1, copies, clients / copies, 1);
        CostModel costModel = Problems.costModel(problem);
        return costModel
                .evaluate(Layout.inOrder(degrees, problem.model()))
                .performance()
                .tokensPerSecond();
    }

    private static double apart(Pair pair, Model known, double hits) {
        Problem problem = problem(pair, known, hits);
        int clients = Integer.parseInt(pair.apart().get("concurrency_or_rate"));
        int prefills = Integer.parseInt(pair.apart().get("prefill_instances"));
        int decodes = Integer.parseInt(pair.apart().get("decode_instances"));
        PoolsModel model = new PoolsModel(Problems.question(problem));
        Pools pools = new Pools(
                pool(problem, prefills, model.promptsOfAStep(), 0),
                pool(problem, decodes, clients / decodes, prefills));
        return model.evaluate(pools).together().performance().tokensPerSecond();
    }

    private static Layout pool(Problem problem, int replicas, int batch, int firstGpu) {
        Degrees degrees = Problems.degrees(problem.model().experts(), 1, 1, 1, 1, replicas, batch, 1);
        Layout layout = Layout.inOrder(degrees, problem.model());
        int[] gpus = IntStream.range(firstGpu, firstGpu + degrees.gpus()).toArray();
        return new Layout(
                degrees,
                layout.stages(),
                layout.experts(),
                DeviceMap.inOrder(degrees).on(gpus));
    }
}
