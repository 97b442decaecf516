package dev.meshwright.cli;

import dev.meshwright.answer.explain.model.ModelCard;
import dev.meshwright.answer.explain.model.ModelFacts;
import dev.meshwright.answer.text.ModelText;
import dev.meshwright.io.catalogue.ModelCatalogue;
import dev.meshwright.io.huggingface.HuggingFaceConfig;
import dev.meshwright.io.huggingface.HuggingFaceModel;
import dev.meshwright.io.tree.Documents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the models that can be named, or says what one is. */
@Command(
        name = "models",
        description = "Lists the models that problem files can name; with a name or --config says what one is:"
                + " parameters, FLOP per token, KV cache.")
final class ModelsCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private AnswerOptions options = new AnswerOptions();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "A model of the catalogue.")
    private @Nullable String name;

    @Option(names = "--config", paramLabel = "FILE", description = "A Hugging Face config.json, or a folder with one.")
    private @Nullable Path config;

    private int sequenceLength;

    ModelsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Option(
            names = "--sequence-length",
            paramLabel = "N",
            defaultValue = "4096",
            description = "Tokens of the sequence for FLOP per token (default: ${DEFAULT-VALUE}).")
    void setSequenceLength(int tokens) {
        if (tokens < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--sequence-length must be 1 or more, not " + tokens + ".");
        }
        sequenceLength = tokens;
    }

    @Override
    public Integer call() {
        if (config != null) {
            Path file = Files.isDirectory(config) ? config.resolve("config.json") : config;
            HuggingFaceModel read = HuggingFaceConfig.read(file);
            one(ModelFacts.of(read.model(), sequenceLength), read.notes());
        } else if (name != null) {
            String wanted = name;
            ModelCatalogue.Entry entry = ModelCatalogue.standard()
                    .find(wanted)
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(),
                            "No model of the catalogue is called " + wanted + ". "
                                    + ModelCatalogue.standard().maybe(wanted)));
            one(ModelFacts.of(entry.model(), sequenceLength), List.of("Source: " + entry.source()));
        } else {
            all();
        }
        return ExitCode.FINE.code();
    }

    private void one(ModelFacts facts, List<String> notes) {
        terminal.answer(
                options.json()
                        ? Documents.toJson(facts.document(notes))
                        : ModelText.of(facts, notes, terminal.style()));
    }

    private void all() {
        ModelCatalogue catalogue = ModelCatalogue.standard();
        List<ModelCard> cards = catalogue.names().stream()
                .map(listed -> catalogue.find(listed).orElseThrow())
                .map(entry -> new ModelCard(
                        entry.name(),
                        ModelFacts.of(entry.model(), sequenceLength),
                        entry.publishedParameters(),
                        entry.publishedActiveParameters(),
                        entry.source()))
                .toList();
        terminal.answer(
                options.json()
                        ? Documents.toJson(
                                cards.stream().map(ModelCard::document).toList())
                        : ModelText.of(cards, terminal.style()));
    }
}
