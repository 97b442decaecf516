package dev.meshwright.cli.lookup;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cli.option.HelpOption;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.tree.AtomicFiles;
import dev.meshwright.io.tree.Resources;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a problem to start from. */
@Command(name = "init", description = "Writes a commented problem file to start from.")
public final class InitCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    @SuppressWarnings("unused") // read by picocli
    private HelpOption help = new HelpOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            defaultValue = "problem.yaml",
            description = "Where to write it (default: ${DEFAULT-VALUE}).")
    private Path file = Path.of("problem.yaml");

    @Option(names = "--force", description = "Replace the file if it exists.")
    private boolean force;

    public InitCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (Files.exists(file) && !force) {
            throw new InvalidInputException(
                    List.of(new Fault(file.toString(), "", "", "exists already", "Maybe another name, or --force.")));
        }
        AtomicFiles.write(file, Resources.starterProblem().getBytes(StandardCharsets.UTF_8));
        terminal.talk("Wrote " + file + ". Next: meshwright search " + file);
        return ExitCode.FINE.code();
    }
}
