package dev.meshwright.lab.serving;

import dev.meshwright.base.resource.ResourceTable;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** How often guesses count by what is published of models, in {@code validation/acceptances.csv}. */
final class Acceptances {

    private static final String RESOURCE = "/dev/meshwright/validation/acceptances.csv";

    private static final int FIELDS = 4;

    private record Line(Pattern model, List<Double> chances) {

        static Line of(List<String> fields) {
            return new Line(
                    Pattern.compile(fields.get(0), Pattern.CASE_INSENSITIVE),
                    Arrays.stream(fields.get(2).split(" ")).map(Double::valueOf).toList());
        }
    }

    private static final class Published {
        private static final List<Line> LINES = ResourceTable.of(RESOURCE, FIELDS, Line::of);
    }

    private Acceptances() {}

    /** Chances of so many guesses of a model's own prediction layers; none where nothing is published. */
    static List<Double> of(String modelPath, int drafts) {
        String name = modelPath.substring(modelPath.lastIndexOf('/') + 1);
        return Published.LINES.stream()
                .filter(line -> line.model().matcher(name).matches())
                .filter(line -> line.chances().size() >= drafts)
                .findFirst()
                .map(line -> line.chances().subList(0, drafts))
                .orElse(List.of());
    }
}
