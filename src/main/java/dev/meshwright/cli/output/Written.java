package dev.meshwright.cli.output;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.tree.AtomicFiles;
import dev.meshwright.io.tree.Documents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Writes files wholly or not at all. */
public final class Written {

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

    /**
     * Writes a text that is the answer, or a part of it that nothing else shows: where it cannot be written after all it goes to
     * standard output.
     *
     * @param said what is said of it before its place
     * @throws InvalidInputException if it cannot be written
     */
    public static void orShown(Terminal terminal, Path target, String text, String said) {
        try {
            AtomicFiles.write(target, text.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidInputException unwritten) {
            terminal.answer(text);
            throw unwritten;
        }
        terminal.talk(said + target);
    }

    /** {@code document} as JSON where the name of {@code target} says so, else as YAML. */
    static String text(Path target, Map<String, Object> document) {
        boolean json = target.toString().toLowerCase(Locale.ROOT).endsWith(".json");
        return json ? Documents.toJson(document) : Documents.toYaml(document);
    }
}
