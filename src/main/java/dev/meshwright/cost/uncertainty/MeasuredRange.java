package dev.meshwright.cost.uncertainty;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.base.resource.NamedConstants;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * Where serving was measured, behind the intervals.
 *
 * @param least of everything
 * @param most of everything, with all families
 */
public record MeasuredRange(Circumstances least, Circumstances most) {

    private static final String PREFIX = "serving.range.";

    private static final String FAMILY = PREFIX + "family.";

    /** Names in the file of residuals and in sentences, with what they name. */
    private enum Extent {
        GPUS("gpus", "GPUs", Circumstances::gpus),
        IN_FLIGHT("inFlight", "requests in flight", Circumstances::inFlight),
        INPUT_TOKENS("inputTokens", "tokens of a prompt", Circumstances::inputTokens),
        OUTPUT_TOKENS("outputTokens", "tokens of an answer", Circumstances::outputTokens);

        private final String key;
        private final String words;
        private final ToDoubleFunction<Circumstances> value;

        Extent(String key, String words, ToDoubleFunction<Circumstances> value) {
            this.key = key;
            this.words = words;
            this.value = value;
        }
    }

    /** The range of all {@code measured}, of which there is one at least. */
    public static MeasuredRange of(List<Circumstances> measured) {
        SortedSet<String> families = new TreeSet<>();
        measured.forEach(row -> families.addAll(row.families()));
        double[] least = new double[Extent.values().length];
        double[] most = new double[Extent.values().length];
        for (Extent extent : Extent.values()) {
            least[extent.ordinal()] =
                    measured.stream().mapToDouble(extent.value).min().orElseThrow();
            most[extent.ordinal()] =
                    measured.stream().mapToDouble(extent.value).max().orElseThrow();
        }
        return new MeasuredRange(
                new Circumstances(least[0], least[1], least[2], least[3], families),
                new Circumstances(most[0], most[1], most[2], most[3], families));
    }

    /** The range that a file of residuals states. */
    static MeasuredRange read(NamedConstants values) {
        List<Circumstances> ends = new ArrayList<>();
        for (String end : List.of(".least", ".most")) {
            SortedSet<String> families = new TreeSet<>();
            values.names().stream()
                    .filter(name -> name.startsWith(FAMILY))
                    .forEach(name -> families.add(name.substring(FAMILY.length())));
            double[] extents = new double[Extent.values().length];
            for (Extent extent : Extent.values()) {
                extents[extent.ordinal()] = values.value(PREFIX + extent.key + end);
            }
            ends.add(new Circumstances(extents[0], extents[1], extents[2], extents[3], families));
        }
        return new MeasuredRange(ends.getFirst(), ends.getLast());
    }

    /** Its lines in the file of residuals. */
    public Map<String, Integer> lines() {
        Map<String, Integer> lines = new LinkedHashMap<>();
        most.families().forEach(family -> lines.put(FAMILY + family, 1));
        for (Extent extent : Extent.values()) {
            lines.put(PREFIX + extent.key + ".least", (int) extent.value.applyAsDouble(least));
            lines.put(PREFIX + extent.key + ".most", (int) extent.value.applyAsDouble(most));
        }
        return lines;
    }

    /** In what {@code asked} lies outside, in words with what was measured; empty where it does not. */
    public List<String> outside(Circumstances asked) {
        List<String> outside = new ArrayList<>();
        for (Extent extent : Extent.values()) {
            double value = extent.value.applyAsDouble(asked);
            if (value > 0 && (value < extent.value.applyAsDouble(least) || value > extent.value.applyAsDouble(most))) {
                outside.add(Figures.count(value) + " " + extent.words + ", measured were "
                        + Figures.count(extent.value.applyAsDouble(least)) + " to "
                        + Figures.count(extent.value.applyAsDouble(most)));
            }
        }
        SortedSet<String> others = new TreeSet<>(asked.families());
        others.removeAll(most.families());
        if (!others.isEmpty()) {
            outside.add("GPUs of the family " + String.join(", ", others) + ", measured were "
                    + String.join(", ", most.families()));
        }
        return outside;
    }
}
