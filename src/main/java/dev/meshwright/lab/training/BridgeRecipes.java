package dev.meshwright.lab.training;

import dev.meshwright.base.resource.ResourceTable;
import dev.meshwright.lab.row.GpuNames;
import dev.meshwright.lab.row.ModelNames;
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

    /** The last release whose recipes were read: later ones are taken to keep its settings. */
    private static final String NEWEST = "26.08";

    private static final Pattern RELEASE = Pattern.compile("\\d\\d\\.\\d\\d.*");

    private record Line(Pattern release, Pattern model, Pattern gpu, Pattern precision, String words) {
        static Line of(List<String> fields) {
            return new Line(
                    pattern(fields.get(0)),
                    pattern(fields.get(1)),
                    pattern(fields.get(2)),
                    pattern(fields.get(3)),
                    fields.get(4));
        }

        private static Pattern pattern(String text) {
            return Pattern.compile(text, Pattern.CASE_INSENSITIVE);
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
     * @param model as the row names it, in any case
     * @param gpu as the row names it
     * @param precision as the row names it, in small letters
     */
    static String words(String framework, String model, String gpu, String precision) {
        if (!framework.startsWith(FRAMEWORK)) {
            return "";
        }
        String stated = framework.substring(FRAMEWORK.length()).split(" ", -1)[0];
        boolean later = RELEASE.matcher(stated).matches()
                && stated.substring(0, NEWEST.length()).compareTo(NEWEST) > 0;
        String release = later ? NEWEST : stated;
        String name = ModelNames.plain(model);
        String board = GpuNames.plain(gpu);
        return Published.LINES.stream()
                .filter(line -> line.release().matcher(release).matches())
                .filter(line -> line.model().matcher(name).matches())
                .filter(line -> line.gpu().matcher(board).matches())
                .filter(line -> line.precision().matcher(precision).matches())
                .map(line -> "; " + line.words())
                .collect(Collectors.joining());
    }
}
