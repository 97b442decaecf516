package dev.meshwright.cli.show;

import dev.meshwright.cli.option.HelpOption;
import dev.meshwright.cli.output.ReportOutput;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.plan.AnswerFiles;
import dev.meshwright.io.tree.AtomicFiles;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a page of an answer that was kept. */
@Command(
        name = "report",
        description =
                "Makes one self-contained page of an answer: what search, check or scale printed with --format json, or a plan file,"
                        + " which has fewer figures.")
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
            required = true,
            description = "Where the page is written.")
    private Path output = Path.of("");

    /** A command that speaks there. */
    public ReportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        AtomicFiles.require(output);
        ReportOutput.write(output, AnswerFiles.read(answer), terminal);
        return ExitCode.FINE.code();
    }
}
