package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Expected verdicts on the claims of a founding document, in their order, and the numbers that the arithmetic shares.
 * {@link #OPEN} stands for numbers of the cost model, which depend on a batch that no document states.
 */
abstract class FoundingClaims {

    static final String CONFIRMED = "confirmed";
    static final String REFUTED = "refuted";
    static final String NOT_DERIVABLE = "not-derivable";

    static final double OPEN = Double.NaN;
    static final double TRUE = 1;
    static final double FALSE = 0;

    // Common facts: 60 % of 400 TFLOP/s over 8 GFLOP per token; what communication, imbalance and bubbles leave.
    static final double BOUND = 0.6 * 400e12 / 8e9;
    static final double EFFICIENCY = (1 - 0.42) * (1 - 0.12) * (1 - 0.18);
    static final double REACHED = BOUND * EFFICIENCY;

    // The architecture: experts of 3 x 512 x 1024, 16 in each of 16 layers; the rest with 8 heads of 64 and 32,000
    // tokens.
    static final double EXPERT = 3 * 512 * 1024;
    static final double EXPERTS = 256 * EXPERT;
    static final double ATTENTION = 16 * 4 * 512.0 * 512;
    static final double ROUTERS_AND_NORMS = 16 * (16 * 512.0 + 2 * 512) + 512;
    static final double REST = ATTENTION + ROUTERS_AND_NORMS + 2 * 32_000.0 * 512;

    record Expected(String quantity, String claimed, String verdict, double computed) {}

    final List<Expected> expected = new ArrayList<>();

    void claim(String quantity, String claimed, String verdict, double computed) {
        expected.add(new Expected(quantity, claimed, verdict, computed));
    }

    static JsonNode check(String number, int exit) {
        StringWriter out = new StringWriter();
        int code = Main.run(
                new PrintWriter(out),
                new PrintWriter(new StringWriter()),
                "check",
                "problems/founding-" + number + ".yaml",
                "solutions/founding-" + number + ".claimed.yaml",
                "--format",
                "json");
        assertThat(code).isEqualTo(exit);
        return JsonMapper.shared().readTree(out.toString());
    }

    JsonNode audit(String number, int exit) {
        JsonNode document = check(number, exit);
        JsonNode claims = document.get("claims");
        for (int i = 0; i < Math.min(claims.size(), expected.size()); i++) {
            JsonNode claim = claims.get(i);
            Expected row = expected.get(i);
            String name = "claim " + (i + 1) + ", " + row;
            assertThat(claim.get("quantity").asString()).as(name).isEqualTo(row.quantity());
            assertThat(claim.get("text").asString()).as(name).isEqualTo(row.claimed());
            assertThat(claim.get("verdict").asString()).as(name).isEqualTo(row.verdict());
            assertThat(claim.get("derivation").asString()).as(name).isNotBlank();
            if (!Double.isNaN(row.computed())) {
                assertThat(claim.get("computed").doubleValue())
                        .as(name)
                        .isCloseTo(row.computed(), within(1e-6 * Math.abs(row.computed()) + 1e-12));
            }
        }
        assertThat(claims.size()).as("claims").isEqualTo(expected.size());
        return document;
    }

    static JsonNode find(JsonNode document, String quantity, String claimed) {
        for (JsonNode claim : document.get("claims")) {
            if (claim.get("quantity").asString().equals(quantity)
                    && claim.get("text").asString().equals(claimed)) {
                return claim;
            }
        }
        throw new AssertionError("No claim " + quantity + " = " + claimed);
    }
}
