package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the README shows of {@code scale} is what the command prints; {@code [...]} stands for what is left out. */
class ReadmeTest {

    private static final String COMMAND =
            "$ ./meshwright scale problems/mixtral-8x7b-8xh100.yaml --target \"100 tokens/ms\"\n";

    @Test
    void scalePrintsWhatTheReadmeShows() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        int start = readme.indexOf(COMMAND) + COMMAND.length();
        assertThat(start).isGreaterThan(COMMAND.length());
        String shown = readme.substring(start, readme.indexOf("```", start));
        StringWriter out = new StringWriter();
        int code = Main.run(
                new PrintWriter(out),
                new PrintWriter(new StringWriter()),
                "scale",
                "problems/mixtral-8x7b-8xh100.yaml",
                "--target",
                "100 tokens/ms");
        assertThat(code).isZero();
        List<String> parts = Arrays.stream(shown.split("\\[\\.\\.\\.\\]\n"))
                .filter(part -> !part.isBlank())
                .toList();
        assertThat(parts).hasSizeGreaterThan(1);
        for (String part : parts) {
            assertThat(out.toString()).contains(part.stripTrailing());
        }
    }
}
