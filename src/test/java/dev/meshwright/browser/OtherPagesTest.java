package dev.meshwright.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.meshwright.answer.report.Report;
import dev.meshwright.io.tree.Documents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Pages of answers that are no layout: what they show is what the JSON says, and whatever stands in it is text. */
@Tag("slow")
class OtherPagesTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String TRANSCRIPTS = "src/test/resources/transcripts/";

    @TempDir
    private static Path folder;

    private static Browser browser;

    private static final Map<String, String> ANSWERS = new LinkedHashMap<>();

    @BeforeAll
    static void pages() {
        assumeTrue(
                Browser.installed().isPresent(),
                "No Chromium here: pages are not tried in a browser. apt-get install chromium, or set MESHWRIGHT_BROWSER.");
        answer("place", "place", TRANSCRIPTS + "loads.csv", "--ranks", "4", "--slots", "12", "--compare");
        answer("validate", "validate", TRANSCRIPTS + "measured.csv");
        answer("front", "search", "problems/mixtral-8x7b-8xh100.yaml", "--front", "--searches", "3");
        answer("pools", "check", "problems/qwen3-235b-pools-16xh200.yaml", "solutions/qwen3-235b-pools-16xh200.yaml");
        String mixtral = "solutions/mixtral-8x7b-8xh100.yaml";
        answer("compare", "compare", mixtral, "solutions/gpt-oss-120b-1xb200.yaml");
        answer(
                "tight",
                "scale",
                "problems/mixtral-8x7b-8xh100.yaml",
                "--target",
                "20000 tokens/s",
                "--max-gpus",
                "32",
                "--prices",
                prices().toString());
        browser = Browser.start();
    }

    private static Path prices() {
        try {
            return Files.writeString(
                    folder.resolve("prices.csv"),
                    "gpu,usd_per_gpu_hour,date,source\nh100-sxm,3,2026-01-01,made up for this test\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    private static Path page(String name) {
        return folder.resolve(name + ".html");
    }

    private static Tab open(String name) {
        Tab tab = browser.tab();
        tab.go(page(name).toUri().toString());
        return tab;
    }

    private static JsonNode json(String name) {
        return JSON.readTree(ANSWERS.get(name));
    }

    /** The first figure of the page is the number of the JSON, and a click says how it comes about. */
    @ParameterizedTest
    @CsvSource({
        "place, /meanMaxOverMean, maxOverMean.after",
        "validate, /report/files/0/measures/0/mean, time to first token: mean error",
        "pools, /evaluation/throughput/system, throughput.system"
    })
    void theHeadlineIsTheNumberOfTheJson(String name, String place, String quantity) {
        Tab tab = open(name);
        double shown = tab.evaluate("Number(document.querySelector('dd.value').dataset.v)")
                .asDouble();
        assertThat(shown).isEqualTo(json(name).at(place).asDouble());
        tab.click("dd.value button.why");
        tab.until("document.querySelector('dialog').open");
        assertThat(tab.text("document.querySelector('.tree').innerText")).contains(quantity, " = ");
        assertThat(JSON.readTree(tab.text("document.getElementById('answer-data').textContent")))
                .isEqualTo(json(name));
        tab.close();
    }

    /** Of 16,384 GPUs a cell is a node; a group of nodes opens, then a node. */
    @Test
    void theLargestClustersStayUsable() throws IOException {
        Path problem = folder.resolve("large.yaml");
        Files.writeString(
                problem,
                Files.readString(Path.of("problems/deepseek-v3-training-2048xh800.yaml"))
                        .replace("count: 256", "count: 2048")
                        .replace("globalBatch: 15360", "globalBatch: 16384"));
        answer("large", "check", problem.toString(), "TP1 DP64 EP64 PP8 x32");
        assertThat(Files.size(page("large"))).isLessThan(5_000_000);
        Tab tab = open("large");
        assertThat(tab.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
                        .asDouble())
                .isPositive()
                .isLessThan(3000);
        assertThat(tab.evaluate("document.querySelectorAll('.group').length").asInt())
                .isEqualTo(2048 / 64);
        assertThat(tab.evaluate("document.querySelectorAll('.cluster i').length")
                        .asInt())
                .isBetween(2048, 2048 + 64);
        tab.click(".group:nth-of-type(2)");
        tab.click(".opened .node:nth-of-type(3)");
        assertThat(tab.text("document.querySelector('.gpus caption').innerText"))
                .isEqualTo("GPUs of node 66");
        assertThat(tab.complaints()).isEmpty();
        tab.close();
    }

    @Test
    void loadsBeforeAndAfterAreDrawnCellByCell() {
        Tab tab = open("place");
        JsonNode loads = json("place").at("/report/rankLoads");
        for (String which : List.of("before", "after")) {
            assertThat(tab.evaluate("document.querySelectorAll('#" + which + " td[data-v]').length")
                            .asInt())
                    .isEqualTo(3 * 4);
            assertThat(tab.evaluate("Number(document.querySelector('#" + which + " td[data-v]').dataset.v)")
                            .asDouble())
                    .isEqualTo(loads.at("/" + which + "/0/0").asDouble());
            double sum = 0;
            for (JsonNode rank : loads.at("/" + which + "/0")) {
                sum += rank.asDouble();
            }
            assertThat(sum).as("ranks over their mean").isCloseTo(4, Offset.offset(1e-12));
            // Twelve cells and five of the scale.
            assertThat(tab.evaluate("document.querySelectorAll('#" + which + " .chart svg path').length")
                            .asInt())
                    .isEqualTo(12 + 5);
        }
        tab.close();
    }

    @Test
    void nodesOfPoolsTellTheirPool() {
        Tab tab = open("pools");
        tab.click(".node");
        assertThat(tab.text("document.querySelector('.gpus').innerText")).contains("GPUs of node 0", "prefill");
        assertThat(tab.evaluate("document.querySelectorAll('.node i').length").asInt())
                .as("those in use and those that are idle")
                .isEqualTo(json("pools").at("/evaluation/gpus").asInt()
                        + json("pools").at("/evaluation/idle").asInt());
        tab.close();
    }

    /** A bar for each part of the way of each request that is drawn, and the mean parts are the mean time from sending to the last token. */
    @Test
    void requestsGoFromPoolToPool() {
        Tab tab = open("pools");
        JsonNode traffic = json("pools").at("/report/replay/traffic");
        double sum = 0;
        for (JsonNode part : traffic.path("mean")) {
            sum += part.asDouble();
        }
        double whole = json("pools").at("/evaluation/latency/endToEnd/mean").asDouble();
        assertThat(sum).isCloseTo(whole, Offset.offset(1e-9 * whole));
        int requests = traffic.path("sample").size();
        assertThat(tab.evaluate("document.querySelectorAll('#timeline [data-chart=journeys] svg path').length")
                        .asInt())
                .as("read, travels, written, and what waits between them")
                .isBetween(3 * requests, 5 * requests + 4);
        assertThat(tab.evaluate("document.querySelectorAll('#timeline [data-chart=places] svg').length")
                        .asInt())
                .isEqualTo(2);
        tab.close();
    }

    /** Sizes on which nothing fits have no throughput, which a logarithmic axis has no place for; what fits has its price. */
    @Test
    void sizesOnWhichNothingFitsDoNotSpoilTheCurve() {
        Tab tab = open("tight");
        assertThat(json("tight").at("/curve/0/throughputSystem").asDouble()).isZero();
        assertThat(tab.complaints()).isEmpty();
        assertThat(tab.evaluate(
                                "[...document.querySelectorAll('#curve [data-chart=sizes] svg text')].filter(t => t.textContent === '10,000').length")
                        .asInt())
                .isEqualTo(1);
        JsonNode last =
                json("tight").at("/curve").get(json("tight").at("/curve").size() - 1);
        // 3 USD an hour for each GPU over the tokens of an hour.
        assertThat(last.at("/cost/perMillionTokens").asDouble())
                .isCloseTo(
                        3
                                * last.path("gpus").asDouble()
                                / 3600
                                / last.path("throughputSystem").asDouble()
                                * 1e6,
                        Offset.offset(1e-9));
        tab.close();
    }

    @Test
    void theFrontMarksWhatASearchChooses() {
        Tab tab = open("front");
        int chosen = json("front").path("chosen").asInt();
        assertThat(tab.text("document.querySelector('tr[data-kind=achieved] th').textContent"))
                .isEqualTo(json("front").at("/points/" + chosen + "/layout").asString());
        tab.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"place", "validate", "front", "pools", "compare"})
    void textsAreInert(String name) throws IOException {
        String text = HostileTexts.all().collect(Collectors.joining(" "));
        Map<String, Object> poisoned = HostileTexts.into(JSON.convertValue(json(name), Map.class), text);
        Files.writeString(page("hostile"), Report.of(poisoned, Documents.toJson(poisoned)));
        Tab tab = open("hostile");
        assertThat(tab.complaints()).isEmpty();
        assertThat(tab.requests()).hasSize(1);
        assertThat(tab.evaluate("document.scripts.length").asInt()).isEqualTo(3);
        String foreign = "document.images.length + document.querySelectorAll('[onerror],[onmouseover],bdi b').length";
        assertThat(tab.evaluate(foreign).asInt()).isZero();
        tab.evaluate("document.querySelectorAll('button').forEach(button => {"
                + " button.click(); document.querySelector('dialog').close(); })");
        assertThat(tab.text("typeof window.hacked")).isEqualTo("undefined");
        assertThat(tab.evaluate("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(1200);
        tab.close();
    }
}
