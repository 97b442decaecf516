package dev.meshwright.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** A tab: goes to pages, evaluates scripts in them, and knows what they complained of and asked the network for. */
public final class Tab {

    private static final int PATIENCE_SECONDS = 60;

    private final Connection connection;
    private final String session;
    private final String target;

    private Tab(Connection connection, String session, String target) {
        this.connection = connection;
        this.session = session;
        this.target = target;
    }

    static Tab open(Connection connection) {
        String target = connection
                .send("", "Target.createTarget", Map.of("url", "about:blank"))
                .path("targetId")
                .asString();
        String session = connection
                .send("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asString();
        Tab tab = new Tab(connection, session, target);
        List.of("Page.enable", "Runtime.enable", "Network.enable", "Log.enable").forEach(tab::send);
        tab.size(1200, 900);
        return tab;
    }

    private JsonNode send(String method) {
        return send(method, Map.of());
    }

    private JsonNode send(String method, Map<String, ?> parameters) {
        return connection.send(session, method, parameters);
    }

    /** Pixels of the window. */
    public void size(int width, int height) {
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    /** Light or dark, as the user has set the system. */
    public void scheme(String scheme) {
        send(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Goes to a page and waits until it is there. */
    public void go(String address) {
        send("Page.navigate", Map.of("url", address));
        until("document.readyState === 'complete' && location.href !== 'about:blank'");
    }

    /** Waits until {@code condition} holds. */
    public void until(String condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!evaluate("Boolean(" + condition + ")").asBoolean(false)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "Never: " + condition + " at " + evaluate("location.href") + "; " + complaints());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** The value of an expression, which may be a promise. */
    public JsonNode evaluate(String expression) {
        JsonNode result = send(
                "Runtime.evaluate",
                Map.of("expression", expression, "returnByValue", true, "awaitPromise", true, "userGesture", true));
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(result.path("exceptionDetails")
                            .path("exception")
                            .path("description")
                            .asString("")
                    + result.path("exceptionDetails").path("text").asString(""));
        }
        return result.path("result").path("value");
    }

    /** The value of an expression as text. */
    public String text(String expression) {
        return evaluate(expression).asString("");
    }

    /** Clicks on the first element that {@code selector} finds, as a mouse does. */
    public void click(String selector) {
        JsonNode at = evaluate("(() => { const e = document.querySelector('" + selector
                + "'); e.scrollIntoView({block: 'center', behavior: 'instant'});"
                + " const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()");
        for (String type : List.of("mousePressed", "mouseReleased")) {
            send(
                    "Input.dispatchMouseEvent",
                    Map.of(
                            "type",
                            type,
                            "x",
                            at.get(0).asDouble(),
                            "y",
                            at.get(1).asDouble(),
                            "button",
                            "left",
                            "clickCount",
                            1));
        }
    }

    /** Chooses a file in the first input that {@code selector} finds. */
    public void upload(String selector, Path file) {
        JsonNode root = send("DOM.getDocument").path("root").path("nodeId");
        int node = send("DOM.querySelector", Map.of("nodeId", root.asInt(), "selector", selector))
                .path("nodeId")
                .asInt();
        send(
                "DOM.setFileInputFiles",
                Map.of("nodeId", node, "files", List.of(file.toAbsolutePath().toString())));
    }

    /** Types into the first element that {@code selector} finds, in place of what is there. */
    public void type(String selector, String text) {
        evaluate("document.querySelector('" + selector + "').select()");
        send("Input.insertText", Map.of("text", text));
    }

    /** Presses a key such as {@code Tab}, {@code Enter} or {@code Escape}. */
    public void press(String key, int code) {
        String text = key.equals("Enter") ? "\r" : "";
        for (String type : List.of("keyDown", "keyUp")) {
            send(
                    "Input.dispatchKeyEvent",
                    Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", code, "text", text));
        }
    }

    /** Errors of scripts, refusals of the policy, and what was written to the console as an error or a warning. */
    public List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        for (Connection.Event event : connection.events(session)) {
            switch (event.method()) {
                case "Runtime.exceptionThrown" ->
                    complaints.add(event.parameters().path("exceptionDetails").toString());
                case "Log.entryAdded" ->
                    complaints.add(event.parameters().path("entry").path("text").asString(""));
                case "Runtime.consoleAPICalled" -> {
                    if (List.of("error", "warning", "assert")
                            .contains(event.parameters().path("type").asString(""))) {
                        complaints.add(event.parameters().path("args").toString());
                    }
                }
                default -> {}
            }
        }
        return complaints;
    }

    /** Addresses that were asked for. */
    public List<String> requests() {
        return connection.events(session).stream()
                .filter(event -> event.method().equals("Network.requestWillBeSent"))
                .map(event -> event.parameters().path("request").path("url").asString(""))
                .toList();
    }

    /** The whole page as PNG. */
    public byte[] picture() {
        return bytes(send(
                "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true, "fromSurface", true)));
    }

    /** What the window shows of it as PNG. */
    public byte[] viewport() {
        return bytes(send("Page.captureScreenshot", Map.of("format", "png", "fromSurface", true)));
    }

    /** The page printed on A4. */
    public byte[] pdf() {
        return bytes(send(
                "Page.printToPDF",
                Map.of("preferCSSPageSize", true, "printBackground", true, "paperWidth", 8.27, "paperHeight", 11.69)));
    }

    private static byte[] bytes(JsonNode answer) {
        return Base64.getDecoder().decode(answer.path("data").asString());
    }

    /** Writes a picture of the whole page. */
    public void picture(Path file) {
        try {
            Files.write(file, picture());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes it. */
    public void close() {
        connection.send("", "Target.closeTarget", Map.of("targetId", target));
    }
}
