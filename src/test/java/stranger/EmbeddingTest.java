package stranger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Meshwright from a program that knows nothing of it but its API, and what the README says of that. */
class EmbeddingTest {

    private static final Path PROBLEMS = Path.of("src/test/resources/transcripts");

    @Test
    void readsTheLayoutAndTheReasons() {
        assertThat(Embedding.bestLayout(PROBLEMS.resolve("small.yaml")))
                .contains("PP")
                .contains("layers [")
                .contains(" binds\n")
                .contains("No combination of degrees can exceed");
    }

    @Test
    void readsWhyThereIsNone() {
        assertThat(Embedding.bestLayout(PROBLEMS.resolve("full.yaml"))).contains("comes closest");
    }

    @Test
    void theReadmeShowsThisVeryClass() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String begin = "<!-- from-java -->\n\n```java\n";
        int start = readme.indexOf(begin) + begin.length();
        assertThat(start).as("marker and fence in README.md").isGreaterThan(begin.length());
        assertThat(readme.substring(start, readme.indexOf("```", start)))
                .isEqualTo(Files.readString(Path.of("src/test/java/stranger/Embedding.java")));
    }
}
