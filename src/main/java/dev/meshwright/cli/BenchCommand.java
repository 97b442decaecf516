package dev.meshwright.cli;

import dev.meshwright.answer.json.BenchDocument;
import dev.meshwright.answer.text.BenchText;
import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cli.option.DetailsOption;
import dev.meshwright.cli.option.OutsideOption;
import dev.meshwright.cli.output.BenchOutput;
import dev.meshwright.cli.terminal.BenchProgress;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.PeakMemory;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.measured.BenchFiles;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.lab.bench.BenchAnswer;
import dev.meshwright.workbench.BenchRequest;
import dev.meshwright.workbench.Workbench;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures placers against each other, against the bound and against what is required; or searches. */
@Command(
        name = "bench",
        description =
                "Quality and speed: cases x algorithms x seeds x budgets of placers with the lower bound as one row, or searches.")
final class BenchCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private AnswerOptions options = new AnswerOptions();

    @Parameters(paramLabel = "CONFIG", description = "Such as benchmarks-config/placement.yaml.")
    private Path config = Path.of("");

    @Mixin
    private BenchOutput output = new BenchOutput();

    @Option(names = "--case", paramLabel = "TEXT", description = "Only cases or problems whose name contains this.")
    private String only = "";

    @Option(
            names = "--algorithms",
            split = ",",
            paramLabel = "NAME",
            description = "Only these rows (default: as configured).")
    private List<String> algorithms = new ArrayList<>();

    @Mixin
    private OutsideOption outside = new OutsideOption();

    @Mixin
    private DetailsOption details = new DetailsOption();

    BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        output.require();
        BenchRequest request = new BenchRequest(BenchFiles.read(config, outside.allowed()), only, algorithms);
        BenchAnswer answer;
        try (BenchProgress progress = new BenchProgress(terminal)) {
            answer = new Workbench().bench(request, progress.watch().within(options.timeLimit()), this::keep);
        }
        String json = Documents.toJson(BenchDocument.of(answer, PeakMemory.bytes()));
        terminal.answer(
                options.json() ? json : details.shown(BenchText.of(answer, terminal.style()), terminal.style()));
        output.write(answer, json, terminal);
        switch (answer) {
            case BenchAnswer.Placements placements ->
                terminal.talk("peak memory of this process: " + PeakMemory.text());
            case BenchAnswer.Searches searches -> {}
        }
        return (answer.missed() ? ExitCode.MISSED : ExitCode.FINE).code();
    }

    private void keep(BenchAnswer soFar) {
        output.keep(soFar, Documents.toJson(BenchDocument.of(soFar, PeakMemory.bytes())));
    }
}
