package dev.meshwright.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.base.resource.ResourceText;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the server answers at once: launch scripts, claims, answers side by side. */
class DeskTest {

    private static final String QUICK = "problems/mixtral-8x7b-8xh100.yaml";

    @TempDir
    private Path folder;

    private WorkbenchServer server;

    private Client client;

    @BeforeEach
    void start() {
        server = WorkbenchServer.start(ServeSettings.LOOPBACK);
        client = new Client(server.address());
    }

    @AfterEach
    void stop() {
        server.close();
        client.close();
    }

    private static JsonNode json(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JsonMapper.shared().readTree(answer.body());
    }

    private String answered(Map<String, ?> question) {
        String id = client.begin(question);
        client.get("api/jobs/" + id + "/events");
        return id;
    }

    @Test
    void aScriptBecomesAProblemAndAPlanThatCanBeChecked() throws IOException {
        JsonNode read = json(
                client.post(
                        "api/import",
                        Map.of(
                                "text",
                                "#!/bin/bash\nvllm serve mistralai/Mixtral-8x7B-Instruct-v0.1 --tensor-parallel-size 4\n",
                                "gpu",
                                "h100-sxm")),
                200);
        JsonNode pool = read.at("/pools/0");
        assertThat(pool.path("problem").asString()).contains("mixtral-8x7b", "h100-sxm");
        String id = answered(Map.of(
                "tab",
                "one",
                "problem",
                pool.path("problem").asString(),
                "plan",
                pool.path("plan").asString()));
        assertThat(json(client.get("api/jobs/" + id + "/answer"), 200)
                        .at("/layout/tensor")
                        .asInt())
                .isEqualTo(4);
    }

    /** Scripts are interpreted and never run, and see no file of this machine. */
    @ParameterizedTest
    @ValueSource(strings = {"touch MARK", "$(touch MARK)", "`touch MARK`", "source /etc/passwd", "cat < /etc/passwd"})
    void scriptsAreNotRun(String line) {
        Path mark = folder.resolve("mark");
        HttpResponse<String> answer = client.post(
                "api/import",
                Map.of(
                        "name",
                        "../../run.sh",
                        "text",
                        line.replace("MARK", mark.toString()) + "\nvllm serve mixtral-8x7b -tp 2\n",
                        "gpu",
                        "h100-sxm"));
        assertThat(answer.statusCode()).isIn(200, 422);
        assertThat(answer.body()).doesNotContain("root:");
        assertThat(mark).doesNotExist();
    }

    @Test
    void aPastedTextBecomesClaimsThatAreAudited() throws IOException {
        JsonNode drafted = json(
                client.post(
                        "api/claims",
                        Map.of("text", "# Plan\n\nTotal throughput is 14,000 tokens/s. A GPU has 80 GB of memory.\n")),
                200);
        assertThat(drafted.path("claims").asString()).contains("claims:", "14,000 tokens/s");
        String claims =
                "claims:\n  - quantity: throughput.system\n    value: 90000 tokens/s\n    quote: It makes 90k.\n";
        String id = answered(Map.of(
                "tab", "one", "problem", Files.readString(Path.of(QUICK)), "plan", "TP4 EP4 PP1 x2", "claims", claims));
        assertThat(json(client.get("api/jobs/" + id + "/answer"), 200)
                        .at("/claims/0/verdict")
                        .asString())
                .isEqualTo("refuted");
    }

    @Test
    void answersStandSideBySide() throws IOException {
        String problem = Files.readString(Path.of(QUICK));
        String one = answered(Map.of("tab", "one", "problem", problem, "plan", "TP4 EP4 PP1 x2"));
        String two = answered(Map.of("tab", "one", "problem", problem, "plan", "TP8 EP8 PP1"));
        JsonNode made = json(client.post("api/compare", Map.of("jobs", List.of(one, two))), 202);
        JsonNode compared = json(client.get("api/jobs/" + made.path("id").asString() + "/answer"), 200);
        assertThat(compared.at("/headlines/0").asString()).startsWith("B reaches ");
        assertThat(client.get("api/jobs/" + made.path("id").asString() + "/page")
                        .body())
                .contains("TP4 EP4 PP1 x2 against TP8 EP8 PP1");
        assertThat(json(client.post("api/compare", Map.of("jobs", List.of(one, "nobody"))), 422)
                        .at("/faults/0/place")
                        .asString())
                .contains("/jobs/1");
        assertThat(json(client.post("api/compare", Map.of("jobs", List.of(one))), 422)
                        .path("faults")
                        .toString())
                .contains("must be 2 to 8");
    }

    /** Every path that there is stands in the description, and the description names no other. */
    @ParameterizedTest
    @ValueSource(strings = {"compare", "import", "claims", "jobs"})
    void whatIsWrongIsSaidAndDescribed(String path) {
        assertThat(json(client.post("api/" + path, Map.of("nothing", 1)), 422)
                        .path("faults")
                        .size())
                .isPositive();
        JsonNode description = JsonMapper.shared().readTree(ResourceText.of("/dev/meshwright/serve/openapi.json"));
        assertThat(description.path("paths").has("/api/" + path)).isTrue();
        assertThat(description.path("paths").path("/api/" + path).has("post")).isTrue();
        assertThat(client.get("api/" + path).statusCode()).isEqualTo(404);
    }
}
