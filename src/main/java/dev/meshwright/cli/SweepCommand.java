package dev.meshwright.cli;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cli.option.OutsideOption;
import dev.meshwright.cli.option.ReplayOption;
import dev.meshwright.cli.output.SweepOutput;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.StatusLine;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.sweep.AnsweredRows;
import dev.meshwright.io.sweep.ScenarioStatus;
import dev.meshwright.io.sweep.SweepFile;
import dev.meshwright.workbench.Workbench;
import dev.meshwright.workbench.sweep.Helpers;
import dev.meshwright.workbench.sweep.Sweeping;
import dev.meshwright.workbench.sweep.Swept;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
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

    @Mixin
    private OutsideOption outside = new OutsideOption();

    @Option(
            names = "--master",
            paramLabel = "MASTER",
            description =
                    "Share the scenarios among the machines of an Apache Spark: local[*], spark://..., yarn, k8s://...")
    private Optional<String> master = Optional.empty();

    @Option(
            names = "--copy-to",
            paramLabel = "URI",
            description = "With --master: where answers.parquet is copied to in the end, such as hdfs://...")
    private Optional<String> target = Optional.empty();

    SweepCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        SweepFile asked = SweepFile.read(sweep, most, outside.allowed()).sampled(Math.max(1, sample));
        Sweeping sweeping = new Sweeping(new Workbench(), options.effort(), replay.wanted());
        Optional<Helpers> helpers = master.map(SweepCommand::helpers);
        Swept swept;
        try (AnsweredRows rows = AnsweredRows.open(folder, asked.name());
                StatusLine line = new StatusLine(terminal, "sweeping", "reading scenarios")) {
            swept = helpers.isPresent()
                    ? sweeping.answer(asked, rows, helpers.get(), master.orElseThrow(), line.watch())
                    : sweeping.answer(asked, rows, Math.clamp(threads, 1, 256), line.watch());
        }
        if (helpers.isPresent() && target.isPresent() && swept.complete()) {
            helpers.get().copy(folder.resolve("answers.parquet"), master.orElseThrow(), target.get());
        }
        terminal.answer(SweepOutput.of(swept, folder, options.json()));
        if (!swept.complete()) {
            return ExitCode.MISSED.code();
        }
        return swept.with(ScenarioStatus.INVALID) == swept.scenarios()
                ? ExitCode.INVALID_INPUT.code()
                : ExitCode.FINE.code();
    }

    /** Machines of a Spark, or what to do to have one. */
    private static Helpers helpers(String master) {
        Optional<Helpers> found = ServiceLoader.load(Helpers.class).findFirst();
        String absent = found.map(Helpers::absent).orElse("this jar was built without what it takes");
        if (!absent.isEmpty()) {
            throw new InvalidInputException(List.of(new Fault(
                    "",
                    "--master",
                    master,
                    "needs Apache Spark: " + absent,
                    "Maybe build with mvn package -Pspark and start with Spark 4's spark-submit, see docs/SPARK.md.")));
        }
        return found.orElseThrow();
    }
}
