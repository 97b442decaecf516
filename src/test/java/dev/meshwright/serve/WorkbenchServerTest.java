package dev.meshwright.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cli.Main;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API as programs use it, and as others misuse it. */
@Tag("slow")
class WorkbenchServerTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String QUICK = "problems/mixtral-8x7b-8xh100.yaml";

    /** Takes minutes. */
    private static final String LONG = "problems/deepseek-v3-serving-96xh100.yaml";

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

    private static Map<String, Object> question(String file) throws IOException {
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("problem", Files.readString(Path.of(file)));
        question.put("tab", "one");
        return question;
    }

    private String cli(String... arguments) {
        StringWriter out = new StringWriter();
        Main.run(new PrintWriter(out), new PrintWriter(new StringWriter()), arguments);
        return out.toString();
    }

    @Test
    void answersAsTheCommandDoes() throws IOException {
        String id = client.begin(question(QUICK));
        assertThat(client.get("api/jobs/" + id + "/events").body())
                .contains("event: progress", "combinations may work", "nothing can exceed")
                .containsPattern("event: answered\ndata: TP\\d.* x2, [0-9,]+ tokens/s\n\n$");
        String plan = folder.resolve("plan.yaml").toString();
        assertThat(client.get("api/jobs/" + id + "/answer").body())
                .isEqualTo(cli("search", QUICK, "-o", plan, "--format", "json"));
        assertThat(client.get("api/jobs/" + id + "/page").body())
                .startsWith("<!DOCTYPE html>")
                .contains("answer-data");
        assertThat(client.get("api/jobs/" + id + "/page").headers().firstValue("content-security-policy"))
                .contains("frame-ancestors 'self'");
    }

    @Test
    void checksALayoutThatIsALine() throws IOException {
        Map<String, Object> question = question(QUICK);
        question.put("plan", "TP2 DP4 EP8 PP1");
        String id = client.begin(question);
        assertThat(client.get("api/jobs/" + id + "/events").body())
                .as(() -> client.get("api/jobs/" + id + "/answer").body())
                .contains("answered", "TP2 DP4 EP8 PP1");
        assertThat(JSON.readTree(client.get("api/jobs/" + id + "/answer").body())
                        .path("feasible")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        HttpResponse<String> refused =
                client.post(Map.of("problem", "name: x\nmodel: {catalog: mixtrl}\nworkload: {phase: no}\n"));
        assertThat(refused.statusCode()).isEqualTo(422);
        JsonNode faults = JSON.readTree(refused.body()).path("faults");
        assertThat(faults.size()).isGreaterThan(2);
        assertThat(refused.body()).contains("mixtrl", "Maybe", "/cluster");
        assertThat(client.post(Map.of("problm", "x", "seed", 1)).body()).contains("problm", "problem");
        assertThat(client.post(Map.of("problem", "{", "seconds", 5)).statusCode())
                .isEqualTo(422);
    }

    /** The files of a problem are those that the request brought. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "../../../../etc/passwd",
                "/proc/self/environ",
                "config.json",
                "/home",
                ".",
                "//etc/passwd"
            })
    void readsNoFileOfThisMachine(String path) {
        String problem = """
                name: x
                model: {huggingFace: "%s"}
                cluster: {nodes: [{count: 1, gpus: 8, gpu: h100-sxm}]}
                workload: {phase: decode, inputTokens: 100, outputTokens: 10, expertLoad: {file: "%s"}}
                """.formatted(path, path);
        HttpResponse<String> refused = client.post(Map.of("problem", problem));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .doesNotContain("root:")
                .containsAnyOf("does not exist", "is a directory", "config.json");
    }

    @Test
    void takesAConfigurationThatWasUploaded() throws IOException {
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("problem", """
                name: uploaded
                model: {huggingFace: config.json}
                cluster: {nodes: [{count: 1, gpus: 8, gpu: h100-sxm}]}
                workload: {phase: decode, inputTokens: 100, outputTokens: 10}
                """);
        question.put("config", Files.readString(Path.of("src/test/resources/transcripts/small.config.json")));
        String id = client.begin(question);
        assertThat(client.get("api/jobs/" + id + "/events").body()).contains("event: answered");
    }

    @Test
    void refusesOthersAndTooMuch() throws IOException {
        assertThat(client.send(client.request("api/catalogue")
                                .header("Origin", "http://elsewhere.example")
                                .build())
                        .statusCode())
                .isEqualTo(403);
        assertThat(raw("GET /api/catalogue HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
        assertThat(raw("GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404");
        assertThat(client.post(Map.of("problem", "x".repeat(Exchange.LARGEST))).statusCode())
                .isEqualTo(413);
        assertThat(client.send(client.request("api/jobs")
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                .build())
                        .statusCode())
                .isEqualTo(415);
        assertThat(client.get("api/jobs/unknown/answer").statusCode()).isEqualTo(404);
        assertThat(client.get("")
                        .headers()
                        .firstValue("content-security-policy")
                        .orElse(""))
                .contains("default-src 'none'", "frame-ancestors 'none'");
    }

    /** An answer to a request as it goes over the wire. */
    private String raw(String request) throws IOException {
        try (Socket socket =
                        new Socket("127.0.0.1", URI.create(server.address()).getPort());
                InputStream in = socket.getInputStream()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void whoeverIsNotOnThisMachineNeedsTheToken() {
        try (WorkbenchServer open = WorkbenchServer.start(new ServeSettings("127.0.0.1", 0, Optional.of("secret")))) {
            assertThat(open.address()).endsWith("/secret/");
            URI known = URI.create(open.address() + "api/catalogue");
            assertThat(client.send(HttpRequest.newBuilder(known).build()).statusCode())
                    .isEqualTo(200);
            assertThat(client.send(HttpRequest.newBuilder(known.resolve("/api/catalogue"))
                                    .build())
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void aPortThatIsTakenIsSaid() {
        ServeSettings same =
                ServeSettings.LOOPBACK.onPort(URI.create(server.address()).getPort());
        assertThatThrownBy(() -> WorkbenchServer.start(same))
                .isInstanceOfSatisfying(InvalidInputException.class, refused -> assertThat(
                                refused.faults().getFirst().message())
                        .contains("cannot be listened on"));
    }

    /** Whoever closes the tab does not wait: the search ends within two seconds. */
    @Test
    void aClosedStreamEndsTheSearch() throws IOException, InterruptedException {
        String id = client.begin(question(LONG));
        try (InputStream events = client.stream("api/jobs/" + id + "/events")) {
            assertThat(events.read()).isPositive();
        }
        assertEnds(id);
    }

    @Test
    void theNextQuestionOfATabAndCancelEndASearch() throws IOException, InterruptedException {
        String first = client.begin(question(LONG));
        String second = client.begin(question(LONG));
        assertEnds(first);
        assertThat(client.get("api/jobs/" + second + "/answer").statusCode()).isEqualTo(409);
        assertThat(client.send(client.request("api/jobs/" + second + "/enough")
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build())
                        .statusCode())
                .isEqualTo(200);
        client.send(client.request("api/jobs/" + second).DELETE().build());
        assertEnds(second);
    }

    private void assertEnds(String id) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        while (client.get("api/jobs/" + id + "/answer").statusCode() == 409 && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(client.get("api/jobs/" + id + "/answer").statusCode()).isNotEqualTo(409);
    }
}
