package dev.meshwright.cli;

import dev.meshwright.answer.json.ValidationDocument;
import dev.meshwright.answer.json.report.ValidationReport;
import dev.meshwright.answer.text.accuracy.ValidationText;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cli.option.DetailsOption;
import dev.meshwright.cli.option.EfficiencyOption;
import dev.meshwright.cli.option.ErrorOptions;
import dev.meshwright.cli.output.ReportOutput;
import dev.meshwright.cli.output.ValidationOutput;
import dev.meshwright.cli.terminal.ExitCode;
import dev.meshwright.cli.terminal.StatusLine;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.measured.MeasurementFiles;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.io.tree.Resources;
import dev.meshwright.lab.error.report.ValidationAnswer;
import dev.meshwright.workbench.Constants;
import dev.meshwright.workbench.ValidateRequest;
import dev.meshwright.workbench.Workbench;
import dev.meshwright.workbench.measured.PlannedRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Compares predictions with measurements. */
@Command(
        name = "validate",
        description = "Predicts measured deployments: errors by model, GPU, engine, phase and layout, the worst rows"
                + " with the term that is likely wrong, and what choosing layouts by the predictions costs.")
final class ValidateCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private AnswerOptions options = new AnswerOptions();

    @Mixin
    private EfficiencyOption efficiency = new EfficiencyOption();

    @Parameters(
            arity = "1..*",
            paramLabel = "MEASUREMENTS",
            description = "CSV files of measured rows; what they hold is told by their columns.")
    private List<Path> files = new ArrayList<>();

    @Mixin
    private ErrorOptions errors = new ErrorOptions();

    @Mixin
    private ValidationOutput output = new ValidationOutput();

    @Mixin
    private ReportOutput report = new ReportOutput();

    @Mixin
    private DetailsOption details = new DetailsOption();

    ValidateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    private ValidateRequest request(int worst) {
        Constants constants = efficiency.constants();
        return new ValidateRequest(
                MeasurementFiles.read(files),
                constants,
                errors.leaveOut(),
                file -> new PlannedRows(new Workbench(), constants, file),
                worst);
    }

    @Override
    public Integer call() {
        output.require(files.size());
        int worst = errors.worst();
        output.requirePlace();
        report.require();
        ValidateRequest request = request(worst);
        ValidationAnswer answer;
        try (StatusLine line = new StatusLine(terminal, "validating", "reading")) {
            answer = new Workbench().validate(request, line.watch().within(options.timeLimit()));
        }
        if (!answer.unpredictable().isEmpty()) {
            output.writePredictions(request, answer, terminal);
            throw new InvalidInputException(answer.unpredictable());
        }
        if (answer.stopped() && answer.predicted() == 0) {
            terminal.say("Stopped before the first row was predicted.");
            return ExitCode.NO_ANSWER_YET.code();
        }
        if (answer.stopped()) {
            terminal.say("Stopped: what follows is of the rows that were predicted by then.");
        }
        Map<String, Object> document = report.wanted()
                ? ValidationReport.of(answer, "meshwright " + Resources.version())
                : ValidationDocument.of(answer);
        report.write(document, terminal);
        terminal.answer(
                options.json()
                        ? Documents.toJson(document)
                        : details.shown(
                                ValidationText.of(answer, errors.groupings(), terminal.style()), terminal.style()));
        output.writePredictions(request, answer, terminal);
        output.write(answer, terminal);
        return ExitCode.FINE.code();
    }
}
