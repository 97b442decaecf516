package dev.meshwright.answer.json.report;

import dev.meshwright.replay.Journey;
import dev.meshwright.replay.Journey.Part;
import dev.meshwright.replay.deployment.PoolTraffic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How requests go through two pools, as plain data. */
final class TrafficDocument {

    private TrafficDocument() {}

    static Map<String, Object> of(PoolTraffic traffic) {
        Map<String, Object> document = new LinkedHashMap<>();
        Map<String, Object> mean = new LinkedHashMap<>();
        Map<String, Object> moments = new LinkedHashMap<>();
        moments.put(
                "seconds",
                traffic.moments().stream().map(PoolTraffic.Moment::seconds).toList());
        for (Part part : Part.values()) {
            String name = part.name().toLowerCase(Locale.ROOT);
            mean.put(name, traffic.mean().get(part));
            moments.put(
                    name,
                    traffic.moments().stream()
                            .map(moment -> moment.requests().get(part))
                            .toList());
        }
        document.put("mean", mean);
        document.put("moments", moments);
        document.put(
                "sample",
                traffic.sample().stream().map(TrafficDocument::journey).toList());
        return document;
    }

    private static Map<String, Object> journey(Journey journey) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("request", journey.request());
        document.put("prefill", journey.prefill());
        document.put("decode", journey.decode());
        document.put(
                "seconds",
                List.of(
                        journey.sent(),
                        journey.begun(),
                        journey.read(),
                        journey.arrived(),
                        journey.seated(),
                        journey.ended()));
        return document;
    }
}
