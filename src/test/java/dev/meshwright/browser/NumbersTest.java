package dev.meshwright.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.meshwright.base.derivation.Formula;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Numbers of different pages, clicked on: the derivation that opens is of the number, and its arithmetic gives it. */
class NumbersTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final int OF_EACH = 5;

    @TempDir
    private Path folder;

    @Test
    void theArithmeticOfADerivationGivesTheNumber() {
        assumeTrue(Browser.installed().isPresent(), "No Chromium here: numbers are not clicked on.");
        Map<String, String[]> pages = Map.of(
                "check", new String[] {"check", "problems/mixtral-8x7b-8xh100.yaml", "TP4 EP4 PP1 x2"},
                "prefill", new String[] {"check", "problems/founding-000.yaml", "solutions/founding-000.claimed.yaml"},
                "training",
                        new String[] {
                            "check",
                            "problems/deepseek-v3-training-2048xh800.yaml",
                            "solutions/deepseek-v3-training-2048xh800.yaml"
                        },
                "place",
                        new String[] {
                            "place", "src/test/resources/transcripts/loads.csv", "--ranks", "4", "--slots", "12"
                        });
        int tried = 0;
        try (Browser browser = Browser.start()) {
            for (Map.Entry<String, String[]> page : pages.entrySet()) {
                Path file = folder.resolve(page.getKey() + ".html");
                Map<String, JsonNode> book = new HashMap<>();
                JsonNode answer = JSON.readTree(Reports.json(file, page.getValue()));
                answer.at("/report/derivations").forEach(node -> gather(node, book));
                tried += tried(browser, file, book);
            }
        }
        assertThat(tried).isGreaterThanOrEqualTo(3 * OF_EACH + 2);
    }

    private static void gather(JsonNode node, Map<String, JsonNode> book) {
        if (!node.path("derivedAbove").asBoolean(false)) {
            book.putIfAbsent(node.path("quantity").asString(), node);
        }
        node.path("inputs").forEach(input -> gather(input, book));
    }

    /** Clicks on numbers that lie evenly over the page. */
    private static int tried(Browser browser, Path file, Map<String, JsonNode> book) {
        Tab tab = browser.tab();
        tab.go(file.toUri().toString());
        JsonNode clicked = tab.evaluate("""
                (() => {
                  const dialog = document.querySelector('dialog');
                  const all = [...document.querySelectorAll('button[data-why]:not([data-note])')]
                    .filter(button => button.closest('[data-v]'));
                  const step = Math.max(1, all.length / OF_EACH);
                  const found = [];
                  for (let at = 0; found.length < OF_EACH && Math.floor(at) < all.length; at += step) {
                    const button = all[Math.floor(at)];
                    button.click();
                    found.push([button.dataset.why, Number(button.closest('[data-v]').dataset.v),
                      dialog.open, dialog.querySelector('.tree').textContent]);
                    dialog.close();
                  }
                  return found;
                })()""".replace("OF_EACH", String.valueOf(OF_EACH)));
        for (JsonNode one : clicked) {
            String quantity = one.get(0).asString();
            JsonNode node = book.get(quantity);
            assertThat(one.get(2).asBoolean()).as(quantity).isTrue();
            assertThat(one.get(3).asString()).startsWith(quantity + " = ");
            double shown = one.get(1).asDouble();
            assertThat(node.path("value").asDouble()).as(quantity).isCloseTo(shown, near(shown));
            if (node.hasNonNull("formula") && !node.path("formula").asString().isEmpty()) {
                Map<String, Double> inputs = new HashMap<>();
                node.path("inputs")
                        .forEach(input -> inputs.put(
                                input.path("symbol").asString(),
                                input.path("value").asDouble()));
                assertThat(new Formula(node.path("formula").asString()).value(inputs::get))
                        .as(quantity)
                        .isCloseTo(shown, near(shown));
            }
        }
        tab.close();
        return clicked.size();
    }

    private static Offset<Double> near(double value) {
        return within(1e-9 * Math.abs(value));
    }
}
