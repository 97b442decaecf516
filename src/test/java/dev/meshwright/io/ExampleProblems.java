package dev.meshwright.io;

import dev.meshwright.Architectures;
import dev.meshwright.model.Model;
import dev.meshwright.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The problem files of the project, with models from {@link Architectures} instead of the catalogue. */
public final class ExampleProblems implements ModelSource {

    /** Every problem file that needs no file beside it. */
    public static final List<String> NAMES = List.of(
            "deepseek-v3-decode-32xh800",
            "deepseek-v3-serving-96xh100",
            "deepseek-v3-training-2048xh800",
            "founding-search-16",
            "founding-search-32",
            "gpt-oss-120b-1xb200",
            "gpt-oss-120b-8xb200",
            "mixtral-8x7b-8xh100",
            "qwen3-235b-16xh200");

    private ExampleProblems() {}

    /** The problem of that name. */
    public static Problem read(String name) {
        Path folder = Path.of("problems");
        InputFile file = InputFile.read(folder.resolve(name + ".yaml"));
        return new ProblemFiles(new ExampleProblems()).document(file, folder).problem();
    }

    @Override
    public Optional<Model> catalogue(String name) {
        return Optional.ofNullable(Map.of(
                        "mixtral-8x7b",
                        Architectures.mixtral(),
                        "deepseek-v3",
                        Architectures.deepSeekV3(),
                        "gpt-oss-120b",
                        Architectures.gptOss120b(),
                        "qwen3-235b-a22b",
                        Architectures.qwen3Large())
                .get(name));
    }

    @Override
    public String maybe(String name) {
        return "";
    }

    @Override
    public Model huggingFace(Path config, List<String> notes) {
        return new StandardModels().huggingFace(config, notes);
    }

    @Override
    public Optional<Model> architecture(TreeReader place) {
        return Optional.of(Architectures.founding());
    }
}
