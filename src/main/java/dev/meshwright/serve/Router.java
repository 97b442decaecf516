package dev.meshwright.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.base.resource.ResourceText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which path means what, and who may ask. */
final class Router implements HttpHandler {

    private static final String FOLDER = "/dev/meshwright/serve/";

    private static final Map<String, String> FILES = Map.of(
            "", "text/html; charset=utf-8",
            "workbench.js", "text/javascript; charset=utf-8",
            "workbench.css", "text/css; charset=utf-8",
            "openapi.json", "application/json; charset=utf-8");

    /** Nothing but what this server serves; nobody may frame it. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final ServeSettings settings;
    private final Jobs jobs;

    Router(ServeSettings settings, Jobs jobs) {
        this.settings = settings;
        this.jobs = jobs;
    }

    @Override
    public void handle(HttpExchange http) throws IOException {
        try (http) {
            Exchange exchange = new Exchange(http);
            try {
                if (!welcome(exchange)) {
                    exchange.refuse(403, "is not asked from a page of this server");
                } else {
                    route(exchange, exchange.path().substring(settings.root().length()));
                }
            } catch (InvalidInputException e) {
                exchange.faults(422, e.faults());
            }
        }
    }

    /** Other sites cannot ask through a browser: neither under a name of their own nor from a page of theirs. */
    private boolean welcome(Exchange exchange) {
        boolean named = settings.token().isPresent() || LOOPBACK.contains(host(exchange.header("Host")));
        String origin = exchange.header("Origin");
        boolean own = origin.isEmpty() || origin.equals("http://" + exchange.header("Host"));
        return named && own && exchange.path().startsWith(settings.root());
    }

    private static String host(String header) {
        return header.replaceFirst(":\\d+$", "");
    }

    private void route(Exchange exchange, String path) throws IOException {
        String[] parts = path.split("/", -1);
        if (FILES.containsKey(path) && exchange.method().equals("GET")) {
            exchange.policy(POLICY);
            exchange.send(200, FILES.get(path), ResourceText.of(FOLDER + (path.isEmpty() ? "workbench.html" : path)));
        } else if (path.equals("api/catalogue") && exchange.method().equals("GET")) {
            exchange.json(200, Catalogue.document());
        } else if (path.equals("api/jobs") && exchange.method().equals("POST")) {
            posted(exchange, body -> {
                Asked asked = Asked.read(body);
                Optional<Job> job = jobs.begin(asked);
                if (job.isEmpty()) {
                    exchange.refuse(503, "waits for " + Jobs.MOST_RUNNING + " other questions; ask again later");
                } else {
                    exchange.json(202, Map.of("id", job.get().id(), "problem", asked.stated()));
                }
            });
        } else if (path.equals("api/compare") && exchange.method().equals("POST")) {
            posted(
                    exchange,
                    body -> exchange.json(
                            202,
                            Map.of("id", jobs.keep(Desk.compared(body, jobs)).id())));
        } else if (path.equals("api/import") && exchange.method().equals("POST")) {
            posted(exchange, body -> exchange.json(200, Desk.imported(body)));
        } else if (path.equals("api/claims") && exchange.method().equals("POST")) {
            posted(exchange, body -> exchange.json(200, Desk.drafted(body)));
        } else if (parts.length >= 3 && parts[0].equals("api") && parts[1].equals("jobs")) {
            job(exchange, parts);
        } else {
            exchange.refuse(404, "there is nothing of that name");
        }
    }

    /** What is done with the body of a request. */
    @FunctionalInterface
    private interface Task {
        void with(String body) throws IOException;
    }

    private static void posted(Exchange exchange, Task task) throws IOException {
        if (!exchange.header("Content-Type").startsWith("application/json")) {
            exchange.refuse(415, "is not sent as application/json");
            return;
        }
        byte[] body = exchange.body();
        if (body.length == 0) {
            exchange.refuse(413, "is empty or larger than " + Exchange.LARGEST + " bytes");
            return;
        }
        task.with(new String(body, StandardCharsets.UTF_8));
    }

    private void job(Exchange exchange, String[] parts) throws IOException {
        Optional<Job> found = jobs.find(parts[2]);
        if (found.isEmpty()) {
            exchange.refuse(404, "is no question of this server, or one that was forgotten");
            return;
        }
        Job job = found.get();
        job.heard();
        String what = parts.length > 3 ? parts[3] : "";
        switch (exchange.method() + " " + what) {
            case "DELETE " -> {
                job.abandon();
                exchange.json(200, Map.of("ends", true));
            }
            case "POST enough" -> {
                job.enough();
                exchange.json(200, Map.of("ends", true));
            }
            case "GET events" -> new EventStream(exchange, job).send();
            case "GET answer" -> answered(exchange, job, "application/json; charset=utf-8");
            case "GET page" -> {
                exchange.policy("frame-ancestors 'self'");
                answered(exchange, job, "text/html; charset=utf-8");
            }
            default -> exchange.refuse(404, "there is nothing of that name");
        }
    }

    private static void answered(Exchange exchange, Job job, String type) throws IOException {
        switch (job.state()) {
            case Job.Running running -> exchange.refuse(409, "is not answered yet");
            case Job.Failed failed -> exchange.faults(422, failed.faults());
            case Job.Answered answered ->
                exchange.send(200, type, type.startsWith("text/html") ? answered.page() : Body.of(answered.json()));
        }
    }
}
