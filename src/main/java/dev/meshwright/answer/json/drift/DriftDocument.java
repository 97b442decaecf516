package dev.meshwright.answer.json.drift;

import dev.meshwright.question.place.DriftAnswer;
import dev.meshwright.question.place.DriftAnswer.Worth;
import java.util.LinkedHashMap;
import java.util.Map;

/** Whether experts are to move, as plain data: the fields of {@code place --every --format json}. */
public final class DriftDocument {

    private DriftDocument() {}

    /** The document. */
    public static Map<String, Object> of(DriftAnswer answer) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("decision", answer.decision().label());
        document.put("engine", answer.engine().orElse(null));
        document.put("readsMap", answer.readsMap());
        document.put("sequences", answer.sequences());
        document.put("none", worth(answer.none()));
        Map<String, Object> fixed = worth(answer.fixed());
        fixed.put("onKnownLoads", worth(answer.known()));
        document.put("static", fixed);
        Map<String, Object> dynamic = new LinkedHashMap<>();
        dynamic.put("maxOverMean", answer.balanced().maxOverMean());
        dynamic.put("maxOverMeanBeforeMoving", answer.stale().maxOverMean());
        dynamic.put("throughput", answer.dynamicTokensPerSecond());
        dynamic.put("throughputWithoutPauses", answer.balanced().tokensPerSecond());
        dynamic.put("throughputBeforeMoving", answer.rebalancing().stale());
        dynamic.put("interval", answer.rebalancing().bestSeconds());
        dynamic.put("intervalSteps", answer.bestSteps());
        dynamic.put("pause", answer.rebalancing().pauseSeconds());
        dynamic.put("movedFraction", answer.transfer().movedFraction());
        dynamic.put("bytesOfBusiestRank", answer.transfer().bytesOfBusiest());
        dynamic.put("transfer", answer.transfer().seconds());
        dynamic.put("transferOverlapped", answer.transfer().overlapped());
        document.put("dynamic", dynamic);
        document.put("period", answer.rebalancing().periodSeconds());
        Map<String, Object> paying = new LinkedHashMap<>();
        answer.paying().ifPresent(intervals -> {
            paying.put("shortest", intervals.shortest());
            paying.put("longest", intervals.longest());
        });
        document.put("breakEvenInterval", answer.paying().isPresent() ? paying : null);
        return document;
    }

    private static Map<String, Object> worth(Worth worth) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("maxOverMean", worth.maxOverMean());
        document.put("throughput", worth.tokensPerSecond());
        return document;
    }
}
