package dev.meshwright.cli.lookup;

import dev.meshwright.answer.explain.model.DescribedModel;
import dev.meshwright.answer.explain.model.ModelCard;
import dev.meshwright.answer.json.catalogue.ModelDocument;
import dev.meshwright.answer.text.ModelText;
import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cli.option.SequenceLength;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.workbench.ModelShelf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "A model of the catalogue; words list the models in whose names all of them are.")
    private List<String> words = new ArrayList<>();

    @Option(names = "--config", paramLabel = "FILE", description = "A Hugging Face config.json, or a folder with one.")
    private @Nullable Path config;

    /** Characters by which names are alike. */
    private static final int ALIKE = 3;

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
        } else if (words.size() == 1 && shelf.find(words.getFirst()).isPresent()) {
            one(shelf.find(words.getFirst()).orElseThrow());
        } else {
            List<ModelCard> cards = meant(shelf);
            terminal.answer(options.rendered(
                    () -> cards.stream().map(ModelDocument::of).toList(), () -> ModelText.of(cards, terminal.style())));
        }
        return ExitCode.FINE.code();
    }

    private List<ModelCard> meant(ModelShelf shelf) {
        List<ModelCard> found = shelf.all().stream()
                .filter(card -> words.stream().allMatch(word -> card.name().contains(word.toLowerCase(Locale.ROOT))))
                .toList();
        if (found.isEmpty()) {
            String wanted = String.join(" ", words);
            throw new ParameterException(
                    spec.commandLine(), "No model of the catalogue is called " + wanted + ". " + maybe(shelf, wanted));
        }
        return found;
    }

    /** The nearest name, else models whose names share a word's beginning, else where names are found. */
    private static String maybe(ModelShelf shelf, String wanted) {
        String near = shelf.maybe(wanted);
        if (!near.isEmpty()) {
            return near;
        }
        String start = wanted.substring(0, Math.min(wanted.length(), ALIKE)).toLowerCase(Locale.ROOT);
        String alike = shelf.all().stream()
                .map(ModelCard::name)
                .filter(name -> name.contains(start))
                .collect(Collectors.joining(" or "));
        return alike.isEmpty()
                ? "Maybe meshwright models, which lists all of them, or --config FILE for one of your own."
                : "Maybe " + alike + ".";
    }

    private void one(DescribedModel model) {
        terminal.answer(options.rendered(
                () -> ModelDocument.of(model.facts(), model.notes()),
                () -> ModelText.of(model.facts(), model.notes(), terminal.style())));
    }
}
