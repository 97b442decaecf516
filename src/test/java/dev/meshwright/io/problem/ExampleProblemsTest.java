package dev.meshwright.io.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.facts.model.Model;
import dev.meshwright.io.catalogue.ModelSource;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.io.tree.References;
import dev.meshwright.io.tree.Resources;
import dev.meshwright.io.tree.TreeReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The problem files of the project can be read, whatever model they name. */
class ExampleProblemsTest {

    private static final Path FOLDER = Path.of("problems");

    static List<Path> problems() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static ProblemDocument read(InputFile file) {
        return new ProblemFiles(new AnyModel()).document(file, new References(FOLDER, true));
    }

    @ParameterizedTest
    @MethodSource("problems")
    void isNamedAfterItsFile(Path file) {
        ProblemDocument document = read(InputFile.read(file));
        assertThat(document.problem().name() + ".yaml")
                .isEqualTo(file.getFileName().toString());
    }

    @Test
    void namesPromiseTheNumberOfGpus() {
        for (String name : List.of(
                "mixtral-8x7b-8xh100",
                "deepseek-v3-decode-32xh800",
                "deepseek-v3-serving-96xh100",
                "qwen3-235b-16xh200",
                "gpt-oss-120b-1xb200",
                "gpt-oss-120b-8xb200",
                "deepseek-v3-training-2048xh800")) {
            String gpus = name.substring(name.lastIndexOf('-') + 1, name.lastIndexOf('x'));
            assertThat(read(InputFile.read(FOLDER.resolve(name + ".yaml")))
                            .problem()
                            .cluster()
                            .gpus())
                    .as(name)
                    .isEqualTo(Integer.parseInt(gpus));
        }
        for (int gpus : List.of(16, 32)) {
            InputFile file = InputFile.read(FOLDER.resolve("founding-search-" + gpus + ".yaml"));
            assertThat(read(file).problem().cluster().gpus()).isEqualTo(gpus);
            assertThat(read(file).notes()).isEmpty();
        }
    }

    @Test
    void starterIsValid() {
        assertThat(read(new InputFile("starter.yaml", Resources.starterProblem()))
                        .problem()
                        .name())
                .isEqualTo("my-problem");
    }

    /** A model that problems may have guess with its own layer. */
    private static final Model PREDICTING = predicting(SmallModels.MIXTURE);

    private static Model predicting(Model model) {
        return new Model(
                model.name(),
                model.hidden(),
                model.vocabulary(),
                model.tiedEmbeddings(),
                model.learnedPositions(),
                model.layers(),
                List.of(model.layers().getLast()),
                model.precisions(),
                model.residualStreams());
    }

    /** Takes every model for a small mixture: what models say is tested elsewhere. */
    private static final class AnyModel implements ModelSource {
        @Override
        public Optional<Model> catalogue(String name) {
            return Optional.of(PREDICTING);
        }

        @Override
        public String maybe(String name) {
            return "";
        }

        @Override
        public Model huggingFace(Path config, List<String> notes) {
            return PREDICTING;
        }

        @Override
        public Optional<Model> architecture(TreeReader place) {
            return Optional.of(PREDICTING);
        }
    }
}
