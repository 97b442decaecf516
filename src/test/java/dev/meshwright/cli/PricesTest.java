package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Prices of GPUs from the problem to the answer, and what is refused. */
class PricesTest extends CommandRun {

    private static final String PROBLEM = """
            name: priced
            model: {catalog: mixtral-8x7b, weights: fp8}
            cluster: {nodes: [{count: 1, gpus: 4, gpu: h100-sxm}]}
            workload: {phase: serving, inputTokens: 1000, outputTokens: 250, concurrency: 16}
            """;

    private static final String TABLE = """
            gpu,usd_per_gpu_hour_owned,usd_per_gpu_hour_rented,source,date
            H100,1.50,2.00,first,2026-01
            H100,,2.50,second,2026-04-03
            H100,,2.00-5.00,a range is no price,2026-05
            B200,2.00,3.00,first,2026-01
            """;

    private JsonNode json(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-o", file("plan.yaml")));
        run(all.toArray(String[]::new));
        return new ObjectMapper().readTree(out.toString());
    }

    /** All GPUs of an hour, over the tokens of an hour: of output, of input, of both. */
    @Test
    void tokensPayForTheGpusInUse() throws IOException {
        String file = written("p.yaml", PROBLEM + "prices: {h100-sxm: $2.50/h}\n");
        JsonNode evaluation = json("search", file, "--format", "json").get("evaluation");
        JsonNode cost = evaluation.get("cost");
        double perHour = 2.5 * evaluation.get("gpus").asInt();
        double output = evaluation.at("/throughput/system").asDouble();
        double input = evaluation.at("/throughput/input").asDouble();
        assertThat(cost.get("currency").asString()).isEqualTo("USD");
        assertThat(cost.get("perHour").asDouble()).isCloseTo(perHour, within(1e-9));
        assertThat(cost.get("perMillionTokens").asDouble()).isCloseTo(1e6 * perHour / 3600 / output, within(1e-9));
        assertThat(cost.get("perMillionInputTokens").asDouble()).isCloseTo(1e6 * perHour / 3600 / input, within(1e-9));
        assertThat(cost.get("perMillionInAll").asDouble())
                .isCloseTo(1e6 * perHour / 3600 / (input + output), within(1e-9));
        // Boards of 700 W.
        assertThat(evaluation.get("watts").asDouble())
                .isEqualTo(700.0 * evaluation.get("gpus").asInt());
    }

    /** 16 users keep fewer GPUs busy than there are: the objective leaves some out, and nothing costs less. */
    @Test
    void theCheapestPlanLeavesGpusOut() throws IOException {
        String fast = written("fast.yaml", PROBLEM + "prices: {h100-sxm: 2.50 USD/h}\n");
        String cheap = written("cheap.yaml", PROBLEM + "objective: cost\nprices: {h100-sxm: 2.50 USD/h}\n");
        JsonNode most = json("search", fast, "--format", "json").get("evaluation");
        JsonNode least = json("search", cheap, "--format", "json").get("evaluation");
        double paid = least.at("/cost/perMillionTokens").asDouble();
        assertThat(least.get("gpus").asInt()).isLessThan(most.get("gpus").asInt());
        assertThat(paid).isLessThan(most.at("/cost/perMillionTokens").asDouble());
        assertThat(least.at("/bound/cost").asDouble()).isPositive().isLessThanOrEqualTo(paid * (1 + 1e-9));
        run("search", cheap, "-o", file("plan.yaml"));
        assertThat(out.toString()).contains("USD per hour for the GPUs in use");
        assertThat(out.toString().replaceAll("\\s+", " ")).contains("can cost less than");
    }

    /** A stream pays for what it sends, however much more its GPUs could do; the cheapest plan is that of the fewest GPUs for it. */
    @Test
    void ofAStreamTheTokensThatAreSentPay() throws IOException {
        String stream = PROBLEM.replace("concurrency: 16", "arrivals: {rate: 4 requests/s}")
                + "prices: {h100-sxm: 2.50 USD/h}\n";
        JsonNode most =
                json("search", written("most.yaml", stream), "--format", "json").get("evaluation");
        JsonNode least = json("search", written("least.yaml", stream + "objective: cost\n"), "--format", "json")
                .get("evaluation");
        for (JsonNode evaluation : List.of(most, least)) {
            double perHour = 2.5 * evaluation.get("gpus").asInt();
            assertThat(evaluation.at("/throughput/system").asDouble()).isGreaterThan(4 * 250);
            assertThat(evaluation.at("/cost/perMillionTokens").asDouble())
                    .isCloseTo(1e6 * perHour / 3600 / (4 * 250), within(1e-9));
        }
        assertThat(least.get("gpus").asInt()).isLessThan(most.get("gpus").asInt());
    }

