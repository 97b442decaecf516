package dev.meshwright.cli.lookup;

import dev.meshwright.answer.explain.model.DescribedModel;
import dev.meshwright.answer.explain.model.ModelCard;
import dev.meshwright.answer.json.catalogue.ModelDocument;
import dev.meshwright.answer.text.ModelText;
import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cli.option.SequenceLength;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.workbench.ModelShelf;
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
public final class ModelsCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private AnswerOptions options = new AnswerOptions();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "A model of the catalogue.")
    private @Nullable String name;

    @Option(names = "--config", paramLabel = "FILE", description = "A Hugging Face config.json, or a folder with one.")
    private @Nullable Path config;

    @Mixin
    private SequenceLength sequenceLength = new SequenceLength();

    public ModelsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        ModelShelf shelf = new ModelShelf(sequenceLength.tokens());
        if (config != null) {
            one(shelf.read(config));
        } else if (name != null) {
            String wanted = name;
            one(shelf.find(wanted).orElseThrow(() -> unknown(wanted, shelf)));
        } else {
            all(shelf.all());
        }
        return ExitCode.FINE.code();
    }

    private ParameterException unknown(String wanted, ModelShelf shelf) {
        return new ParameterException(
                spec.commandLine(), "No model of the catalogue is called " + wanted + ". " + shelf.maybe(wanted));
    }

    private void one(DescribedModel model) {
        terminal.answer(
                options.json()
                        ? Documents.toJson(ModelDocument.of(model.facts(), model.notes()))
                        : ModelText.of(model.facts(), model.notes(), terminal.style()));
    }

    private void all(List<ModelCard> cards) {
        terminal.answer(
                options.json()
                        ? Documents.toJson(cards.stream().map(ModelDocument::of).toList())
                        : ModelText.of(cards, terminal.style()));
    }
}
