package dev.meshwright.cli.lookup;

import dev.meshwright.answer.json.catalogue.GpuDocument;
import dev.meshwright.answer.text.catalogue.GpuText;
import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.catalogue.GpuCatalogue;
import dev.meshwright.io.tree.Documents;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the GPUs that can be named. */
@Command(name = "gpus", description = "Lists the GPUs that problem files can name, with the sources of their numbers.")
public final class GpusCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private AnswerOptions options = new AnswerOptions();

    public GpusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (options.json()) {
            List<Map<String, Object>> documents = GpuCatalogue.standard().entries().stream()
                    .map(entry ->
                            GpuDocument.of(entry.gpu(), entry.aliases(), entry.driverBytes(), entry.memorySource()))
                    .toList();
            terminal.answer(Documents.toJson(documents));
        } else {
            List<GpuText.Listed> gpus = GpuCatalogue.standard().entries().stream()
                    .map(entry -> new GpuText.Listed(entry.gpu(), entry.driverBytes(), entry.memorySource()))
                    .toList();
            terminal.answer(GpuText.of(gpus, terminal.style()));
        }
        return ExitCode.FINE.code();
    }
}
