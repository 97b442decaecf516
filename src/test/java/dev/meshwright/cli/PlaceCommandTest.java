package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.tree.Documents;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** {@code place} as its user meets it. */
class PlaceCommandTest extends CommandRun {

    private String loads(String name, int layers, int experts, long seed) throws IOException {
        Random random = new Random(seed);
        double[][] loads = new double[layers][experts];
        for (double[] row : loads) {
            Arrays.setAll(row, expert -> Math.exp(0.8 * random.nextGaussian()));
        }
        return written(name, Arrays.deepToString(loads));
    }

    private static JsonNode json(String text) {
        return new ObjectMapper().readTree(text);
    }

    /** The step time that --compare predicts is the one that check gives the same layout under the same loads. */
    @Test
    void comparedStepTimesAreThoseOfCheck() throws IOException {
        String loads = loads("loads.json", 32, 8, 5);
        String problem = written("problem.yaml", """
                name: compared
                model: {catalog: mixtral-8x7b, weights: bf16}
                cluster: {nodes: [{count: 1, gpus: 8, gpu: h100-sxm}]}
                workload: {phase: decode, inputTokens: 2048, concurrency: 512, expertLoad: {file: loads.json}}
                """);
        int code = run(
                "place", loads, "--ranks", "8", "--slots", "16", "--problem", problem, "--compare", "--format", "json");
        assertThat(code).as(err.toString()).isZero();
        JsonNode placed = json(out.toString());
        JsonNode ours = placed.get("comparison").get(2);
        assertThat(ours.get("placement").asString()).isEqualTo("meshwright");
        String plan = written("plan.json", plan(placed.get("physicalToLogical")));
        run("check", problem, plan, "--format", "json");
        JsonNode evaluation = json(out.toString()).get("evaluation");
        assertThat(ours.get("stepTime").asDouble())
                .isEqualTo(evaluation.get("stepTime").asDouble());
        assertThat(ours.get("throughput").asDouble())
                .isEqualTo(evaluation.get("throughput").get("system").asDouble());
        // Never slower than the placement that EPLB's policy gives, whose cost is judged by the same model.
        assertThat(ours.get("stepTime").asDouble())
                .isLessThanOrEqualTo(
                        placed.get("comparison").get(1).get("stepTime").asDouble());
    }

    private static String plan(JsonNode map) {
        List<Object> experts = new ArrayList<>();
        for (JsonNode row : map) {
            List<Object> ranks = new ArrayList<>();
            for (int rank = 0; rank < 8; rank++) {
                ranks.add(
                        List.of(row.get(2 * rank).asInt(), row.get(2 * rank + 1).asInt()));
            }
            experts.add(ranks);
        }
        return Documents.toJson(Map.of(
                "layout",
                Map.of(
                        "tensor",
                        1,
                        "data",
                        8,
                        "expert",
                        8,
                        "expertTensor",
                        1,
                        "pipeline",
                        1,
                        "replicas",
                        1,
                        "experts",
                        experts)));
    }

    /**
     * What nobody stated contradicts nothing that somebody did: experts per token and groups of a token are chosen so that
     * the one can come from the other, whatever the shape.
     */
    @Test
    void defaultsContradictNothing() throws IOException {
        Random random = new Random(28);
        int[] counts = {2, 4, 6, 8, 12, 16, 24, 60, 64};
        for (int round = 0; round < 60; round++) {
            int experts = counts[random.nextInt(counts.length)];
            int groups = divisor(experts, random);
            int nodes = 1 + random.nextInt(3);
            int ranks = nodes * (1 + random.nextInt(4));
            List<String> arguments = new ArrayList<>(List.of(
                    "place", loads("loads.json", 1, experts, round), "--ranks", "" + ranks, "--nodes", "" + nodes));
            arguments.addAll(List.of("--groups", "" + groups, "--moves", "0"));
            if (random.nextInt(3) == 0) {
                arguments.addAll(List.of("--top-k", "" + (1 + random.nextInt(experts))));
            } else if (random.nextInt(3) == 0) {
                arguments.addAll(List.of("--top-groups", "" + (1 + random.nextInt(groups))));
            }
            assertThat(run(arguments.toArray(String[]::new)))
                    .as(arguments + ": " + err)
                    .isZero();
        }
    }

    private static int divisor(int number, Random random) {
        int divisor = 1 + random.nextInt(number);
        while (number % divisor != 0) {
            divisor--;
        }
        return divisor;
    }

    /** 12 experts in 4 groups of 3: two groups hold 6, so that 8 per token need a third group. */
    @Test
    void groupsOfATokenHoldItsExperts() throws IOException {
        String loads = loads("loads.json", 1, 12, 3);
        String[] common = {"place", loads, "--ranks", "4", "--nodes", "2", "--groups", "4", "--moves", "0"};
        assertThat(run(common)).isZero();
        assertThat(run(with(common, "--top-k", "8"))).isZero();
        assertThat(run(with(common, "--grouping", "hard"))).isZero();
        assertThat(run(with(common, "--top-k", "8", "--top-groups", "2"))).isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(err.toString())
                .contains("--top-groups: groups of 3 hold 6 experts, a token chooses 8")
                .contains("Maybe 3.");
    }

    private static String[] with(String[] arguments, String... more) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** A placement in force has its slots: nobody has to say them again. */
    @Test
    void slotsAreThoseOfThePlacementInForce() throws IOException {
        String loads = loads("loads.json", 1, 4, 3);
        String current = written("current.json", "{\"physical_to_logical_map\": [[0, 1, 2, 3, 0, 1]]}");
        assertThat(run("place", loads, "--ranks", "2", "--current", current, "--format", "json"))
                .as(err.toString())
                .isZero();
        assertThat(json(out.toString()).get("physicalToLogical").get(0)).hasSize(6);
        assertThat(run("place", loads, "--ranks", "4", "--current", current)).isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(err.toString()).contains("--ranks: must divide the 6 slots of the current placement");
    }

