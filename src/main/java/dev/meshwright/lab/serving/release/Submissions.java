package dev.meshwright.lab.serving.release;

import dev.meshwright.base.resource.ResourceTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What submitters of MLPerf Inference set and its logs do not say, from their configurations; see the resource's head. */
public final class Submissions {

    private static final String RESOURCE = "/dev/meshwright/validation/mlperf-recipes.csv";

    private static final int FIELDS = 2;

    private record Line(Pattern id, Map<String, String> settings) {

        static Line of(List<String> fields) {
            Map<String, String> settings = new LinkedHashMap<>();
            for (String word : fields.get(1).strip().split(" +", -1)) {
                int equals = word.indexOf('=');
                settings.put(word.substring(0, equals), word.substring(equals + 1));
            }
            return new Line(Pattern.compile(fields.get(0)), settings);
        }
    }

    private static final class Published {
        private static final List<Line> LINES = ResourceTable.of(RESOURCE, FIELDS, Line::of);
    }

    private Submissions() {}

    /** Settings by name behind the row called {@code id}; none where it is no submission. */
    public static Map<String, String> settings(String id) {
        Map<String, String> settings = new LinkedHashMap<>();
        Published.LINES.stream()
                .filter(line -> line.id().matcher(id).matches())
                .forEach(line -> settings.putAll(line.settings()));
        return settings;
    }
}
