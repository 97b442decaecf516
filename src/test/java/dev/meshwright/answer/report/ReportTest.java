package dev.meshwright.answer.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.base.resource.ResourceText;
import dev.meshwright.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a page is made of; how it looks and behaves is tried in a browser. */
class ReportTest {

    @TempDir
    private Path folder;

    private record Ran(int code, String out, String err) {}

    private static Ran run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Ran(code, out.toString(), err.toString());
    }

    @Test
    void aKeptAnswerMakesTheSamePage() throws IOException {
        Path page = folder.resolve("a.html");
        Path json = folder.resolve("a.json");
        Path again = folder.resolve("b.html");
        Ran search = run(
                "search",
                "problems/mixtral-8x7b-8xh100.yaml",
                "--no-replay",
                "-o",
                folder.resolve("plan.yaml").toString(),
                "--report",
                page.toString(),
                "--format",
                "json");
        Files.writeString(json, search.out());
        assertThat(run("report", json.toString(), "-o", again.toString()).code())
                .isZero();
        assertThat(Files.readString(again)).isEqualTo(Files.readString(page));
        assertThat(run("check", "problems/mixtral-8x7b-8xh100.yaml", json.toString(), "--no-replay")
                        .code())
                .as("what is printed is still a plan")
                .isZero();
    }

    /** Loads of ranks are those that the cost model sees; the answer of a search is the point of its front that is marked. */
    @Test
    void whatStandsBesideAnAnswerAgreesWithIt() {
        JsonNode answer = JsonMapper.builder()
                .build()
                .readTree(run(
                                "search",
                                "problems/mixtral-8x7b-8xh100.yaml",
                                "--no-replay",
                                "-o",
                                folder.resolve("plan.yaml").toString(),
                                "--report",
                                folder.resolve("a.html").toString(),
                                "--format",
                                "json")
                        .out());
        double busiest = 0;
        double inOrder = 0;
        int layers = answer.at("/report/rankLoads/after").size();
        for (int layer = 0; layer < layers; layer++) {
            busiest += most(answer.at("/report/rankLoads/after/" + layer)) / layers;
            inOrder += most(answer.at("/report/rankLoads/before/" + layer)) / layers;
        }
        assertThat(busiest)
                .isCloseTo(answer.at("/evaluation/expertBalance/maxOverMean").asDouble(), Offset.offset(1e-12))
                .isLessThan(inOrder);
        JsonNode front = answer.at("/front");
        JsonNode chosen = front.path("points").get(front.path("chosen").asInt());
        assertThat(front.path("points").size()).isGreaterThan(2);
        assertThat(chosen.path("layout").asString())
                .isEqualTo(answer.at("/report/layout").asString());
        assertThat(chosen.path("tokensPerSecond").asDouble())
                .isEqualTo(answer.at("/evaluation/throughput/system").asDouble());
    }

    private static double most(JsonNode numbers) {
        double most = 0;
        for (JsonNode number : numbers) {
            most = Math.max(most, number.asDouble());
        }
        return most;
    }

    static Stream<Arguments> noAnswers() {
        return Stream.of(
                Arguments.of("{\"layout\": {\"tensor\": 1}}", "is a plan that nobody evaluated"),
                Arguments.of("{\"quantity\": \"gpus\", \"value\": 8}", "is no answer of search, check or scale"),
                Arguments.of("[1, 2]", "is no answer of search, check or scale"),
                Arguments.of("{\"evaluation\": {\"throughput\": {\"sys", "is not valid JSON"));
    }

    @ParameterizedTest
    @MethodSource("noAnswers")
    void whatIsNoAnswerIsRefused(String text, String message) throws IOException {
        Path file = folder.resolve("some.json");
        Path page = folder.resolve("page.html");
        Files.writeString(file, text);
        Ran ran = run("report", file.toString(), "-o", page.toString());
        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.err()).contains(message);
        assertThat(page).doesNotExist();
    }

    @Test
    void aPlaceThatCannotBeWrittenIsSaidBeforeTheSearch() {
        Ran ran = run("search", "problems/mixtral-8x7b-8xh100.yaml", "--report", folder.toString());
        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("is a directory, not a file");
    }

    /** Three scripts: data, charts, ours; nothing that stands in the data can end its element or begin another. */
    @Test
    void dataCannotLeaveTheirElement() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("problem", Map.of("name", "</script><script>alert(1)</script>"));
        answer.put("evaluation", Map.of("gpus", 8));
        String page = Report.of(
                answer, "{\"problem\": {\"name\": \"</script><script>alert(1)</script>\"}, \"evaluation\": {}}");
        assertThat(page.split("<script", -1)).hasSize(4);
        assertThat(page)
                .doesNotContain("alert(1)</script>")
                .contains("\\u003c/script\\u003e\\u003cscript\\u003ealert(1)");
    }

    @Test
    void readmeSaysTheSameOfWhatIsNotModelled() throws IOException {
        assertThat(Files.readString(Path.of("README.md"))).contains(ArgumentSections.NOT_MODELLED);
    }

    /** CVE-2026-45249 is of series called lines, of which the build of common charts has nothing. */
    @Test
    void theBuildOfCommonChartsHasNoLinesSeries() {
        String charts = ResourceText.of(
                "/META-INF/resources/webjars/echarts/" + Report.ECHARTS + "/dist/echarts.common.min.js");
        assertThat(charts).contains("\"series.line\"", "\"series.scatter\"").doesNotContain("series.lines");
    }

    @Test
    void chartsAreOfTheReleaseThatTheBuildNames() throws IOException {
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<echarts.version>" + Report.ECHARTS + "</echarts.version>");
    }
}
