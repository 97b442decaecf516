package dev.meshwright.lab.serving;

import dev.meshwright.base.resource.ResourceTable;
import dev.meshwright.lab.row.StatedLayout;
import dev.meshwright.lab.serving.release.Days;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What InferenceX's public scripts set and its rows leave out, from {@code validation/inferencex-recipes.csv}: parts of the
 * layout before its configurations recorded them, the cache's format, the room of a step, what holds requests back.
 *
 * <p>Lines hold for measurements of some days; all that fit a row apply, later ones over earlier ones. A row that names no day
 * fits the lines that held on one of those on which its release was the engine's newest; without either, those that hold to the
 * end. Rows are taken as InferenceX's by their lengths and by naming a source at all: one's own rows, which name none, have no
 * script.
 */
final class InferencexRecipes {

    private static final String RESOURCE = "/dev/meshwright/validation/inferencex-recipes.csv";

    private static final int FIELDS = 8;

    private static final Pattern CONDITION = Pattern.compile("(tp|dp|ep|isl|osl|c)(<=|>=|=|<|>)(\\d+)");

    private record Condition(String name, String comparison, int bound) {
        static Condition of(String text) {
            Matcher matcher = CONDITION.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalStateException(RESOURCE + ": no condition: " + text);
            }
            return new Condition(matcher.group(1), matcher.group(2), Integer.parseInt(matcher.group(3)));
        }

        boolean holds(ServingRow row) {
            int order = Integer.compare(variable(name, row), bound);
            return switch (comparison) {
                case "=" -> order == 0;
                case "<" -> order < 0;
                case ">" -> order > 0;
                case "<=" -> order <= 0;
                default -> order >= 0;
            };
        }
    }

    private record Line(
            Days days,
            String engine,
            Pattern model,
            Pattern gpu,
            Pattern precision,
            List<Condition> when,
            Map<String, String> settings) {

        static Line of(List<String> fields) {
            return new Line(
                    new Days(
                            fields.get(0).isEmpty() ? LocalDate.MIN : LocalDate.parse(fields.get(0)),
                            fields.get(1).isEmpty() ? LocalDate.MAX : LocalDate.parse(fields.get(1))),
                    fields.get(2),
                    pattern(fields.get(3)),
                    pattern(fields.get(4)),
                    pattern(fields.get(5)),
                    words(fields.get(6)).stream().map(Condition::of).toList(),
                    assignments(words(fields.get(7))));
        }

        private static Pattern pattern(String text) {
            return Pattern.compile(text, Pattern.CASE_INSENSITIVE);
        }

        private static List<String> words(String text) {
            return text.isBlank() ? List.of() : List.of(text.strip().split(" +"));
        }

        private static Map<String, String> assignments(List<String> words) {
            Map<String, String> settings = new LinkedHashMap<>();
            for (String word : words) {
                int equals = word.indexOf('=');
                settings.put(word.substring(0, equals), word.substring(equals + 1));
            }
            return settings;
        }

        boolean fits(ServingRow row) {
            return row.published().filter(days::meet).isPresent()
                    && engine.equals(row.engine().label())
                    && model.matcher(lastSegment(row.modelPath())).matches()
                    && gpu.matcher(row.system().split("[_-]", 2)[0]).matches()
                    && precision.matcher(row.precision()).matches()
                    && when.stream().allMatch(condition -> condition.holds(row));
        }
    }

    private static final class Published {
        private static final List<Line> LINES = ResourceTable.of(RESOURCE, FIELDS, Line::of);
    }

    private InferencexRecipes() {}

    /** Settings of the script behind {@code row}, as expressions by name, see {@link #value}. */
    static Map<String, String> settings(ServingRow row) {
        Map<String, String> settings = new LinkedHashMap<>();
        if (row.ofInferencex()) {
            Published.LINES.stream().filter(line -> line.fits(row)).forEach(line -> settings.putAll(line.settings()));
        }
        return settings;
    }

    /** A setting's value: a number, {@code 2*isl}, sums of such, the larger of two as {@code max(a;b)}. */
    static int value(String expression, ServingRow row) {
        if (expression.startsWith("max(") && expression.endsWith(")")) {
            String[] parts = expression.substring(4, expression.length() - 1).split(";", -1);
            return Math.max(value(parts[0], row), value(parts[1], row));
        }
        long sum = 0;
        for (String term : expression.split("\\+", -1)) {
            long product = 1;
            for (String factor : term.split("\\*", -1)) {
                product *= Character.isDigit(factor.charAt(0)) ? Integer.parseInt(factor) : variable(factor, row);
            }
            sum += product;
        }
        return Math.clamp(sum, 0, Integer.MAX_VALUE);
    }

    private static int variable(String name, ServingRow row) {
        return switch (name) {
            case "tp" -> row.degrees().tensor();
            case "dp" -> row.degrees().data();
            case "ep" -> row.degrees().expert();
            case "gpus" ->
                StatedLayout.gpus(row.degrees().tensor(), row.degrees().data(), 1);
            case "isl" -> row.inputTokens();
            case "osl" -> row.outputTokens();
            case "c" -> row.concurrency();
            default -> throw new IllegalStateException(RESOURCE + ": no variable: " + name);
        };
    }

    private static String lastSegment(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
