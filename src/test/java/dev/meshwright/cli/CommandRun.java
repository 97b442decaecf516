package dev.meshwright.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Tests of commands as a user meets them: a folder, arguments, what is printed. */
public abstract class CommandRun {

    @TempDir
    Path folder;

    /** What the last command printed. */
    public final StringWriter out = new StringWriter();

    /** What the last command said besides. */
    public final StringWriter err = new StringWriter();

    /** Commands that tell more with {@code --details}. */
    private static final List<String> TELLING = List.of(
            "search", "check", "scale", "place", "validate", "calibrate", "bench", "export", "import", "compare");

    /** Runs a command and returns its exit code; it tells everything, for tests of what it tells. */
    int run(String... arguments) {
        boolean tells = arguments.length > 1 && TELLING.contains(arguments[0]);
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--details";
        return exactly(tells ? all : arguments);
    }

    /** Runs a command as it stands and returns its exit code. */
    int exactly(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    /** Path of a file in the folder. */
    String file(String name) {
        return folder.resolve(name).toString();
    }

    /** Path of a file in the folder that holds {@code text} now. */
    String written(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
