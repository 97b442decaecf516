package dev.meshwright;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keeps problems, plans and the evaluation in step: {@code solutions/} holds what {@code search} writes today, byte for
 * byte. After a change of the cost model, {@code mvn test -Dtest=SolutionsTest -Dmeshwright.regenerate=true} writes them
 * anew.
 */
@Tag("slow")
class SolutionsTest {

    @TempDir
    Path folder;

    /** Problems whose plan comes from a search; those with a claimed plan are audited elsewhere. */
    static List<String> searched() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("problems"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !Files.exists(Path.of("solutions", name.replace(".yaml", ".claimed.yaml"))))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void problemsAreFound() throws IOException {
        assertThat(searched()).contains("mixtral-8x7b-8xh100.yaml", "deepseek-v3-training-2048xh800.yaml");
    }

    @ParameterizedTest
    @MethodSource("searched")
    void solutionsAreWhatSearchWrites(String name) throws IOException {
        Path written = folder.resolve(name);
        StringWriter talk = new StringWriter();
        int exit = Main.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(talk),
                "search",
                Path.of("problems", name).toString(),
                "-o",
                written.toString());
        assertThat(exit).as(talk.toString()).isZero();
        Path kept = Path.of("solutions", name);
        if (Boolean.getBoolean("meshwright.regenerate")) {
            Files.copy(written, kept, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(Files.readString(kept)).isEqualTo(Files.readString(written));
    }
}
