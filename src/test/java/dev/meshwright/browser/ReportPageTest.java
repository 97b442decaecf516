package dev.meshwright.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.meshwright.answer.report.Report;
import dev.meshwright.base.resource.ResourceText;
import dev.meshwright.io.tree.Documents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Pages in a real browser: what they show, what they ask for, what opens, who can use them. */
@Tag("slow")
class ReportPageTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private static Path folder;

    private static Browser browser;

    private static final List<String> ANSWERED =
            List.of("search mixed audit training scale compare pools place validate front infeasible plan".split(" "));

    private static final Map<String, String> ANSWERS = new LinkedHashMap<>();

    @BeforeAll
    static void pages() {
        assumeTrue(
                Browser.installed().isPresent(),
                "No Chromium here: pages are not tried in a browser. apt-get install chromium, or set MESHWRIGHT_BROWSER.");
        String plan = folder.resolve("plan.yaml").toString();
        answer("search", "search", "problems/mixtral-8x7b-8xh100.yaml", "-o", plan);
        answer("mixed", "search", "problems/mixtral-8x7b-16xh100-16xa100.yaml", "--no-replay", "-o", plan);
        answer("audit", "check", "problems/founding-000.yaml", "solutions/founding-000.claimed.yaml");
        answer(
                "training",
                "check",
                "problems/deepseek-v3-training-2048xh800.yaml",
                "solutions/deepseek-v3-training-2048xh800.yaml");
        answer("scale", "scale", "problems/founding-search-16.yaml", "--target", "100 tokens/ms");
        answer(
                "compare",
                "compare",
                "--problem",
                "problems/mixtral-8x7b-8xh100.yaml",
                "TP4 EP4 PP1 x2",
                "TP8 EP8 PP1",
                "TP2 DP2 EP4 PP1 x2");
        answer("pools", "check", "problems/qwen3-235b-pools-16xh200.yaml", "solutions/qwen3-235b-pools-16xh200.yaml");
        String transcripts = "src/test/resources/transcripts/";
        answer("place", "place", transcripts + "loads.csv", "--ranks", "4", "--slots", "12", "--compare");
        answer("validate", "validate", transcripts + "measured.csv");
        answer("front", "search", "problems/mixtral-8x7b-8xh100.yaml", "--front", "--searches", "4");
        answer("infeasible", "search", "src/test/resources/transcripts/full.yaml", "-o", plan);
        Reports.run(
                "report",
                "solutions/qwen3-235b-16xh200.yaml",
                "-o",
                page("plan").toString());
        browser = Browser.start();
    }

    private static void answer(String name, String... arguments) {
        ANSWERS.put(name, Reports.json(page(name), arguments));
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    static Stream<String> names() {
        return ANSWERED.stream();
    }

    private static Path page(String name) {
        return folder.resolve(name + ".html");
    }

    private static Tab open(String name) {
        Tab tab = browser.tab();
        tab.go(page(name).toUri().toString());
        return tab;
    }

    @ParameterizedTest
    @MethodSource("names")
    void complainsOfNothingAndAsksNobody(String name) {
        Tab tab = open(name);
        assertThat(tab.complaints()).isEmpty();
        assertThat(tab.requests()).containsExactly(page(name).toUri().toString());
        assertThat(tab.evaluate(
                                "[...document.querySelectorAll('.chart')].filter(chart => !chart.querySelector('svg path')).length")
                        .asInt())
                .as("charts that are not drawn")
                .isZero();
        tab.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"search", "mixed", "audit", "training", "pools"})
    void saysWhatTheJsonSays(String name) {
        JsonNode answer = JSON.readTree(ANSWERS.get(name));
        Tab tab = open(name);
        double shown = tab.evaluate("Number(document.querySelector('dd.value').dataset.v)")
                .asDouble();
        double told = answer.at("/evaluation/throughput/system").asDouble();
        assertThat(shown).isEqualTo(told);
        assertThat(tab.text("document.querySelector('dd.value').textContent").replaceAll("[^0-9]", ""))
                .isEqualTo(String.valueOf(Math.round(told)));
        assertThat(JSON.readTree(tab.text("document.getElementById('answer-data').textContent")))
                .as("the data of the page are what the command prints")
                .isEqualTo(answer);
        tab.close();
    }

    @Test
    void aComparisonSaysWhatItsJsonSays() {
        JsonNode answer = JSON.readTree(ANSWERS.get("compare"));
        Tab tab = open("compare");
        assertThat(tab.text("document.querySelector('.sentence bdi').textContent"))
                .isEqualTo(answer.at("/headlines/0").asString() + " "
                        + answer.at("/headlines/1").asString());
        // Each plan opens the derivation of its own figure.
        for (int plan = 0; plan < 3; plan++) {
            tab.evaluate("document.querySelectorAll('#bought details')[0].open = true");
            tab.click("#bought tbody tr td:nth-of-type(" + (plan + 1) + ") button.why");
            tab.until("document.querySelector('dialog').open");
            assertThat(tab.text("document.querySelector('.tree summary').textContent")
                            .replaceAll("[^0-9]", ""))
                    .isEqualTo(String.valueOf(
                            Math.round(answer.at("/figures/0/values/" + plan).asDouble())));
            tab.evaluate("document.querySelector('dialog').close()");
        }
        tab.close();
    }

    @Test
    void clicksAndKeysOpenDerivations() {
        Tab tab = open("search");
        tab.click("dd.value button.why");
        tab.until("document.querySelector('dialog').open");
        assertThat(tab.text("document.querySelector('dialog').innerText"))
                .contains("throughput.system = 14,", "= replicas * perReplica", "Little's law");
        tab.press("Escape", 27);
        tab.until("!document.querySelector('dialog').open");
        assertThat(tab.text("document.activeElement.className")).isEqualTo("why");
        tab.press("Enter", 13);
        tab.until("document.querySelector('dialog').open");
        tab.close();
    }

    /** Each button that promises a derivation keeps the promise. */
    @ParameterizedTest
    @ValueSource(strings = {"search", "audit", "training", "compare", "pools"})
    void everyNumberThatPromisesADerivationHasIt(String name) {
        Tab tab = open(name);
        JsonNode counts = tab.evaluate("""
                (() => {
                  const dialog = document.querySelector('dialog');
                  let opened = 0, all = 0;
                  for (const button of document.querySelectorAll('button.why')) {
                    all++;
                    button.click();
                    if (dialog.open && dialog.querySelector('.tree').textContent.includes(' = ')) opened++;
                    dialog.close();
                  }
                  return [opened, all];
                })()""");
        assertThat(counts.get(0).asInt()).isEqualTo(counts.get(1).asInt()).isGreaterThan(15);
        tab.close();
    }

    @Test
    void nodesTellWhatTheirGpusHold() {
        Tab tab = open("training");
        assertThat(tab.evaluate("document.querySelectorAll('.node').length").asInt())
                .isEqualTo(256);
        assertThat(tab.evaluate("document.querySelectorAll('.node i').length").asInt())
                .isEqualTo(2048);
        tab.click(".node:nth-of-type(9)");
        assertThat(tab.text("document.querySelector('.gpus').innerText"))
                .contains("GPUs of node 8", "9-16", "tensor rank 0");
        tab.press("ArrowRight", 39);
        tab.press("Enter", 13);
        assertThat(tab.text("document.querySelector('.gpus caption').innerText"))
                .isEqualTo("GPUs of node 9");
        tab.close();
    }

    @Test
    void aLargeClusterOpensAtOnce() throws IOException {
        assertThat(Files.size(page("training"))).isLessThan(5_000_000);
        Tab tab = open("training");
        double milliseconds = tab.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
                .asDouble();
        assertThat(milliseconds).isPositive().isLessThan(3000);
        tab.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 768, 1200})
    void fitsIntoEveryWindow(int width) {
        for (String name : names().toList()) {
            Tab tab = browser.tab();
            tab.size(width, 844);
            tab.go(page(name).toUri().toString());
            assertThat(tab.evaluate("document.documentElement.scrollWidth").asInt())
                    .as("%s in %d pixels", name, width)
                    .isLessThanOrEqualTo(width);
            tab.close();
        }
    }

    @Test
    void printsWholeCharts() {
        for (String name : names().toList()) {
            Tab tab = open(name);
            byte[] pdf = tab.pdf();
            assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
            // The sheet: 210 mm less two margins of 14 mm are 688 pixels.
            tab.size(688, 900);
            tab.evaluate("dispatchEvent(new Event('beforeprint'))");
            assertThat(tab.evaluate(
                                    "Math.max(0, ...[...document.querySelectorAll('.chart svg')].map(s => s.getBoundingClientRect().width))")
                            .asDouble())
                    .as(name)
                    .isLessThanOrEqualTo(688);
            tab.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void everybodyCanUseThem(String scheme) {
        String axe = ResourceText.of("/axe.min.js");
        for (String name : names().toList()) {
            Tab tab = browser.tab();
            tab.scheme(scheme);
            tab.go(page(name).toUri().toString());
            tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })");
            tab.evaluate(axe + "; true");
            String found = tab.text(
                    "axe.run().then(r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact))"
                            + ".map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160) + ' ' + n.failureSummary).join(' | ')).join('\\n'))");
            assertThat(found).as("%s, %s", name, scheme).isEmpty();
            tab.close();
        }
    }

    static Stream<String> hostile() {
        return HostileTexts.all();
    }

    /** Whatever stands in names, quotes and notes is text. */
    @ParameterizedTest
    @MethodSource("hostile")
    void textsAreInert(String text) throws IOException {
        Map<?, ?> answer = JSON.convertValue(JSON.readTree(ANSWERS.get("audit")), Map.class);
        Map<String, Object> poisoned = HostileTexts.into(answer, text);
        Files.writeString(page("hostile"), Report.of(poisoned, Documents.toJson(poisoned)));
        Tab tab = open("hostile");
        assertThat(tab.complaints()).isEmpty();
        assertThat(tab.requests()).hasSize(1);
        assertThat(tab.evaluate("document.scripts.length").asInt()).isEqualTo(3);
        String foreign = "document.images.length + document.querySelectorAll('[onerror],[onmouseover],bdi b').length";
        assertThat(tab.evaluate(foreign).asInt()).isZero();
        assertThat(tab.text("document.querySelector('h1').textContent")).isEqualTo(text);
        tab.evaluate("document.querySelectorAll('button').forEach(button => {"
                + " button.click(); document.querySelector('dialog').close(); })");
        assertThat(tab.text("typeof window.hacked")).isEqualTo("undefined");
        assertThat(tab.evaluate("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(1200);
        tab.close();
    }
}
