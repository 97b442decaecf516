package dev.meshwright.lab.training;

import dev.meshwright.base.resource.ResourceTable;
import dev.meshwright.lab.row.GpuNames;
import dev.meshwright.lab.row.ModelNames;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Settings of published recipes that the tables of their results leave out, from {@code validation/training-recipes.csv}: which
 * dispatcher moves tokens, what overlaps, what is captured, what is recomputed, in how many bits gradients and weights travel.
 */
final class PublishedRecipes {

    private static final String RESOURCE = "/dev/meshwright/validation/training-recipes.csv";

    private static final int FIELDS = 5;

    /** Megatron-Bridge's last release whose recipes were read: later ones are taken to keep its settings. */
    private static final String NEWEST = "26.08";

    private static final String BRIDGE = "Megatron-Bridge ";

    private static final Pattern RELEASE = Pattern.compile("\\d\\d\\.\\d\\d.*");

    private static final Pattern CLOUD = Pattern.compile(".*\\((dgxc-benchmarking .*)\\)");

    private static final Pattern MLPERF = Pattern.compile("(?:.*training_results_|mlperf-)(v\\d+\\.\\d+).*");

    private record Line(Pattern run, Pattern model, Pattern gpu, Pattern precision, String words) {
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

    private PublishedRecipes() {}

    /**
     * Words on settings of the recipe behind a row; empty for recipes that were not read.
     *
     * @param framework as the row names it, "Megatron-Bridge 26.04 NeMo Container"
     * @param source of the row, or its id: names the round of MLPerf
     * @param model as the row names it, in any case
     * @param gpu as the row names it
     * @param precision as the row names it, in small letters
     */
    static String words(String framework, String source, String model, String gpu, String precision) {
        String run = run(framework, source);
        if (run.isEmpty()) {
            return "";
        }
        String name = ModelNames.plain(model);
        String board = GpuNames.plain(gpu);
        return Published.LINES.stream()
                .filter(line -> line.run().matcher(run).matches())
                .filter(line -> line.model().matcher(name).matches())
                .filter(line -> line.gpu().matcher(board).matches())
                .filter(line -> line.precision().matcher(precision).matches())
                .map(line -> "; " + line.words())
                .collect(Collectors.joining());
    }

    /** The recipe as the table names it; empty where it is none that was read. */
    private static String run(String framework, String source) {
        if (framework.startsWith(BRIDGE)) {
            String stated = framework.substring(BRIDGE.length()).split(" ", -1)[0];
            boolean later = RELEASE.matcher(stated).matches()
                    && stated.substring(0, NEWEST.length()).compareTo(NEWEST) > 0;
            return BRIDGE + (later ? NEWEST : stated);
        }
        Matcher cloud = CLOUD.matcher(framework);
        if (cloud.matches()) {
            return cloud.group(1);
        }
        Matcher round = MLPERF.matcher(source);
        return round.matches() ? "MLPerf " + round.group(1) : "";
    }
}
