package dev.meshwright.answer.json.report;

import dev.meshwright.replay.Spread;
import dev.meshwright.replay.Timeline.Moment;
import dev.meshwright.replay.deployment.ServedRequests;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How a replayed loop goes over time, and how the times of its requests spread. */
final class LoopDocument {

    private LoopDocument() {}

    static Map<String, Object> of(ServedRequests served) {
        Map<String, Object> document = new LinkedHashMap<>();
        if (!served.timeline().isEmpty()) {
            List<Moment> moments = served.timeline();
            Map<String, Object> timeline = new LinkedHashMap<>();
            timeline.put("seconds", column(moments, Moment::seconds));
            timeline.put("steps", column(moments, Moment::steps));
            timeline.put("running", column(moments, Moment::running));
            timeline.put("waiting", column(moments, Moment::waiting));
            timeline.put("cacheShare", column(moments, Moment::cacheShare));
            document.put("timeline", timeline);
        }
        Spread spread = served.spread();
        Map<String, Object> spreads = new LinkedHashMap<>();
        spreads.put("shares", spread.shares());
        spreads.put("timeToFirstToken", spread.timeToFirstToken());
        spreads.put("timePerOutputToken", spread.timePerOutputToken());
        spreads.put("endToEnd", spread.endToEnd());
        document.put("spread", spreads);
        served.traffic().ifPresent(traffic -> document.put("traffic", TrafficDocument.of(traffic)));
        return document;
    }

    private static <T> List<T> column(List<Moment> moments, Function<Moment, T> value) {
        return moments.stream().map(value).toList();
    }
}
