package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Cache, interactivity, power, links and MFU follow from the problem and its evaluation. */
class NewQuantitiesTest extends CommandRun {

    private static final String SMALL = "src/test/resources/transcripts/small.yaml";

    private JsonNode claims(String problem, String claims) throws IOException {
        String plan =
                "layout: {tensor: 2, expert: 2, pipeline: 2, data: 1, replicas: 2, microBatch: 48}\nclaims:\n" + claims;
        assertThat(run("check", problem, written("p.yaml", plan), "--format", "json"))
                .as(err.toString())
                .isIn(0, 4, 5);
        return JsonMapper.shared().readTree(out.toString());
    }

    private static double computed(JsonNode document, String quantity) {
        for (JsonNode claim : document.get("claims")) {
            if (claim.get("quantity").asString().equals(quantity)) {
                return claim.get("computed").doubleValue();
            }
        }
        throw new AssertionError("No claim about " + quantity);
    }

    @Test
    void linksAndPowerAreThoseOfTheDataSheet() throws IOException {
        JsonNode document = claims(SMALL, """
                  - {quantity: gpu.linkBandwidth, value: 300 GB/s}
                  - {quantity: gpu.networkBandwidth, value: 25 GB/s}
                  - {quantity: gpu.hostBandwidth, value: 32 GB/s}
                  - {quantity: gpu.power, value: 500 W}
                  - {quantity: power.system, value: 4 kW}
                """);
        for (JsonNode claim : document.get("claims")) {
            // 2 x 2 GPUs in each of two replicas: 8 x 500 W
            assertThat(claim.get("verdict").asString()).as(claim.toString()).isEqualTo("confirmed");
        }
    }

    @Test
    void cacheCapacityIsRoomOverBytesPerToken() throws IOException {
        JsonNode document = claims(SMALL, """
                  - {quantity: cache.bytesPerToken, value: 1 kB}
                  - {quantity: cache.bytesPerToken.perGpu, value: 1 kB}
                  - {quantity: cache.room.perGpu, value: 1 GB}
                  - {quantity: cache.tokensPerRank, value: 1}
                  - {quantity: cache.tokens, value: 1}
                  - {quantity: cache.longestContext, value: 1}
                """);
        JsonNode memory = document.get("evaluation").get("memoryPerGpu");
        double cache = memory.get("components").get("cache.keyValue").doubleValue();
        double room = memory.get("usable").doubleValue() - memory.get("total").doubleValue() + cache;
        double sequences = 48;
        JsonNode micro = document.get("layout").get("microBatches");
        sequences *= micro == null ? 1 : micro.doubleValue();
        double perToken = cache / (sequences * (2000 + 500));
        assertThat(computed(document, "cache.room.perGpu")).isCloseTo(room, within(1.0));
        assertThat(computed(document, "cache.bytesPerToken.perGpu")).isCloseTo(perToken, within(1e-6 * perToken));
        double perRank = Math.floor(room / perToken);
        assertThat(computed(document, "cache.tokensPerRank")).isCloseTo(perRank, within(1.0));
        assertThat(computed(document, "cache.tokens")).isCloseTo(2 * perRank, within(2.0));
        assertThat(computed(document, "cache.longestContext")).isCloseTo(perRank, within(1.0));
        assertThat(run("models", "--config", "src/test/resources/transcripts/small.config.json", "--format", "json"))
                .isZero();
        assertThat(computed(document, "cache.bytesPerToken"))
                .isEqualTo(JsonMapper.shared()
                        .readTree(out.toString())
                        .get("kvCacheBytesPerToken")
                        .doubleValue());
    }

    @Test
    void interactivityIsOneOverTheTimePerOutputToken() throws IOException {
        JsonNode document = claims(SMALL, """
                  - {quantity: interactivity, value: 33 tokens/s per user}
                  - {quantity: compute.modelFlopsUtilisation, value: 38 %}
                """);
        double time = document.get("evaluation").get("timePerOutputToken").doubleValue();
        assertThat(computed(document, "interactivity")).isCloseTo(1 / time, within(1e-9 / time));
        double perGpu =
                document.get("evaluation").get("throughput").get("perGpu").doubleValue();
        assertThat(run("check", SMALL, file("p.yaml"), "--explain", "flops.perToken", "--format", "json"))
                .isIn(0, 4, 5);
        double flops =
                JsonMapper.shared().readTree(out.toString()).findValue("value").doubleValue();
        // the made-up GPU has 400 TFLOP/s
        assertThat(computed(document, "compute.modelFlopsUtilisation"))
                .isCloseTo(perGpu * flops / 400e12, within(1e-9));
    }

    @Test
    void aRangeIsConfirmedByWhatLiesInIt() throws IOException {
        JsonNode document = claims(SMALL, """
                  - {quantity: gpus, value: 4-16}
                  - {quantity: gpu.memory, value: at least 60 GB}
                  - {quantity: gpu.memoryBandwidth, value: ~2 TB/s}
                  - {quantity: gpu.power, value: "\u2264 400 W"}
                """);
        JsonNode claims = document.get("claims");
        assertThat(claims.get(0).get("verdict").asString()).isEqualTo("confirmed");
        assertThat(claims.get(1).get("verdict").asString()).isEqualTo("confirmed");
        // half of the last digit is 25 %, but a tenth is the most: 1.8 is a tenth below 2
        assertThat(claims.get(2).get("verdict").asString()).isEqualTo("confirmed");
        assertThat(claims.get(3).get("verdict").asString()).isEqualTo("refuted");
    }
}
