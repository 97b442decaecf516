package dev.meshwright.cli;

import dev.meshwright.answer.json.ValidationDocument;
import dev.meshwright.answer.text.accuracy.ValidationText;
import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.cli.option.EfficiencyOption;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.io.catalogue.FittedConstants;
import dev.meshwright.io.measured.MeasurementFiles;
import dev.meshwright.io.measured.MeasurementFiles.Measurements;
import dev.meshwright.io.tree.AtomicFiles;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.lab.error.Grouping;
import dev.meshwright.lab.error.Validation;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.workbench.Constants;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares predictions with measurements. */
@Command(
        name = "validate",
        description = "Predicts measured deployments: errors by model, GPU, engine, phase and layout, the worst rows"
                + " with the term that is likely wrong, and what choosing layouts by the predictions costs.")
final class ValidateCommand implements Callable<Integer> {

    private static final int MOST_REASONS = 20;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private AnswerOptions options = new AnswerOptions();

    @Mixin
    private EfficiencyOption efficiency = new EfficiencyOption();

    @Parameters(
            arity = "1..*",
            paramLabel = "MEASUREMENTS",
            description = "CSV files of measured rows; what they hold is told by their columns.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--predictions",
            paramLabel = "OUT.csv",
            description = "Write the rows with their predictions, and the reason where there is none (one file only).")
    private @Nullable Path predictions;

    @Option(
            names = "--plots",
            paramLabel = "DIR",
            description = "Write a picture of predicted against measured for every measure (SVG).")
    private @Nullable Path plots;

    @Option(
            names = "--by",
            paramLabel = "GROUP",
            split = ",",
            description = "Break errors down by these: ${COMPLETION-CANDIDATES} (default: all).")
    private List<Grouping> groupings = List.of(Grouping.values());

    @Option(
            names = "--worst",
            paramLabel = "N",
            defaultValue = "10",
            description = "Worst rows of each measure (default: ${DEFAULT-VALUE}).")
    private int worst;

    @Option(
            names = "--write-accuracy",
            paramLabel = "SOURCES",
            description = "For developers: write the accuracy tables and pictures of README and docs, and the residuals"
                    + " behind uncertainty intervals, into Meshwright's sources.")
    private @Nullable Path sources;

    ValidateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (predictions != null && files.size() > 1) {
            throw new ParameterException(spec.commandLine(), "--predictions takes one file of measurements.");
        }
        if (worst < 0) {
            throw new ParameterException(spec.commandLine(), "--worst must be 0 or more, not " + worst + ".");
        }
        if (predictions != null) {
            AtomicFiles.require(predictions);
        }
        Constants constants = efficiency.constants();
        Catalogues catalogues = Measured.catalogues(options, terminal).with(constants.calibration());
        List<Measurements> read = Measured.read(files);
        Map<String, Validation> validations = validated(read, catalogues);
        AccuracyReport report = new AccuracyReport(validations);
        Path folder = plots;
        if (folder != null) {
            report.pictures("").forEach((name, svg) -> write(folder.resolve(name), svg));
        }
        if (sources != null) {
            report.write(sources, terminal);
        }
        List<String> notes = constants.notes(gpus(validations, catalogues));
        terminal.answer(options.json() ? json(validations, notes) : text(validations, notes));
        return ExitCode.FINE.code();
    }

    private Map<String, Validation> validated(List<Measurements> read, Catalogues catalogues) {
        Map<String, Validation> validations = new LinkedHashMap<>();
        for (int file = 0; file < files.size(); file++) {
            Validation validation;
            try (StatusLine line = new StatusLine(terminal, "validating", "reading")) {
                validation = Measured.predict(read.get(file), catalogues, line);
            }
            if (predictions != null) {
                write(predictions, MeasurementFiles.predictions(read.get(file).table(), validation));
            }
            requirePredictions(files.get(file), validation);
            validations.put(name(files.get(file), validations.keySet()), validation);
        }
        return validations;
    }

    private static void requirePredictions(Path file, Validation validation) {
        if (validation.predicted() == 0) {
            List<Fault> faults = new ArrayList<>();
            validation.unpredicted().keySet().stream()
                    .limit(MOST_REASONS)
                    .forEach(reason -> faults.add(new Fault(
                            file.toString(), "", "", "no row can be predicted: " + reason, Measured.maybe(reason))));
            int others = validation.unpredicted().size() - faults.size();
            if (others > 0) {
                faults.add(new Fault(file.toString(), "", "", Figures.number(others, "more reason"), ""));
            }
            throw new InvalidInputException(faults);
        }
    }

    /** Catalogue names of the GPUs of all rows. */
    private static List<String> gpus(Map<String, Validation> validations, Catalogues catalogues) {
        return validations.values().stream()
                .flatMap(validation ->
                        validation.rows().stream().flatMap(row -> row.row().source().gpu().apply(catalogues).stream()))
                .map(Gpu::name)
                .distinct()
                .sorted()
                .toList();
    }

    private String text(Map<String, Validation> validations, List<String> notes) {
        StringBuilder text = new StringBuilder();
        validations.forEach((name, validation) -> text.append(text.isEmpty() ? "" : "\n")
                .append(ValidationText.of(name, validation, groupings, worst, terminal.style())));
        return text.append(ValidationText.constants(FittedConstants.counts(), notes, terminal.style()))
                .toString();
    }

    private String json(Map<String, Validation> validations, List<String> notes) {
        Map<String, Object> documents = new LinkedHashMap<>();
        validations.forEach((name, validation) ->
                documents.put(name, ValidationDocument.of(validation, FittedConstants.counts(), notes, worst)));
        return Documents.toJson(
                documents.size() == 1 ? documents.values().iterator().next() : Map.of("files", documents));
    }

    private void write(Path file, String text) {
        AtomicFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
        terminal.say("Written: " + file);
    }

    /** The name of a file, with a number where another file has the same. */
    private static String name(Path file, Set<String> taken) {
        String name = String.valueOf(file.getFileName());
        String numbered = name;
        for (int number = 2; taken.contains(numbered); number++) {
            numbered = name + " (" + number + ")";
        }
        return numbered;
    }
}
