package dev.meshwright.answer.json.loop;

import dev.meshwright.cost.evaluation.GuessGain;
import java.util.LinkedHashMap;
import java.util.Map;

/** What guessing tokens gains as plain data: sequences in flight in the whole system. */
public final class GuessDocument {

    private GuessDocument() {}

    /** The gain. */
    public static Map<String, Object> of(GuessGain gain) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("tokensPerStep", gain.tokensPerStep());
        document.put(
                "speedUps", gain.points().stream().map(GuessDocument::point).toList());
        gain.lossFrom().ifPresent(sequences -> document.put("lossFromSequences", sequences));
        return document;
    }

    private static Map<String, Object> point(GuessGain.Point point) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("sequences", point.sequences());
        document.put("speedUp", point.speedUp());
        return document;
    }
}
