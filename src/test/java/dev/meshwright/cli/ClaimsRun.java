package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Claims of a plan against a problem, and what the audit says. */
abstract class ClaimsRun extends CommandRun {

    /** The answer of {@code check} as data. */
    JsonNode checked(String problem, String plan) throws IOException {
        assertThat(run("check", written("p.yaml", problem), written("q.yaml", plan), "--format", "json"))
                .as(err.toString())
                .isIn(0, 4, 5);
        return JsonMapper.shared().readTree(out.toString());
    }

    /** The first claim of the plan about a quantity. */
    static JsonNode claim(JsonNode answer, String quantity) {
        for (JsonNode claim : answer.get("claims")) {
            if (claim.get("quantity").asString().equals(quantity)
                    && !claim.get("by").asString().equals("problem")) {
                return claim;
            }
        }
        throw new AssertionError("No claim about " + quantity);
    }

    static double computed(JsonNode answer, String quantity) {
        return claim(answer, quantity).get("computed").doubleValue();
    }

    static String verdict(JsonNode answer, String quantity) {
        return claim(answer, quantity).get("verdict").asString();
    }
}