    @Test
    void badNumbersAreReportedTogether() throws IOException {
        String loads = loads("loads.json", 2, 4, 1);
        assertThat(run("place", loads, "--ranks", "0", "--slots", "-1", "--robust", "3", "--moves", "-7"))
                .isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(err.toString()).contains("--ranks", "--slots", "--robust", "--moves");
    }

    @Test
    void impossibleShapesNameTheNearestPossibleOnes() throws IOException {
        String loads = loads("loads.json", 2, 4, 1);
        assertThat(run("place", loads, "--ranks", "3", "--slots", "7")).isEqualTo(ExitCode.INVALID_INPUT.code());
        assertThat(err.toString()).contains("Maybe 6 or 9.");
        assertThat(run("place", loads, "--ranks", "2", "--slots", "2")).isEqualTo(ExitCode.INFEASIBLE.code());
        assertThat(err.toString()).contains("Maybe use at least 2 slots per rank.");
        assertThat(run("place", loads, "--ranks", "2", "--slots", "10", "--no-duplicates-per-rank"))
                .isEqualTo(ExitCode.INFEASIBLE.code());
        assertThat(err.toString()).contains("Maybe use at most 4.");
    }

    /** The user interrupts after the first look at the clock: a whole placement is printed, and that it was cut. */
    @Test
    void anInterruptedSearchPrintsTheBestSoFar() throws IOException {
        String loads = loads("one.json", 3, 16, 1);
        String other = loads("two.json", 3, 16, 2);
        AtomicInteger asked = new AtomicInteger();
        Terminal terminal = new Terminal(
                new PrintWriter(out),
                new PrintWriter(err),
                dev.meshwright.answer.text.page.Style.PLAIN,
                false,
                () -> asked.incrementAndGet() > 3);
        int code = Main.run(terminal, "place", loads, other, "--ranks", "4", "--slots", "20");
        assertThat(code).isZero();
        assertThat(out.toString()).contains("Cut short: this is the best placement so far.");
    }

    /** Under every objective the bound of max/mean is a bound, and is more than the trivial one where loads are skewed. */
    @Test
    void lowerBoundsHoldUnderEveryObjective() throws IOException {
        String one = loads("one.json", 2, 8, 1);
        String two = loads("two.json", 2, 8, 2);
        List<String[]> commands = List.of(
                new String[] {"place", one, "--ranks", "8", "--format", "json"},
                new String[] {"place", one, two, "--ranks", "8", "--format", "json"},
                new String[] {
                    "place",
                    one,
                    "--ranks",
                    "4",
                    "--nodes",
                    "2",
                    "--groups",
                    "4",
                    "--grouping",
                    "hard",
                    "--format",
                    "json"
                },
                new String[] {
                    "place", one, "--ranks", "4", "--nodes", "2", "--groups", "4", "--top-k", "2", "--format", "json"
                });
        for (String[] command : commands) {
            assertThat(run(command)).as(String.join(" ", command) + err).isZero();
            JsonNode placed = json(out.toString());
            for (int layer = 0; layer < 2; layer++) {
                assertThat(placed.get("lowerBound").get(layer).asDouble())
                        .isGreaterThan(1)
                        .isLessThanOrEqualTo(
                                placed.get("maxOverMean").get(layer).asDouble() + 1e-6);
            }
        }
    }

    /** EPLB tears groups apart and moves more slots than asked for: the table says so. */
    @Test
    void whatIsComparedShowsTrafficMovesAndBrokenRules() throws IOException {
        String loads = loads("loads.json", 2, 16, 3);
        assertThat(run("place", loads, "--ranks=4", "--nodes=2", "--slots=24", "--groups=4", "--compare", "--moves=50"))
                .isZero();
        assertThat(out.toString()).contains("nodes/token").doesNotContain("slots changed");
        assertThat(run(
                        "place",
                        loads,
                        "--ranks=4",
                        "--nodes=2",
                        "--slots=24",
                        "--groups=4",
                        "--grouping=hard",
                        "--compare"))
                .isZero();
        assertThat(out.toString()).containsPattern("EPLB-style .*breaks the rules asked for");
        String map = folder.resolve("map.json").toString();
        assertThat(run("place", loads, "--ranks=4", "--slots=24", "-o", map)).isZero();
        String later = loads("later.json", 2, 16, 4);
        assertThat(run("place", later, "--ranks=4", "--slots=24", "--current", map, "--max-moves=4", "--compare"))
                .isZero();
        assertThat(out.toString())
                .containsPattern("placement .*slots changed")
                .containsPattern("today +[0-9.]+ +0\\b")
                .containsPattern("meshwright +[0-9.]+ +[1-4]\\b");
    }

    @Test
    void enginesAreNamedWithHyphensOrUnderscores() throws IOException {
        String loads = loads("loads.json", 2, 16, 3);
        for (String engine : List.of("tensorrt-llm", "tensorrt_llm", "vllm-ascend", "VLLM")) {
            String map = folder.resolve(engine + ".txt").toString();
            assertThat(run("place", loads, "--ranks=4", "--slots=24", "-o", map, "--engine", engine))
                    .as(engine)
                    .isZero();
        }
        assertThat(run("place", loads, "--ranks=4", "--slots=24", "--engine=none"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("Maybe sglang, tensorrt-llm, vllm or vllm-ascend");
    }
}
