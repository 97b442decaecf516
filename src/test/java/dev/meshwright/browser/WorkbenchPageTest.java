package dev.meshwright.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.meshwright.base.resource.ResourceText;
import dev.meshwright.serve.ServeSettings;
import dev.meshwright.serve.WorkbenchServer;
import java.nio.file.Path;
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
