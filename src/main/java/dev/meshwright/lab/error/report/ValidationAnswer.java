package dev.meshwright.lab.error.report;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.fault.Fault;
import dev.meshwright.lab.error.Validation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far predictions lie from measurements.
 *
 * @param files the predicted rows of each file by its name, in the order asked
 * @param reports their errors, by the same names
 * @param leftOut serving predicted without what its own campaign says; empty unless asked for
 * @param fittedConstants how many constants were fitted, by what they were fitted to
 * @param notes on the constants that were used
 * @param unpredictable why nothing can be predicted of a file; none where every file has a predicted row
 */
public record ValidationAnswer(
        Map<String, Validation> files,
        Map<String, ErrorReport> reports,
        Optional<LeftOut> leftOut,
        Map<String, Integer> fittedConstants,
        List<String> notes,
        List<Fault> unpredictable) {

    public ValidationAnswer {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        reports = Collections.unmodifiableMap(new LinkedHashMap<>(reports));
        fittedConstants = Collections.unmodifiableMap(new LinkedHashMap<>(fittedConstants));
        notes = List.copyOf(notes);
        unpredictable = List.copyOf(unpredictable);
    }

    /** How the mean error of each measure of each file comes about. */
    public List<Derivation> derivations() {
        List<Derivation> all = new ArrayList<>();
        reports.forEach((name, report) -> report.measures().stream()
                .filter(errors -> errors.all().together().count() > 0)
                .forEach(errors -> all.add(errors.derivation(name))));
        return all;
    }

    /** Whether predicting was stopped before the last row. */
    public boolean stopped() {
        return files.values().stream().anyMatch(Validation::stopped);
    }

    /** How many rows of all files are predicted. */
    public int predicted() {
        return files.values().stream().mapToInt(Validation::predicted).sum();
    }
}
