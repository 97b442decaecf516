package dev.meshwright.cli;

import dev.meshwright.answer.json.launch.LaunchDocument;
import dev.meshwright.answer.text.launch.LaunchText;
import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cli.option.DetailsOption;
import dev.meshwright.cli.option.launch.LaunchOptions;
import dev.meshwright.cli.output.LaunchOutput;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.workbench.Workbench;
import dev.meshwright.workbench.launch.Launched;
import dev.meshwright.workbench.launch.Launching;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Reads what somebody launches. */
@Command(
        name = "import",
        description =
                "Reads launch files of vLLM, SGLang, TensorRT-LLM and Megatron: scripts, manifests, recipes; says what"
                        + " layout they mean and whether they run, and writes problem and plan.")
final class ImportCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private AnswerOptions options = new AnswerOptions();

    @Mixin
    private LaunchOptions launch = new LaunchOptions();

    @Mixin
    private LaunchOutput output = new LaunchOutput();

    @Parameters(
            arity = "1..*",
            paramLabel = "LAUNCH",
            description = "Files of one launch, those that they name included.")
    private List<Path> files = List.of();

    @Mixin
    private DetailsOption details = new DetailsOption();

    ImportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        output.require();
        Launched launched = Launching.read(new Workbench(), launch.request(files, false, options), terminal.quietly());
        terminal.answer(options.rendered(
                () -> LaunchDocument.of(launched.answer()),
                () -> details.wanted()
                        ? LaunchText.of(launched.answer(), terminal.style())
                        : LaunchText.brief(launched.answer(), terminal.style())));
        output.write(launched.files(), terminal);
        return ExitCode.FINE.code();
    }
}
