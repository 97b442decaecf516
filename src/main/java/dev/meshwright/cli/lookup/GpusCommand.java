package dev.meshwright.cli.lookup;

import dev.meshwright.answer.json.catalogue.GpuDocument;
import dev.meshwright.answer.text.catalogue.GpuText;
import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.catalogue.GpuCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the GPUs that can be named. */
@Command(name = "gpus", description = "Lists the GPUs that problem files can name, with the sources of their numbers.")
public final class GpusCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private AnswerOptions options = new AnswerOptions();

    @Parameters(
            arity = "0..*",
            paramLabel = "WORD",
            description = "Only GPUs in whose name, other name or family all of these words are.")
    private List<String> words = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    public GpusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<GpuCatalogue.Entry> found =
                GpuCatalogue.standard().entries().stream().filter(this::meant).toList();
        if (found.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "No GPU of the catalogue has " + String.join(" ", words) + " in its name. "
                            + GpuCatalogue.standard().maybe(words.getFirst()));
        }
        terminal.answer(options.rendered(
                () -> found.stream()
                        .map(entry ->
                                GpuDocument.of(entry.gpu(), entry.aliases(), entry.driverBytes(), entry.memorySource()))
                        .toList(),
                () -> GpuText.of(
                        found.stream()
                                .map(entry -> new GpuText.Listed(
                                        entry.gpu(), entry.aliases(), entry.driverBytes(), entry.memorySource()))
                                .toList(),
                        terminal.style())));
        return ExitCode.FINE.code();
    }

    private boolean meant(GpuCatalogue.Entry entry) {
        String names = (entry.gpu().name() + " " + String.join(" ", entry.aliases()) + " "
                        + entry.gpu().family())
                .toLowerCase(Locale.ROOT);
        return words.stream().map(word -> word.toLowerCase(Locale.ROOT)).allMatch(names::contains);
    }
}
