package dev.meshwright.io.problem;

import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Prices;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Statistic;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.problem.TimeTarget;
import dev.meshwright.facts.workload.Disaggregation;
import dev.meshwright.facts.workload.ExpertLoad;
import dev.meshwright.facts.workload.Length;
import dev.meshwright.facts.workload.RecordedRequests;
import dev.meshwright.facts.workload.Traffic;
import dev.meshwright.facts.workload.TrainingRecipe;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
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

    /** What no cost depends on: a plan stays a plan of its problem when the catalogue learns how long sequences may be. */
    private static final Set<String> WITHOUT_COST = Set.of("Model.positions");

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
            Map.entry("Traffic.prefixHitRate", 0.0),
            Map.entry("Problem.prices", Prices.NONE),
            Map.entry("Training.recipe", TrainingRecipe.STANDARD),
            Map.entry("TrainingRecipe.narrowWeights", false),
            Map.entry("TrainingRecipe.stagesInside", false),
            Map.entry("Serving.traffic", Traffic.PLAIN),
            Map.entry("Serving.disaggregation", Disaggregation.AGGREGATED),
            Map.entry("Decode.spareTokens", 0),
            Map.entry("Prefill.cachedTokens", 0),
            Map.entry("Assumptions.expertExchange", Optional.empty()),
            Map.entry("Assumptions.setup", EngineSetup.DEFAULT),
            Map.entry("EngineSetup.chunkedPrefill", Optional.empty()),
            Map.entry("EngineSetup.mixedChunks", Optional.empty()),
            Map.entry("EngineSetup.graphSizes", List.of()),
            Map.entry("EngineSetup.training", Optional.empty()),
            Map.entry("EngineSetup.speculation", Optional.empty()),
            Map.entry("EngineSetup.layerwiseTransfer", false),
            Map.entry("Speculation.tree", Optional.empty()),
            Map.entry("Clients.largest", Optional.empty()),
            Map.entry("SearchLimits.engineSpace", true),
            Map.entry("SearchLimits.maximumInstance", OptionalInt.empty()));

    private Digest() {}

    /** {@code sha256:} and 64 hexadecimal digits. */
    public static String of(Problem problem) {
        StringBuilder canonical = new StringBuilder(VERSION);
        append(canonical, record(problem, Set.of("name")));
        return "sha256:" + ofText(canonical.toString());
    }

    /** The hash of a text, in hexadecimal digits. */
    public static String ofText(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    /** A trace is too long to be spelled out. */
    private static String hash(RecordedRequests requests) {
        MessageDigest digest = sha256();
        ByteBuffer request = ByteBuffer.allocate(Double.BYTES + 3 * Integer.BYTES);
        for (int number = 0; number < requests.size(); number++) {
            request.clear()
                    .putDouble(requests.arrivalSeconds(number))
                    .putInt(requests.inputTokens(number))
                    .putInt(requests.outputTokens(number))
                    .putInt(requests.prefixTokens(number));
            digest.update(request.flip());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Means under the names they had when there were no other statistics; those only where they are stated. */
    private static Map<String, Object> aims(Targets targets) {
        Map<String, Object> aims = new TreeMap<>();
        aims.put("throughput", targets.throughput());
        aims.put("timeToFirstTokenSeconds", mean(targets.timeToFirstToken()));
        aims.put("timePerOutputTokenSeconds", mean(targets.timePerOutputToken()));
        percentiles("timeToFirstToken", targets.timeToFirstToken(), aims);
        percentiles("timePerOutputToken", targets.timePerOutputToken(), aims);
        if (!targets.endToEnd().isEmpty()) {
            aims.put("endToEnd", targets.endToEnd());
        }
        return aims;
    }

    private static Optional<Double> mean(List<TimeTarget> times) {
        return times.stream()
                .filter(time -> time.statistic() == Statistic.MEAN)
                .map(TimeTarget::seconds)
                .findFirst();
    }

    private static void percentiles(String name, List<TimeTarget> times, Map<String, Object> aims) {
        List<TimeTarget> others = times.stream()
                .filter(time -> time.statistic() != Statistic.MEAN)
                .toList();
        if (!others.isEmpty()) {
            aims.put(name, others);
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
            case ExpertLoad.Measured measured -> append(out.append("Measured"), Map.of("counts", measured.counts()));
            case RecordedRequests requests -> out.append("RecordedRequests").append(hash(requests));
            case Length.Recorded recorded -> out.append("Recorded").append(Arrays.toString(recorded.tokens()));
            case Targets targets -> append(out.append("Targets"), aims(targets));
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
                String qualified = value.getClass().getSimpleName() + "." + name;
                boolean absent = WITHOUT_COST.contains(qualified)
                        || content.equals(ADDED.get(qualified))
                        || pricesAside(value, content);
                if (!without.contains(name) && !absent) {
                    components.put(name, content);
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot read " + value.getClass().getName() + ".", e);
        }
        return components;
    }

    /** What GPUs cost chooses no plan where the least money is not the objective. */
    private static boolean pricesAside(Record value, Object content) {
        return content instanceof Prices && value instanceof Problem problem && problem.objective() != Objective.COST;
    }
}
