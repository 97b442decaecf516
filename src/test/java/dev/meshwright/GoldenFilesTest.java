package dev.meshwright;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.answer.CheckAnswer;
import dev.meshwright.io.plan.PlanFiles;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.workbench.CheckRequest;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Problems and plans as released versions wrote and read them. They are never edited: whatever becomes of the formats, these stay
 * readable, and their layouts the ones that they were. A release adds a folder.
 */
class GoldenFilesTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    static List<Path> problems() throws IOException {
        return files("problems");
    }

    static List<Path> plans() throws IOException {
        return files("plans");
    }

    private static List<Path> files(String kind) throws IOException {
        try (Stream<Path> files = Files.walk(GOLDEN)) {
            return files.filter(file -> Files.isRegularFile(file)
                            && file.getParent().getFileName().toString().equals(kind))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theFirstReleaseIsThere() throws IOException {
        assertThat(problems()).hasSizeGreaterThanOrEqualTo(16);
        assertThat(plans()).hasSizeGreaterThanOrEqualTo(9);
    }

    @ParameterizedTest
    @MethodSource("problems")
    void problemsStayReadable(Path file) {
        assertThat(ProblemFiles.open(file).problem().name()).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("plans")
    void plansStayReadableAndCheckable(Path file) {
        String name = file.getFileName().toString().replaceFirst("(\\.claimed)?\\.yaml$", ".yaml");
        ProblemDocument problem = ProblemFiles.open(file.resolveSibling("../problems/" + name));
        CheckAnswer answer = new Workbench().check(CheckRequest.of(problem, PlanFiles.read(file)), Watch.NONE);
        if (!file.toString().contains("claimed")) {
            assertThat(answer.plan().feasible()).isTrue();
        } else {
            assertThat(answer.audit().claims()).isNotEmpty();
        }
    }
}
