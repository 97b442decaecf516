package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.question.audit.fact.QuantityCatalogue;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The vocabulary as people ask for it. */
class QuantitiesCommandTest extends CommandRun {

    @Test
    void listsEverythingWithMeaningUnitScopeAndNames() {
        assertThat(run("quantities", "--format", "json")).isZero();
        JsonNode all = JsonMapper.shared().readTree(out.toString());
        assertThat(all.size()).isEqualTo(QuantityCatalogue.all().size());
        for (JsonNode one : all) {
            assertThat(one.propertyNames()).containsExactly("quantity", "meaning", "unit", "scope", "synonyms");
        }
        assertThat(run("quantities")).isZero();
        assertThat(out.toString().lines().filter(line -> !line.startsWith(" ")))
                .hasSize(1 + QuantityCatalogue.all().size());
    }

    @Test
    void wordsFilter() {
        assertThat(run("quantities", "TTFT")).isZero();
        assertThat(out.toString()).contains("quantity").containsPattern("timeToFirstToken +s +per user +from request");
        assertThat(run("quantities", "cache", "tokens")).isZero();
        assertThat(out.toString()).contains("cache.tokens").doesNotContain("timePerOutputToken ");
    }

    @Test
    void whatNothingSpeaksOfIsWrongUsage() {
        assertThat(run("quantities", "rack", "colour")).isEqualTo(2);
        assertThat(err.toString()).contains("No quantity speaks of rack colour.");
        assertThat(run("quantities", "timeToFirstTokn")).isEqualTo(2);
        assertThat(err.toString()).contains("Maybe timeToFirstToken");
    }

    /** A phrase that no quantity has all the words of is answered by meaning, and that it is so is said. */
    @Test
    void phrasesAreUnderstood() {
        assertThat(exactly("quantities", "how", "long", "until", "the", "first", "word"))
                .isZero();
        assertThat(out.toString()).contains("timeToFirstToken");
        assertThat(err.toString()).contains("nearest in meaning");
        assertThat(exactly("quantities", "unused memory on a card")).isZero();
        assertThat(out.toString()).contains("memory.headroom");
        assertThat(exactly("quantities", "price of a sandwich")).isEqualTo(2);
    }
}
