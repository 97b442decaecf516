package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Placements that {@code place} puts side by side serve one batch: they differ by where experts are and by nothing else. */
class PlaceAtOneBatchTest extends CommandRun {

    private static final int LAYERS = 32;
    private static final int EXPERTS = 8;

    /** Loads whose logarithms have that deviation: 0 is flat. */
    private String loads(String name, double deviation, long seed) throws IOException {
        Random random = new Random(seed);
        double[][] loads = new double[LAYERS][EXPERTS];
        for (double[] row : loads) {
            Arrays.setAll(row, expert -> 1000 * Math.exp(deviation * random.nextGaussian()));
        }
        return written(name, Arrays.deepToString(loads));
    }

    private String problem(String workload) throws IOException {
        return written("problem.yaml", """
                name: unstated
                model: {catalog: mixtral-8x7b, weights: bf16}
                cluster: {nodes: [{count: 1, gpus: 8, gpu: h200-sxm}]}
                workload: {%s}
                objective: throughput
                assumptions: {engine: sglang}
                """.formatted(workload));
    }

    private JsonNode placed(String problem, String... more) {
        List<String> arguments = new ArrayList<>(List.of("place"));
        arguments.addAll(Arrays.asList(more));
        arguments.addAll(
                List.of("--ranks", "8", "--slots", "16", "--moves", "200", "--problem", problem, "--format", "json"));
        assertThat(run(arguments.toArray(String[]::new))).as(err.toString()).isZero();
        return new ObjectMapper().readTree(out.toString());
    }

    /** Flat loads have the same share on every rank wherever two copies of each expert are, both on one rank included. */
    @Test
    void sameSharesHaveTheSameSpeed() throws IOException {
        String flat = loads("flat.json", 0, 1);
        for (String workload : List.of(
                "phase: decode, inputTokens: 2048, outputTokens: 512",
                "phase: serving, inputTokens: 2048, outputTokens: 512")) {
            JsonNode rivals = placed(problem(workload), flat, "--compare").get("comparison");
            double inOrder = rivals.get(0).get("throughput").asDouble();
            assertThat(rivals).hasSize(3);
            for (JsonNode rival : rivals) {
                assertThat(rival.get("maxOverMean").asDouble()).isCloseTo(1, within(1e-9));
                assertThat(rival.get("throughput").asDouble())
                        .as(rival.get("placement").asString())
                        .isCloseTo(inOrder, within(1e-6 * inOrder));
            }
            JsonNode weighed = placed(problem(workload), flat, flat, "--every", "1 day");
            assertThat(weighed.get("none").get("throughput").asDouble()).isCloseTo(inOrder, within(1e-6 * inOrder));
            assertThat(weighed.get("static").get("throughput").asDouble()).isCloseTo(inOrder, within(1e-6 * inOrder));
            assertThat(weighed.get("dynamic").get("throughputWithoutPauses").asDouble())
                    .isCloseTo(inOrder, within(1e-6 * inOrder));
        }
    }

    /** Each rival's step makes one token of each sequence, so that tokens/s times the step is the batch that is said. */
    @Test
    void everyRivalServesTheSequencesThatAreSaid() throws IOException {
        String decode = "phase: decode, inputTokens: 2048, outputTokens: 512";
        for (long seed = 1; seed <= 3; seed++) {
            JsonNode answer = placed(problem(decode), loads("skewed.json", 0.8, seed), "--compare");
            double sequences = answer.get("sequences").asDouble();
            for (JsonNode rival : answer.get("comparison")) {
                assertThat(rival.get("throughput").asDouble()
                                * rival.get("stepTime").asDouble())
                        .isCloseTo(sequences, within(1e-6 * sequences));
            }
        }
        JsonNode stated = placed(problem(decode + ", concurrency: 511"), loads("any.json", 0.8, 4), "--compare");
        assertThat(stated.get("sequences").asInt()).isEqualTo(511);
    }

    /** Whatever the seed, experts in order are the worst balanced under uneven loads, and never faster than balanced ones. */
    @Test
    void betterBalancedMapsAreNeverSlower() throws IOException {
        String problem = problem("phase: serving, inputTokens: 2048, outputTokens: 512");
        for (long seed = 1; seed <= 3; seed++) {
            String first = loads("first.json", 0.8, seed);
            JsonNode rivals = placed(problem, first, "--compare").get("comparison");
            JsonNode inOrder = rivals.get(0);
            for (int other = 1; other < rivals.size(); other++) {
                assertNotSlower(rivals.get(other), inOrder);
            }
            JsonNode weighed = placed(problem, first, loads("second.json", 0.8, seed + 100), "--every", "1 day");
            assertThat(weighed.get("dynamic").get("maxOverMean").asDouble())
                    .isLessThan(weighed.get("none").get("maxOverMean").asDouble());
            assertThat(weighed.get("dynamic").get("throughputWithoutPauses").asDouble())
                    .isGreaterThanOrEqualTo(
                            weighed.get("none").get("throughput").asDouble());
        }
    }

    private static void assertNotSlower(JsonNode balanced, JsonNode inOrder) {
        assertThat(balanced.get("maxOverMean").asDouble())
                .isLessThan(inOrder.get("maxOverMean").asDouble());
        assertThat(balanced.get("throughput").asDouble())
                .isGreaterThanOrEqualTo(inOrder.get("throughput").asDouble());
    }

    @Test
    void theBatchIsSaid() throws IOException {
        String problem = problem("phase: decode, inputTokens: 2048, outputTokens: 512, concurrency: 512");
        String flat = loads("flat.json", 0, 1);
        List<String> shape = List.of("--ranks", "8", "--slots", "16", "--moves", "10", "--problem", problem);
        List<String> compared = new ArrayList<>(List.of("place", flat, "--compare"));
        compared.addAll(shape);
        assertThat(run(compared.toArray(String[]::new))).as(err.toString()).isZero();
        assertThat(out.toString()).contains("Every placement at 512 sequences in flight.");
        List<String> weighed = new ArrayList<>(List.of("place", flat, flat, "--every", "1 day"));
        weighed.addAll(shape);
        assertThat(run(weighed.toArray(String[]::new))).as(err.toString()).isZero();
        assertThat(out.toString()).contains("Every map at 512 sequences in flight.");
    }
}
