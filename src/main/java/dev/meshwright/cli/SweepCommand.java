package dev.meshwright.cli;

import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cli.option.ReplayOption;
import dev.meshwright.cli.output.SweepOutput;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.StatusLine;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.sweep.AnsweredRows;
import dev.meshwright.io.sweep.ScenarioStatus;
import dev.meshwright.io.sweep.SweepFile;
import dev.meshwright.workbench.Workbench;
import dev.meshwright.workbench.sweep.Sweeping;
import dev.meshwright.workbench.sweep.Swept;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Answers every scenario of a sweep. */
@Command(
        name = "sweep",
        description =
                "Searches for the best layout of one problem, or checks a plan or seeks a size for it, with every combination of"
                        + " values that a sweep names: models, GPUs, lengths, targets. Goes on where an earlier run ended; answers only what is new.")
final class SweepCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private AnswerOptions options = new AnswerOptions();

    @Mixin
    private ReplayOption replay = new ReplayOption();

    @Parameters(
            paramLabel = "SWEEP",
            description = "What is varied (YAML or JSON): name, problem, vary; what is asked, best per group.")
    private Path sweep = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            required = true,
            description = "Where answers.jsonl, summary.csv and answers.parquet are written.")
    private Path folder = Path.of("");

    @Option(
            names = "--max-scenarios",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Most scenarios that the sweep may have (default: ${DEFAULT-VALUE}).")
    private long most;

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = "1",
            description = "Answer one of every N scenarios; a run without it goes on from there.")
    private int sample;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Scenarios at a time (default: one for each processor). The answers are the same.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--allow-outside",
            description = "Files that the sweep and its problem name may lie outside of their folders.")
    private boolean outside;

    SweepCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        SweepFile asked = SweepFile.read(sweep, most, outside).sampled(Math.max(1, sample));
        Sweeping sweeping = new Sweeping(new Workbench(), options.effort(), replay.wanted());
        Swept swept;
        try (AnsweredRows rows = AnsweredRows.open(folder, asked.name());
                StatusLine line = new StatusLine(terminal, "sweeping", "reading scenarios")) {
            swept = sweeping.answer(asked, rows, Math.clamp(threads, 1, 256), line.watch());
        }
        terminal.answer(SweepOutput.of(swept, folder, options.json()));
        if (!swept.complete()) {
            return ExitCode.MISSED.code();
        }
        return swept.with(ScenarioStatus.INVALID) == swept.scenarios()
                ? ExitCode.INVALID_INPUT.code()
                : ExitCode.FINE.code();
    }
}
