package dev.meshwright.cli.output;

import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.tree.AtomicFiles;
import dev.meshwright.io.tree.Documents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Writes files wholly or not at all. */
final class Written {

    private Written() {}

    /** Writes {@code content} and says so. */
    static void file(Terminal terminal, Path target, byte[] content) {
        AtomicFiles.write(target, content);
        terminal.talk("Written: " + target);
    }

    /** Writes {@code text} and says so. */
    static void file(Terminal terminal, Path target, String text) {
        file(terminal, target, text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code document} as JSON where the name of {@code target} says so, else as YAML. */
    static String text(Path target, Map<String, Object> document) {
        boolean json = target.toString().toLowerCase(Locale.ROOT).endsWith(".json");
        return json ? Documents.toJson(document) : Documents.toYaml(document);
    }
}
