package dev.meshwright.answer.json;

import dev.meshwright.cost.engine.Calibration.Factor;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.lab.error.ErrorSummary;
import dev.meshwright.lab.fit.CalibrationAnswer;
import dev.meshwright.lab.fit.CalibrationFit;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A calibration as plain data: what {@code calibrate} writes and {@code --efficiency} reads. */
public final class CalibrationDocument {

    private CalibrationDocument() {}

    /**
     * The document.
     *
     * @param version of the tool
     */
    public static Map<String, Object> of(CalibrationAnswer answer, String version) {
        CalibrationFit fit = answer.fit();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("gpus", List.copyOf(fit.calibration().gpus()));
        document.put("engines", List.copyOf(fit.calibration().engines()));
        Map<String, Object> factors = new LinkedHashMap<>();
        fit.calibration().factors().forEach((factor, value) -> factors.put(factor.label(), rounded(value)));
        document.put("factors", factors);
        Map<String, Object> refused = new LinkedHashMap<>();
        for (Factor factor : Factor.values()) {
            String reason = fit.refused().get(factor);
            if (reason != null) {
                refused.put(factor.label(), reason);
            }
        }
        document.put("refused", refused);
        Map<String, Object> measurements = new LinkedHashMap<>();
        measurements.put("file", answer.source());
        measurements.put("rows", fit.rows());
        measurements.put("rowsGiven", fit.measured());
        if (answer.stopped()) {
            measurements.put("stopped", true);
        }
        measurements.put("folds", fit.folds());
        measurements.put("before", errors(fit.before()));
        measurements.put("after", errors(fit.after()));
        measurements.put("crossValidated", errors(fit.crossValidated()));
        document.put("measurements", measurements);
        document.put("provenance", Map.of("tool", "meshwright " + version));
        return document;
    }

    private static Map<String, Object> errors(Map<Measure, ErrorSummary> summaries) {
        Map<String, Object> document = new LinkedHashMap<>();
        summaries.forEach((measure, errors) -> {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("n", errors.count());
            values.put("mape", ValidationDocument.rounded(errors.mean()));
            values.put("medianApe", ValidationDocument.rounded(errors.median()));
            values.put("signedMedian", ValidationDocument.rounded(errors.signed()));
            document.put(ValidationDocument.name(measure), values);
        });
        return document;
    }

    private static double rounded(double factor) {
        return BigDecimal.valueOf(Math.rint(factor * 1e6)).movePointLeft(6).doubleValue();
    }
}
