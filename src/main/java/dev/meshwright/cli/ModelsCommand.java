package dev.meshwright.cli;

import dev.meshwright.explain.ModelFacts;
import dev.meshwright.io.Documents;
import dev.meshwright.io.huggingface.HuggingFaceConfig;
import dev.meshwright.io.huggingface.HuggingFaceModel;
import dev.meshwright.report.ModelText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what a model is. */
@Command(
        name = "models",
        description = "Says what a config.json describes: parameters, FLOP per token, KV cache.",
        mixinStandardHelpOptions = true)
final class ModelsCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private AnswerOptions options = new AnswerOptions();

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "A Hugging Face config.json, or a folder with one.")
    private Path config = Path.of("");

    @Option(
            names = "--sequence-length",
            paramLabel = "N",
            defaultValue = "4096",
            description = "Tokens of the sequence for FLOP per token (default: ${DEFAULT-VALUE}).")
    private int sequenceLength;

    ModelsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        HuggingFaceModel read =
                HuggingFaceConfig.read(Files.isDirectory(config) ? config.resolve("config.json") : config);
        ModelFacts facts = ModelFacts.of(read.model(), sequenceLength);
        terminal.answer(
                options.json()
                        ? Documents.toJson(facts.document(read.notes()))
                        : ModelText.of(facts, read.notes(), terminal.style()));
        return ExitCode.FINE.code();
    }
}
