package dev.meshwright.answer.picture;

import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.lab.error.report.ValidationAnswer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Predicted against measured, a picture for each file and measure. */
public final class AccuracyPictures {

    private AccuracyPictures() {}

    /** The pictures: name of a file, beginning with {@code prefix}, and its content. */
    public static Map<String, String> of(ValidationAnswer answer, String prefix) {
        Map<String, String> pictures = new LinkedHashMap<>();
        answer.reports().forEach((name, report) -> report.measures().forEach(errors -> {
            String svg = CalibrationPlot.of(
                    errors, stem(name) + ": " + errors.measure().words());
            if (!svg.isEmpty()) {
                pictures.put(prefix + stem(name) + "-" + word(errors.measure()) + ".svg", svg);
            }
        }));
        return pictures;
    }

    private static String word(Measure measure) {
        return measure.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String stem(String name) {
        return name.replaceFirst("\\.[^.]*$", "");
    }
}
