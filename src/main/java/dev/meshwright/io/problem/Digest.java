package dev.meshwright.io.problem;

import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.ExpertLoad;
import dev.meshwright.facts.workload.TrainingRecipe;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * Fingerprint of what a problem means: SHA-256 over its values, whatever the layout, order, units or comments of the
 * file. The problem's own name and the texts that only say where numbers come from are left out.
 */
public final class Digest {

    /** Changes when the same problem would give another digest. */
    private static final String VERSION = "meshwright problem 1\n";

    /** Texts about a value's origin. */
    private static final Set<String> PROVENANCE = Set.of("source");

    /**
     * Components that came later, with the value that means what their absence meant: left out, so that digests written
     * before stay true.
     */
    private static final Map<String, Object> ADDED = Map.ofEntries(
            Map.entry("GroupedQueryAttention.queryRank", 0),
            Map.entry("GroupedQueryAttention.sharesEarlierCache", false),
            Map.entry("GroupedQueryAttention.idleHeads", 0),
            Map.entry("Model.tableParameters", 0L),
            Map.entry("Precisions.blocks", Precisions.Blocks.NONE),
            Map.entry("Mixture.otherExperts", 0),
            Map.entry("Mixture.otherWidth", 0),
            Map.entry("Training.recipe", TrainingRecipe.STANDARD),
            Map.entry("Assumptions.expertExchange", Optional.empty()),
            Map.entry("Assumptions.setup", EngineSetup.DEFAULT),
            Map.entry("EngineSetup.training", Optional.empty()),
            Map.entry("SearchLimits.engineSpace", true),
            Map.entry("SearchLimits.maximumInstance", OptionalInt.empty()));

    private Digest() {}

    /** {@code sha256:} and 64 hexadecimal digits. */
    public static String of(Problem problem) {
        StringBuilder canonical = new StringBuilder(VERSION);
        append(canonical, record(problem, Set.of("name")));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(canonical.toString().getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    private static void append(StringBuilder out, Object value) {
        switch (value) {
            case Optional<?> optional ->
                append(out, optional.map(List::<Object>of).orElse(List.of()));
            case OptionalInt optional -> append(out, optional.isPresent() ? List.of(optional.getAsInt()) : List.of());
            case OptionalDouble optional ->
                append(out, optional.isPresent() ? List.of(optional.getAsDouble()) : List.of());
            case List<?> list -> {
                out.append('[');
                list.forEach(item -> append(out, item));
                out.append(']');
            }
            case Map<?, ?> map -> {
                out.append('{');
                map.forEach((key, item) -> {
                    append(out, key);
                    append(out, item);
                });
                out.append('}');
            }
            case ExpertLoad.Measured measured -> {
                out.append("Measured");
                append(out, Map.of("counts", measured.counts()));
            }
            case double[][] matrix -> Arrays.stream(matrix).forEach(row -> out.append(Arrays.toString(row)));
            case Record record -> {
                out.append(record.getClass().getSimpleName());
                append(out, record(record, PROVENANCE));
            }
            case Enum<?> constant -> out.append(constant.name()).append(',');
            case String text ->
                out.append(text.length()).append(':').append(text).append(',');
            case Number number -> out.append(number).append(',');
            case Boolean truth -> out.append(truth).append(',');
            default ->
                throw new IllegalStateException(
                        "No canonical form for a " + value.getClass().getName() + ".");
        }
    }

    /** Components by name, in alphabetical order. */
    private static Map<String, Object> record(Record value, Set<String> without) {
        Map<String, Object> components = new TreeMap<>();
        try {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                String name = component.getName();
                Object content = component.getAccessor().invoke(value);
                boolean absent = content.equals(ADDED.get(value.getClass().getSimpleName() + "." + name));
                if (!without.contains(name) && !absent) {
                    components.put(name, content);
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot read " + value.getClass().getName() + ".", e);
        }
        return components;
    }
}
