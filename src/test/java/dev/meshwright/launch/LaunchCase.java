package dev.meshwright.launch;

import dev.meshwright.facts.engine.EngineVersion;
import dev.meshwright.io.launch.LaunchFiles;
import dev.meshwright.io.tree.CsvTable;
import dev.meshwright.launch.engine.Asked;
import dev.meshwright.launch.model.WeightFormat;
import dev.meshwright.launch.pool.Launch;
import dev.meshwright.launch.pool.Pool;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A public launch with what a correct import reads of it.
 *
 * @param folder of its files
 * @param rows one for each pool
 */
record LaunchCase(Path folder, List<Map<String, String>> rows) {

    private static final Pattern RELEASE = Pattern.compile("(\\d+\\.\\d+(?:\\.\\d+)?)(?![\\dx])");

    /** All of {@code launches}, in order. */
    static List<LaunchCase> all(Path launches) {
        Map<String, List<Map<String, String>>> cases = new LinkedHashMap<>();
        for (Map<String, String> row :
                CsvTable.read(launches.resolve("expected.csv")).rows()) {
            cases.merge(cell(row, "case"), List.of(row), (some, more) -> Stream.concat(some.stream(), more.stream())
                    .toList());
        }
        return cases.entrySet().stream()
                .map(found -> new LaunchCase(launches.resolve(found.getKey()), found.getValue()))
                .toList();
    }

    static String cell(Map<String, String> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }

    String name() {
        return String.valueOf(folder.getFileName());
    }

    List<Path> files() {
        return Stream.of(cell(rows.getFirst(), "files").split(" "))
                .map(folder::resolve)
                .toList();
    }

    /** What the files leave open is said beside them, as a user would. */
    Launch read() {
        Launch alone = LaunchFiles.read(files(), asked(Optional.empty(), Optional.empty()), Map.of());
        boolean named = alone.pools().stream().allMatch(pool -> pool.model()
                .filter(model -> !model.startsWith("model of"))
                .isPresent());
        return named ? alone : LaunchFiles.read(files(), stated(), Map.of());
    }

    /** What a user would say beside the files. */
    Asked stated() {
        String model = cell(rows.getFirst(), "model").replaceFirst(" \\(.*", "");
        String weights = cell(rows.getFirst(), "weights");
        return asked(
                Optional.of(model).filter(name -> !name.contains(",")),
                Stream.of(WeightFormat.values())
                        .filter(format -> format.label().equals(weights))
                        .findFirst());
    }

    private Asked asked(Optional<String> model, Optional<WeightFormat> weights) {
        Matcher release = RELEASE.matcher(
                cell(rows.getFirst(), "version").replace("Dynamo", "").replaceFirst("^(core|llm-d).*", ""));
        // Reports of mid 2025 are of SGLang 0.4.8 and 0.4.9.
        boolean dated = cell(rows.getFirst(), "engine").equals("sglang")
                && cell(rows.getFirst(), "version").matches("2025-0[67]");
        if (dated) {
            return new Asked(model, weights, EngineVersion.of("0.4.9"), Optional.empty(), OptionalInt.empty());
        }
        boolean dynamo = cell(rows.getFirst(), "version").contains("Dynamo");
        Optional<EngineVersion> version =
                !dynamo && release.find() ? EngineVersion.of(release.group(1)) : Optional.empty();
        return new Asked(model, weights, version, Optional.empty(), OptionalInt.empty());
    }

    /** The pool of a row. */
    static Optional<Pool> pool(Launch launch, Map<String, String> row) {
        String role = cell(row, "pool");
        return launch.pools().stream()
                .filter(pool -> pool.role().label().equals(role))
                .findFirst();
    }
}
