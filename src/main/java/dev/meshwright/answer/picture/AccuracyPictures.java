package dev.meshwright.answer.picture;

import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.lab.error.Grouping;
import dev.meshwright.lab.error.ValidationAnswer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Predicted against measured, a picture for each file and measure. */
public final class AccuracyPictures {

    private AccuracyPictures() {}

    /** The pictures: name of a file, beginning with {@code prefix}, and its content. */
    public static Map<String, String> of(ValidationAnswer answer, String prefix) {
        Map<String, String> pictures = new LinkedHashMap<>();
        answer.files().forEach((name, validation) -> validation.byMeasure().forEach((measure, outcomes) -> {
            String svg = CalibrationPlot.of(measure, stem(name) + ": " + measure.words(), outcomes, Grouping.MODEL);
            if (!svg.isEmpty()) {
                pictures.put(prefix + stem(name) + "-" + word(measure) + ".svg", svg);
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
