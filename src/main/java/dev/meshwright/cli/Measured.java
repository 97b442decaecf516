package dev.meshwright.cli;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.facts.model.Model;
import dev.meshwright.io.catalogue.GpuCatalogue;
import dev.meshwright.io.catalogue.ModelCatalogue;
import dev.meshwright.io.measured.MeasurementFiles;
import dev.meshwright.io.measured.MeasurementFiles.Measurements;
import dev.meshwright.lab.error.PublishedMeasurements;
import dev.meshwright.lab.error.Validation;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.MeasurementKind;
import dev.meshwright.lab.serving.ServingMeasurements;
import dev.meshwright.lab.training.TrainingMemoryMeasurements;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What commands about measurements share: the kinds of files and the catalogues that rows are looked up in. */
final class Measured {

    /** Every kind of measurements; a file is of the first whose columns it has. */
    static final List<MeasurementKind> KINDS =
            List.of(new ServingMeasurements(), new PublishedMeasurements(), new TrainingMemoryMeasurements());

    private static final Pattern UNKNOWN = Pattern.compile("unknown (model|GPU) (.+)");

    private Measured() {}

    /** The catalogues that come with Meshwright, each model read once. */
    static Catalogues catalogues(AnswerOptions options, Terminal terminal) {
        Map<String, Optional<Model>> models = new HashMap<>();
        return new Catalogues(
                name -> models.computeIfAbsent(
                        name, unused -> ModelCatalogue.standard().find(name).map(ModelCatalogue.Entry::model)),
                name -> GpuCatalogue.standard().find(name),
                new Planner(options, terminal).fitted());
    }

    /** A guess at what a name means that {@code reason} calls unknown; empty without one. */
    static String maybe(String reason) {
        Matcher matcher = UNKNOWN.matcher(reason);
        if (!matcher.matches()) {
            return "";
        }
        return matcher.group(1).equals("GPU")
                ? GpuCatalogue.standard().maybe(matcher.group(2).replace('_', '-'))
                : ModelCatalogue.standard().maybe(matcher.group(2));
    }

    /** Predicts all rows of a file and says how far it is. */
    static Validation predict(Measurements measurements, Catalogues catalogues, StatusLine line) {
        String all = " of " + Figures.number(measurements.table().rows().size(), "row");
        return Validation.of(
                measurements.kind(),
                measurements.rows(),
                catalogues,
                done -> line.say(Figures.count(done) + all + " predicted"));
    }

    /**
     * Reads all files.
     *
     * @throws InvalidInputException with the faults of all of them
     */
    static List<Measurements> read(List<Path> files) {
        List<Measurements> read = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        for (Path file : files) {
            try {
                read.add(MeasurementFiles.read(file, KINDS));
            } catch (InvalidInputException exception) {
                faults.addAll(exception.faults());
            }
        }
        if (!faults.isEmpty()) {
            throw new InvalidInputException(faults);
        }
        return read;
    }
}
