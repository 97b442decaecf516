package dev.meshwright.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a command that writes a page. */
final class Reports {

    private Reports() {}

    /** What the command printed; it must have gone well, whatever it found. */
    static String run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
        assertThat(code).as(err.toString()).isIn(0, 4, 5);
        return out.toString();
    }

    /** Runs it with {@code --report} and {@code --format json}; returns the JSON that it printed. */
    static String json(Path page, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--report", page.toString(), "--format", "json"));
        return run(all.toArray(String[]::new));
    }
}
