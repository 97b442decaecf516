package dev.meshwright.cli.show;

import dev.meshwright.cli.option.HelpOption;
import dev.meshwright.cli.output.PlotsOutput;
import dev.meshwright.cli.output.ReportOutput;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.plan.AnswerFiles;
import dev.meshwright.io.tree.AtomicFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a page of an answer that was kept. */
@Command(
        name = "report",
        description =
                "Makes one self-contained page of an answer, or pictures of its charts: what search, check, scale or compare printed"
                        + " with --format json, or a plan file, which has fewer figures.")
public final class ReportCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("unused") // read by picocli
    private HelpOption help = new HelpOption();

    @Parameters(
            paramLabel = "ANSWER",
            description = "JSON of search, check or scale, or a plan file that search wrote.")
    private Path answer = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE.html",
            description = "Where the page is written.")
    private @Nullable Path output;

    @Mixin
    private PlotsOutput plots = new PlotsOutput();

    @Spec
    private CommandSpec spec;

    /** A command that speaks there. */
    public ReportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (output == null && !plots.wanted()) {
            throw new ParameterException(
                    spec.commandLine(), "Say where: -o FILE.html for the page, --plots DIR for its charts.");
        }
        if (output != null) {
            AtomicFiles.require(output);
        }
        plots.require();
        Map<String, Object> document = AnswerFiles.read(answer);
        if (output != null) {
            ReportOutput.write(output, document, terminal);
        }
        plots.write(() -> document, terminal);
        return ExitCode.FINE.code();
    }
}
