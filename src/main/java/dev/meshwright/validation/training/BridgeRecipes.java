package dev.meshwright.validation.training;

import dev.meshwright.resource.ResourceTable;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Settings of Megatron-Bridge's published recipes that its table of results leaves out, from {@code
 * validation/bridge-recipes.csv}: which dispatcher moves tokens, what overlaps, what is captured, what is recomputed.
 */
final class BridgeRecipes {

    private static final String RESOURCE = "/dev/meshwright/validation/bridge-recipes.csv";

    private static final String FRAMEWORK = "Megatron-Bridge ";

    private static final int FIELDS = 5;

    private record Line(Pattern release, Pattern model, Pattern gpu, Pattern precision, String words) {
        static Line of(List<String> fields) {
            return new Line(
                    Pattern.compile(fields.get(0)),
                    Pattern.compile(fields.get(1)),
                    Pattern.compile(fields.get(2)),
                    Pattern.compile(fields.get(3)),
                    fields.get(4));
        }
    }

    private static final class Published {
        private static final List<Line> LINES = ResourceTable.of(RESOURCE, FIELDS, Line::of);
    }

    private BridgeRecipes() {}

    /**
     * Words on settings of the recipe behind a row; empty for other frameworks.
     *
     * @param framework as the row names it, "Megatron-Bridge 26.04 NeMo Container"
     * @param model as the row names it
     * @param gpu as the row names it
     * @param precision as the row names it, in small letters
     */
    static String words(String framework, String model, String gpu, String precision) {
        if (!framework.startsWith(FRAMEWORK)) {
            return "";
        }
        String release = framework.substring(FRAMEWORK.length()).split(" ")[0];
        return Published.LINES.stream()
                .filter(line -> line.release().matcher(release).matches())
                .filter(line -> line.model().matcher(model).matches())
                .filter(line -> line.gpu().matcher(gpu).matches())
                .filter(line -> line.precision().matcher(precision).matches())
                .map(line -> "; " + line.words())
                .collect(Collectors.joining());
    }
}
