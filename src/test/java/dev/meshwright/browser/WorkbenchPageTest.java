package dev.meshwright.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.meshwright.base.resource.ResourceText;
import dev.meshwright.serve.ServeSettings;
import dev.meshwright.serve.WorkbenchServer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The workbench by clicks. */
@Tag("slow")
class WorkbenchPageTest {

    private static Browser browser;

    private static WorkbenchServer server;

    @BeforeAll
    static void start() {
        assumeTrue(
                Browser.installed().isPresent(),
                "No Chromium here: the workbench is not tried in a browser. apt-get install chromium, or set MESHWRIGHT_BROWSER.");
        server = WorkbenchServer.start(ServeSettings.LOOPBACK);
        browser = Browser.start();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
            server.close();
        }
    }

    private static Tab open() {
        Tab tab = browser.tab();
        tab.go(server.address());
        tab.until("document.querySelectorAll('#model option').length > 10 && document.querySelector('#problem').value");
        return tab;
    }

    private static void choose(Tab tab, String field, String value) {
        tab.evaluate("(() => { const e = document.getElementById('" + field + "'); e.value = '" + value
                + "'; e.dispatchEvent(new Event('input', {bubbles: true})); })()");
    }

    private static final String PAGE = "document.getElementById('page').contentDocument";

    private static void answered(Tab tab, int answers) {
        tab.until("document.querySelectorAll('#answers button').length === " + answers + " && " + PAGE + " && " + PAGE
                + ".querySelector('dd.value') && " + PAGE + ".querySelector('.chart svg')");
    }

    /** From a configuration to the command that starts the answer, by clicks. */
    @Test
    void fromAConfigurationToTheCommand() {
        Tab tab = open();
        tab.upload("#config", Path.of("src/test/resources/transcripts/small.config.json"));
        tab.until("document.querySelector('#problem').value.includes('config.json')");
        choose(tab, "engine", "vllm");
        choose(tab, "concurrency", "64");
        tab.click("#ask");
        answered(tab, 1);
        assertThat(tab.text("document.getElementById('status').textContent")).matches("TP\\d.*, [0-9,.]+ tokens/s");
        assertThat(tab.text(PAGE + ".querySelector('.copy pre').textContent")).contains("vllm serve");
        tab.evaluate(PAGE + ".querySelector('dd.value button.why').click()");
        assertThat(tab.evaluate(PAGE + ".querySelector('dialog').open").asBoolean())
                .isTrue();
        assertThat(tab.complaints()).isEmpty();
        assertThat(tab.requests()).allMatch(address -> address.startsWith(server.address()));
        tab.close();
    }

    /** What is asked next stands beside what was asked before. */
    @Test
    void anotherQuestionAndALayoutOfOnesOwn() {
        Tab tab = open();
        tab.click("#ask");
        answered(tab, 1);
        String first = tab.text(PAGE + ".querySelector('.sentence').textContent");
        tab.evaluate("document.querySelector('form details').open = true");
        tab.type("#plan", "TP4 EP4 PP1");
        assertThat(tab.text("document.getElementById('ask').textContent")).isEqualTo("Check");
        tab.click("#ask");
        answered(tab, 2);
        assertThat(tab.text("document.querySelectorAll('#answers button')[1].textContent"))
                .contains("TP4 EP4 PP1");
        tab.click("#answers button");
        tab.until(PAGE + ".querySelector('.sentence') && " + PAGE + ".querySelector('.sentence').textContent === '"
                + first + "'");
        tab.close();
    }

    /** Twice the nodes are twice the instances of the same degrees. */
    @Test
    void moreNodesAreMoreInstances() {
        Tab tab = open();
        tab.click("#ask");
        answered(tab, 1);
        tab.until("!document.getElementById('what-if').hidden");
        tab.evaluate("document.getElementById('what-if').open = true");
        tab.evaluate("(() => { const e = [...document.querySelectorAll('#sliders input')].pop(); e.value = 1;"
                + " e.dispatchEvent(new Event('input', {bubbles: true})); })()");
        tab.until("!document.getElementById('what-if-figures').hidden");
        double before = figure(tab, 1);
        double after = figure(tab, 2);
        assertThat(after / before).isCloseTo(2, within(0.05));
        assertThat(tab.complaints()).isEmpty();
        tab.close();
    }

    private static double figure(Tab tab, int column) {
        return Double.parseDouble(
                tab.text("document.querySelector('#what-if-figures tbody td:nth-of-type(" + column + ")').textContent")
                        .replace(",", ""));
    }

    /** A slider asks the same model: its figures are those of a check of the same layout under the same problem. */
    @Test
    void whatIfAsksTheSameModel() {
        Tab tab = open();
        tab.click("#ask");
        answered(tab, 1);
        tab.until("!document.getElementById('what-if').hidden");
        tab.evaluate("document.getElementById('what-if').open = true");
        tab.evaluate("(() => { const e = document.getElementById('slider-0'); e.value = 1;"
                + " e.dispatchEvent(new Event('input', {bubbles: true})); })()");
        assertThat(tab.text("document.querySelector('#sliders output').textContent"))
                .isEqualTo("4,096");
        tab.until("!document.getElementById('what-if-figures').hidden");
        String supposed = tab.text("document.querySelector('#what-if-figures tbody td:nth-of-type(2)').textContent");
        choose(tab, "input", "4096");
        tab.evaluate("document.querySelector('form details').open = true");
        tab.type("#plan", tab.text("document.getElementById('what-if').dataset.layout"));
        tab.click("#ask");
        answered(tab, 2);
        // The page of the first answer stands until the second has come.
        tab.until(PAGE + " && " + PAGE + ".querySelector('dd.value') && " + PAGE
                + ".querySelector('dd.value').textContent.startsWith('" + supposed + " tokens/s')");
        assertThat(tab.complaints()).isEmpty();
        tab.close();
    }

    @Test
    void twoAnswersAreComparedByClicks() {
        Tab tab = open();
        tab.evaluate("document.querySelector('form details').open = true");
        tab.type("#plan", "TP8 EP8 PP1");
        tab.click("#ask");
        answered(tab, 1);
        tab.type("#plan", "TP4 EP4 PP1 x2");
        tab.click("#ask");
        answered(tab, 2);
        tab.click("#answers li:nth-of-type(1) input");
        tab.click("#answers li:nth-of-type(2) input");
        tab.click("#compare");
        tab.until("document.querySelectorAll('#answers button').length === 3 && " + PAGE + " && " + PAGE
                + ".querySelector('#bought .chart svg')");
        assertThat(tab.text(PAGE + ".querySelector('.sentence').textContent")).contains("B reaches", "than A");
        assertThat(tab.complaints()).isEmpty();
        tab.close();
    }

    /** A launch script, then the claims of a document, become a page with the audit. */
    @Test
    void aScriptAndADocumentBecomeAnAudit() {
        Tab tab = open();
        tab.evaluate("document.querySelectorAll('form details').forEach(part => { part.open = true; })");
        tab.type("#launch", "vllm serve mistralai/Mixtral-8x7B-Instruct-v0.1 --tensor-parallel-size 8");
        tab.click("#import");
        tab.until("document.getElementById('plan').value");
        tab.type("#document", "<script>alert(1)</script> The total throughput is 90,000 tokens/s.");
        tab.click("#draft");
        tab.until("document.getElementById('claims').value.includes('90,000')");
        tab.type("#claims", "claims:\n  - {quantity: throughput.system, value: 90000 tokens/s, quote: It makes 90k.}");
        tab.click("#ask");
        answered(tab, 1);
        assertThat(tab.text(PAGE + ".querySelector('#audit').innerText")).contains("refuted", "It makes 90k.");
        assertThat(tab.evaluate("document.scripts.length").asInt()).isEqualTo(1);
        assertThat(tab.complaints()).isEmpty();
        tab.close();
    }

    /** What was imported is a file with comments; sliders move it like what the form writes. */
    @Test
    void whatWasImportedCanBeSupposedOtherwise() {
        Tab tab = open();
        tab.evaluate("document.querySelectorAll('form details').forEach(part => { part.open = true; })");
        tab.type("#launch", "vllm serve mistralai/Mixtral-8x7B-Instruct-v0.1 --tensor-parallel-size 8");
        tab.click("#import");
        tab.until("document.getElementById('plan').value");
        tab.click("#ask");
        answered(tab, 1);
        tab.until("!document.getElementById('what-if').hidden");
        tab.evaluate("document.getElementById('what-if').open = true");
        tab.evaluate("(() => { const e = document.getElementById('slider-0'); e.value = 1;"
                + " e.dispatchEvent(new Event('input', {bubbles: true})); })()");
        tab.until("!document.getElementById('what-if-figures').hidden");
        assertThat(figure(tab, 2)).as("longer prompts").isPositive().isLessThan(figure(tab, 1));
        assertThat(tab.complaints()).isEmpty();
        tab.close();
    }

    /** Whoever closes the tab ends the search: two seconds later nobody works on it. */
    @Test
    void closingTheTabEndsItsSearch() throws InterruptedException {
        Tab tab = open();
        choose(tab, "model", "deepseek-v3");
        choose(tab, "nodes", "12");
        tab.click("#ask");
        tab.until("!document.getElementById('cancel').disabled");
        assertThat(searching()).isPositive();
        tab.close();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        while (searching() > 0 && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(searching()).as("questions that are worked on").isZero();
    }

    private static int searching() {
        return server.running();
    }

    @Test
    void whatIsWrongIsSaid() {
        Tab tab = open();
        tab.evaluate("document.querySelectorAll('form details').forEach(part => { part.open = true; })");
        tab.type("#problem", "{\"name\": \"<img src=x onerror=alert(1)>\", \"model\": {\"catalog\": \"mixtrl\"}}");
        tab.click("#ask");
        tab.until("!document.getElementById('faults').hidden");
        assertThat(tab.text("document.getElementById('faults').innerText")).contains("mixtrl", "Maybe", "/cluster");
        assertThat(tab.evaluate("document.images.length").asInt()).isZero();
        tab.close();
    }

    @Test
    void cancelEndsAndTwoTabsDoNotDisturbEachOther() {
        Tab one = open();
        Tab two = open();
        choose(one, "model", "deepseek-v3");
        choose(one, "nodes", "12");
        one.click("#ask");
        one.until("!document.getElementById('cancel').disabled");
        two.click("#ask");
        answered(two, 1);
        assertThat(one.evaluate("document.getElementById('cancel').disabled").asBoolean())
                .isFalse();
        one.click("#cancel");
        one.until(
                "document.getElementById('status').textContent === 'Cancelled.' && !document.getElementById('ask').disabled");
        one.close();
        two.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void everybodyCanUseIt(String scheme) {
        Tab tab = browser.tab();
        tab.scheme(scheme);
        tab.go(server.address());
        tab.until("document.querySelectorAll('#model option').length > 10");
        tab.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })");
        tab.evaluate(ResourceText.of("/axe.min.js") + "; true");
        assertThat(tab.text("axe.run().then(r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact))"
                        + ".map(v => v.id + ': ' + v.nodes.map(n => n.html).join(' | ')).join('\\n'))"))
                .isEmpty();
        tab.size(320, 800);
        assertThat(tab.evaluate("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(320);
        tab.close();
    }
}
