package dev.meshwright.answer.json.compare;

import dev.meshwright.answer.explain.comparison.Comparison;
import dev.meshwright.answer.explain.comparison.Contender;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Plans side by side as plain data. */
public final class ComparisonDocument {

    private ComparisonDocument() {}

    /**
     * The comparison.
     *
     * @param answers of the contenders, in their order
     * @param tool that compares, with its version
     */
    public static Map<String, Object> of(Comparison comparison, List<? extends Map<String, ?>> answers, String tool) {
        List<Map<String, Object>> contenders = new ArrayList<>();
        List<String> letters = comparison.letters();
        for (int index = 0; index < letters.size(); index++) {
            contenders.add(contender(letters.get(index), comparison.contenders().get(index), answers.get(index)));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("contenders", contenders);
        document.put("headlines", comparison.headlines());
        document.put("sentences", comparison.sentences());
        document.put(
                "changed",
                comparison.changed().stream().map(ComparisonDocument::changed).toList());
        document.put("same", comparison.same());
        document.put("others", comparison.others());
        document.put(
                "figures",
                comparison.figures().stream().map(ComparisonDocument::figure).toList());
        document.put(
                "gpuSecondsPerToken",
                comparison.parts().stream().map(ComparisonDocument::part).toList());
        document.put(
                "gpuSecondsPerSequence",
                comparison.components().stream().map(ComparisonDocument::part).toList());
        document.put("provenance", Map.of("tool", tool));
        return document;
    }

    private static Map<String, Object> contender(String letter, Contender contender, Map<String, ?> answer) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("letter", letter);
        document.put("name", contender.name());
        document.put("layout", contender.layout());
        document.put("feasible", contender.feasible());
        document.put("broken", contender.broken());
        Object derivations = answer.get("report") instanceof Map<?, ?> report ? report.get("derivations") : null;
        if (derivations != null) {
            document.put("derivations", derivations);
        }
        return document;
    }

    private static Map<String, Object> changed(Comparison.Changed changed) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("what", changed.what());
        document.put("values", changed.values());
        return document;
    }

    private static Map<String, Object> figure(Comparison.Figure figure) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("figure", figure.outcome().id());
        document.put("words", figure.outcome().label());
        document.put("unit", figure.outcome().dimension().name().toLowerCase(Locale.ROOT));
        document.put("moreIsBetter", figure.outcome().moreIsBetter());
        document.put("values", orNull(figure.values()));
        document.put("changes", orNull(figure.changes()));
        return document;
    }

    private static List<@Nullable Double> orNull(List<OptionalDouble> values) {
        List<@Nullable Double> list = new ArrayList<>();
        values.forEach(value -> list.add(value.isPresent() ? value.getAsDouble() : null));
        return list;
    }

    private static Map<String, Object> part(Comparison.Part part) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("part", part.what());
        document.put("seconds", part.seconds());
        document.put("more", part.more());
        return document;
    }
}
