package dev.meshwright.cli.lookup;

import dev.meshwright.answer.json.QuantityDocument;
import dev.meshwright.answer.text.QuantityText;
import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.question.audit.vocabulary.Entry;
import dev.meshwright.workbench.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists what claims can be about. */
@Command(
        name = "quantities",
        description = "Lists the quantities that claims can be about: meaning, unit, scope and other names (TTFT, MFU,"
                + " HBM, ...).")
public final class QuantitiesCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private AnswerOptions options = new AnswerOptions();

    @Parameters(
            arity = "0..*",
            paramLabel = "WORD",
            description =
                    "Only quantities that all these words speak of, by name, other name, meaning, unit or scope; else those"
                            + " nearest in meaning to the phrase.")
    private List<String> words = new ArrayList<>();

    public QuantitiesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Workbench workbench = new Workbench();
        List<Entry> found = workbench.quantities(words);
        String asked = String.join(" ", words);
        List<Entry> near = found.isEmpty() && asked.contains(" ") ? workbench.quantitiesNear(words) : List.of();
        if (!near.isEmpty()) {
            found = near;
            terminal.say("No quantity speaks of all of \"" + asked + "\"; these come nearest in meaning.");
        }
        if (found.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    ("No quantity speaks of " + asked + ". " + workbench.maybeQuantity(asked)).strip());
        }
        terminal.answer(
                options.json()
                        ? Documents.toJson(
                                found.stream().map(QuantityDocument::of).toList())
                        : QuantityText.of(found, terminal.style()));
        return ExitCode.FINE.code();
    }
}
