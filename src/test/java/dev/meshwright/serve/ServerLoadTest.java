package dev.meshwright.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two hundred ask at once, round after round, while fifty send half a request and wait and fifty take their answer byte by byte: all
 * others are answered, memory stays what it was, and no thread is left. Two seconds; {@code -Dmeshwright.load.seconds=60} for a minute.
 */
@Tag("slow")
class ServerLoadTest {

    private static final int AT_ONCE = 200;

    private static final int SLOW = 50;

    /** Answers that are kept, requests on their way, and what the collector has not seen yet. */
    private static final long MOST_BYTES = 200_000_000;

    private final List<Socket> slow = new ArrayList<>();

    @Test
    void manyAskAtOnceAndNothingGrows() throws IOException, InterruptedException {
        long seconds = Long.getLong("meshwright.load.seconds", 2);
        try (WorkbenchServer server = WorkbenchServer.start(ServeSettings.LOOPBACK);
                Client client = new Client(server.address())) {
            String id = client.begin(Map.of(
                    "tab",
                    "one",
                    "problem",
                    Files.readString(Path.of("problems/mixtral-8x7b-8xh100.yaml")),
                    "plan",
                    "TP8 EP8 PP1"));
            client.get("api/jobs/" + id + "/events");
            round(client, id);
            long memory = used();
            int threads = Thread.activeCount();
            for (int count = 0; count < SLOW; count++) {
                sender(server, "POST /api/jobs HTTP/1.1\r\nContent-Le");
                sender(server, "GET /api/jobs/" + id + "/page HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            }
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            int rounds = 0;
            while (System.nanoTime() < end || rounds == 0) {
                round(client, id);
                dawdle();
                rounds++;
            }
            assertThat(used() - memory).as("bytes that are not given back").isLessThan(MOST_BYTES);
            for (Socket socket : slow) {
                socket.close();
            }
            assertThat(Thread.activeCount()).isLessThan(threads + 10);
            assertThat(client.get("api/catalogue").statusCode())
                    .as("still there")
                    .isEqualTo(200);
        }
    }

    private void sender(WorkbenchServer server, String begun) throws IOException {
        Socket socket = new Socket("127.0.0.1", URI.create(server.address()).getPort());
        socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
        slow.add(socket);
    }

    /** The slow ones take a byte of their answers each. */
    private void dawdle() throws IOException {
        for (Socket socket : slow) {
            if (socket.getInputStream().available() > 0) {
                assertThat(socket.getInputStream().read()).isNotNegative();
            }
        }
    }

    private static void round(Client client, String id) {
        List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
        for (int count = 0; count < AT_ONCE; count++) {
            String what = List.of("api/catalogue", "api/jobs/" + id + "/answer", "", "api/jobs/" + id + "/page")
                    .get(count % 4);
            asked.add(client.later(what));
        }
        asked.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
    }

    private static long used() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int time = 0; time < 4; time++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(50);
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
