package dev.meshwright.serve;

import com.sun.net.httpserver.HttpExchange;
import dev.meshwright.base.fault.Fault;
import dev.meshwright.io.tree.Documents;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A request and the answer to it. */
final class Exchange {

    /** Bytes of a request; a configuration, a plan and a launch script are far below. */
    static final int LARGEST = 2_000_000;

    private static final String JSON = "application/json; charset=utf-8";

    private final HttpExchange http;

    Exchange(HttpExchange http) {
        this.http = http;
    }

    String method() {
        return http.getRequestMethod();
    }

    String path() {
        return http.getRequestURI().getPath();
    }

    String header(String name) {
        String value = http.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    /** The body, or nothing where it is larger than may be sent. */
    byte[] body() throws IOException {
        byte[] bytes = http.getRequestBody().readNBytes(LARGEST + 1);
        return bytes.length > LARGEST ? new byte[0] : bytes;
    }

    void json(int status, Object document) throws IOException {
        send(status, JSON, Documents.toJson(document));
    }

    /** Refuses with what is wrong, all at once. */
    void faults(int status, List<Fault> faults) throws IOException {
        json(status, Map.of("faults", faults.stream().map(Exchange::fault).toList()));
    }

    /** Refuses in one sentence. */
    void refuse(int status, String message) throws IOException {
        faults(status, List.of(new Fault("", "", "", message, "")));
    }

    private static Map<String, Object> fault(Fault fault) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("place", (fault.file() + " " + fault.path()).strip());
        document.put("value", fault.value());
        document.put("message", fault.message());
        document.put("maybe", fault.maybe());
        return document;
    }

    void send(int status, String type, String text) throws IOException {
        send(status, type, Body.of(text));
    }

    /** The same of bytes that are there. */
    void send(int status, String type, Body body) throws IOException {
        begin(type);
        http.sendResponseHeaders(status, body.length() == 0 ? -1 : body.length());
        try (OutputStream out = http.getResponseBody()) {
            body.writeTo(out);
        }
    }

    /** Begins an answer that goes on for a while. */
    OutputStream stream(String type) throws IOException {
        begin(type);
        http.sendResponseHeaders(200, 0);
        return http.getResponseBody();
    }

    private void begin(String type) {
        Map<String, String> headers = Map.of(
                "Content-Type",
                type,
                "Cache-Control",
                "no-store",
                "X-Content-Type-Options",
                "nosniff",
                "Referrer-Policy",
                "no-referrer",
                "Cross-Origin-Resource-Policy",
                "same-origin");
        headers.forEach(http.getResponseHeaders()::set);
    }

    /** Says what the page may load, before it is sent. */
    void policy(String policy) {
        http.getResponseHeaders().set("Content-Security-Policy", policy);
    }
}
