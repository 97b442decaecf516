package dev.meshwright.answer.json.loop;

import dev.meshwright.facts.problem.TargetOutcome;
import dev.meshwright.replay.deployment.Headroom;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a stream has to spare as plain data: requests per second of the whole system. */
public final class HeadroomDocument {

    private HeadroomDocument() {}

    /** The headroom, with what becomes of the stream where an instance fails. */
    public static Map<String, Object> of(Headroom headroom) {
        Map<String, Object> document = new LinkedHashMap<>();
        headroom.sentPerSecond().ifPresent(sent -> document.put("sentPerSecond", sent));
        headroom.mostPerSecond().ifPresent(most -> document.put("mostPerSecond", most));
        headroom.share().ifPresent(share -> document.put("share", share));
        document.put(
                "failures",
                headroom.failures().stream()
                        .map(failure -> failure(headroom, failure))
                        .toList());
        return document;
    }

    private static Map<String, Object> failure(Headroom headroom, Headroom.Failure failure) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("what", failure.what());
        failure.mostPerSecond().ifPresent(most -> document.put("mostPerSecond", most));
        if (headroom.sentPerSecond().isPresent()) {
            document.put("survived", failure.survived());
        }
        failure.served().ifPresent(served -> {
            document.put("timeToFirstTokenP99", served.timeToFirstToken().p99());
            document.put("timePerOutputTokenP99", served.timePerOutputToken().p99());
            served.sustainableRequestsPerSecond().ifPresent(most -> document.put("sustainableRequestsPerSecond", most));
        });
        document.put(
                "missed", failure.missed().stream().map(TargetOutcome::words).toList());
        return document;
    }
}
