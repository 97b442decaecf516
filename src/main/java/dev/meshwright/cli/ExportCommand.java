package dev.meshwright.cli;

import dev.meshwright.answer.json.CheckDocument;
import dev.meshwright.answer.json.launch.ExportDocument;
import dev.meshwright.answer.json.pool.PoolsDocument;
import dev.meshwright.answer.launch.ExportAnswer;
import dev.meshwright.answer.launch.PoolsExportAnswer;
import dev.meshwright.answer.text.CheckText;
import dev.meshwright.answer.text.PoolsText;
import dev.meshwright.answer.text.launch.ExportText;
import dev.meshwright.answer.text.launch.PoolsExportText;
import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cli.option.DetailsOption;
import dev.meshwright.cli.option.ProblemInput;
import dev.meshwright.cli.option.launch.ExportOptions;
import dev.meshwright.cli.option.plan.PlanInput;
import dev.meshwright.cli.output.ExportOutput;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.layout.draft.PoolsDraft;
import dev.meshwright.workbench.CheckRequest;
import dev.meshwright.workbench.Workbench;
import dev.meshwright.workbench.launch.Exporting;
import dev.meshwright.workbench.launch.ExportingPools;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes what starts a plan. */
@Command(
        name = "export",
        description =
                "Writes the files that start a plan: scripts or manifests for its engine, a benchmark that measures what was"
                        + " predicted, a row to compare, and why each option is there.")
final class ExportCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private AnswerOptions options = new AnswerOptions();

    @Mixin
    private ProblemInput problem = new ProblemInput();

    @Mixin
    private PlanInput plan = new PlanInput();

    @Mixin
    private ExportOptions export = new ExportOptions();

    @Mixin
    private ExportOutput output = new ExportOutput();

    @Mixin
    private DetailsOption details = new DetailsOption();

    ExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        output.require();
        Optional<PoolsDraft> pools = plan.pools();
        if (pools.isPresent()) {
            return pools(pools.get());
        }
        CheckRequest check = new CheckRequest(
                problem.read(),
                plan.read(),
                problem.constants(),
                List.of(),
                OptionalInt.empty(),
                true,
                options.effort());
        Exporting.Outcome outcome = Exporting.of(
                new Workbench(), export.request(check, output.seenFrom(problem.file())), terminal.quietly());
        if (outcome.answer().isEmpty()) {
            terminal.answer(options.rendered(
                    () -> CheckDocument.of(outcome.check()),
                    () -> details.wanted()
                            ? CheckText.of(outcome.check(), terminal.style())
                            : CheckText.brief(outcome.check(), terminal.style())));
            return ExitCode.of(false, true).code();
        }
        ExportAnswer answer = outcome.answer().get();
        List<String> names = List.copyOf(outcome.files().keySet());
        terminal.answer(
                options.rendered(() -> ExportDocument.of(answer, names), () -> ExportText.summary(answer, names)));
        output.write(outcome.files(), terminal);
        return ExitCode.of(true, !outcome.check().plan().missesTarget()).code();
    }

    private int pools(PoolsDraft draft) {
        CheckRequest first = new CheckRequest(
                problem.read(),
                draft.prefill().layout(),
                problem.constants(),
                List.of(),
                OptionalInt.empty(),
                true,
                options.effort());
        ExportingPools.Outcome outcome = ExportingPools.of(
                new Workbench(), export.request(first, output.seenFrom(problem.file())), draft, terminal.quietly());
        if (outcome.answer().isEmpty()) {
            terminal.answer(options.rendered(
                    () -> PoolsDocument.of(outcome.check()), () -> PoolsText.of(outcome.check(), terminal.style())));
            return ExitCode.of(false, true).code();
        }
        PoolsExportAnswer answer = outcome.answer().get();
        List<String> names = List.copyOf(outcome.files().keySet());
        terminal.answer(
                options.rendered(() -> ExportDocument.of(answer, names), () -> PoolsExportText.summary(answer, names)));
        output.write(outcome.files(), terminal);
        return ExitCode.of(true, !outcome.check().missesTarget()).code();
    }
}
