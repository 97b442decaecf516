package dev.meshwright;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cli.Main;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.layout.engine.KnownEngine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a search answers for an engine starts on it; another plan starts, or is refused with the reason and a mend. */
class SolutionsExportTest {

    @TempDir
    Path folder;

    static List<String> solutions() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("solutions"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("solutions")
    void solutionsStart(String name) throws IOException {
        Path file = Path.of("problems", name.replaceFirst("(\\.claimed|\\.published)?\\.yaml$", ".yaml"));
        Problem problem = ProblemFiles.read(file);
        boolean answered = !name.contains("-pools-") && !name.contains(".claimed") && !name.contains(".published");
        boolean training = problem.workload() instanceof Training;
        List<String> engines = problem.engine().map(List::of).orElseGet(() -> KnownEngine.all().stream()
                .filter(engine -> engine.trains() == training)
                .map(KnownEngine::label)
                .toList());
        for (String engine : engines) {
            StringWriter said = new StringWriter();
            Path written = folder.resolve(engine);
            int exit = Main.run(
                    new PrintWriter(said),
                    new PrintWriter(said),
                    "export",
                    "--no-fallback",
                    file.toString(),
                    Path.of("solutions", name).toString(),
                    "--engine",
                    engine,
                    "-o",
                    written.toString());
            boolean starts = exit == 0 || exit == 5;
            assertThat(Files.exists(written.resolve("README.md")))
                    .as(said.toString())
                    .isEqualTo(starts);
            if (starts) {
                new ExportedScripts().add(written).passBoth();
            }
            if (answered && problem.engine().isPresent()) {
                assertThat(starts).as(said.toString()).isTrue();
            } else if (!starts) {
                assertThat(exit).as(said.toString()).isIn(3, 4);
                assertThat(said.toString())
                        .containsAnyOf("Maybe ", "nearest that it can express", "Infeasible: ", "Leave out ");
            }
        }
    }
}