    /** Whoever checks a plan may bring prices, which make no other problem of it. */
    @Test
    void checkedPlansArePaidByATableToo() throws IOException {
        String file = written("p.yaml", PROBLEM);
        exactly("search", file, "-o", file("plan.yaml"));
        String table = written("prices.csv", TABLE);
        String[] check = {
            "check", file, file("plan.yaml"), "--prices", table, "--price-column", "usd_per_gpu_hour_rented"
        };
        assertThat(exactly(check)).isZero();
        assertThat(out.toString()).contains("USD per hour for the GPUs in use").doesNotContain("another version");
        String script = written("start.sh", "vllm serve mistralai/Mixtral-8x7B-v0.1 --tensor-parallel-size 4\n");
        assertThat(exactly(check[0], check[3], table, check[5], check[6], "--gpu", "h100-sxm", "--launch", script))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--prices are for the GPUs of a PROBLEM");
    }

    /** Of the rows of a GPU the newest that has a price; its source and date are said. */
    @Test
    void pricesOfATableStandInForThoseOfTheProblem() throws IOException {
        String file = written("p.yaml", PROBLEM + "prices: {h100-sxm: 9 USD/h}\n");
        String table = written("prices.csv", TABLE);
        JsonNode plan = json(
                "search", file, "--prices", table, "--price-column", "usd_per_gpu_hour_rented", "--format", "json");
        assertThat(plan.at("/evaluation/cost/perHour").asDouble())
                .isCloseTo(2.5 * plan.at("/evaluation/gpus").asInt(), within(1e-9));
        assertThat(plan.toString()).contains("row H100, of 2026-04-03, second");
    }

    @Test
    void kindsThatReachATargetAreRankedByCost() throws IOException {
        String file = written("p.yaml", PROBLEM.replace(", concurrency: 16", ""));
        String table = written("prices.csv", TABLE);
        int code = run(
                "scale",
                file,
                "--target",
                "20000 tokens/s",
                "--no-roadmap",
                "--max-gpus",
                "16",
                "--gpu",
                "b200-sxm",
                "--prices",
                table,
                "--price-column",
                "usd_per_gpu_hour_rented");
        assertThat(code).isZero();
        String ranking = out.toString().split("By cost \\(USD\\)")[1].split("System, ")[0];
        double first = Double.parseDouble(ranking.strip().split("\n")[1].strip().split("\\s+")[2]);
        double second =
                Double.parseDouble(ranking.strip().split("\n")[2].strip().split("\\s+")[2]);
        assertThat(first).isLessThanOrEqualTo(second);
        assertThat(ranking).contains("h100-sxm").contains("b200-sxm");
    }

    /** All of it at once, each with its place. */
    @Test
    void badPricesAreRefused() throws IOException {
        String file = written("p.yaml", PROBLEM + """
                objective: cost
                prices:
                  h100-sxm: 2.5
                  h200-sxm: -3 USD/h
                  h300: 3 USD/h
                  b200-sxm: 3 USD/h
                  b300-sxm: 4 EUR/h
                  h100-pcie: 3 USD/day
                """);
        assertThat(run("search", file)).isEqualTo(3);
        assertThat(err.toString())
                .contains("/prices/h100-sxm", "names no currency", "Maybe 2.5 USD/h.")
                .contains("/prices/h200-sxm", "must be more than 0")
                .contains("/prices/h300", "neither in the cluster nor in the catalogue")
                .contains("/prices/b300-sxm", "another currency")
                .contains("/prices/h100-pcie", "per hour of one GPU")
                .contains("/objective", "needs prices, but h100-sxm has none");
    }

    @Test
    void badTablesAreRefused() throws IOException {
        String file = written("p.yaml", PROBLEM);
        String table = written("prices.csv", TABLE);
        assertThat(run("search", file, "--prices", table)).isEqualTo(3);
        assertThat(err.toString()).contains("has several columns of prices", "Maybe --price-column");
        String odd = written("odd.csv", "gpu,usd_per_gpu_hour\nH100,two\n,3\nB200,-1\nH200,3\nH200,4\n");
        assertThat(run("search", file, "--prices", odd)).isEqualTo(3);
        assertThat(err.toString())
                .contains("line 2", "must be a number")
                .contains("line 3", "names no GPU")
                .contains("line 4", "must be more than 0")
                .contains("line 6", "second price of the same date");
        String none = written("none.csv", "gpu,price\nH100,3\n");
        assertThat(run("search", file, "--prices", none)).isEqualTo(3);
        assertThat(err.toString()).contains("no column of prices, whose name says the currency");
        String euros = written("p2.yaml", PROBLEM + "prices: {h100-sxm: 2 EUR/h}\n");
        assertThat(run("search", euros, "--prices", written("one.csv", "gpu,usd_per_gpu_hour\nH100,3\n")))
                .isEqualTo(3);
        assertThat(err.toString()).contains("are in EUR, but those of");
        assertThat(run("search", file, "--price-column", "x")).isEqualTo(2);
    }
}
