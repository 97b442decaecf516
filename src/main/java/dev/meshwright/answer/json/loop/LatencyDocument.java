package dev.meshwright.answer.json.loop;

import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.replay.Latencies;
import dev.meshwright.replay.deployment.ReplayedLoop;
import dev.meshwright.replay.deployment.ServedRequests;
import java.util.LinkedHashMap;
import java.util.Map;

/** The {@code latency} of an evaluation: seconds and rates of the whole system, from a replay of the serving loop. */
public final class LatencyDocument {

    private LatencyDocument() {}

    /** What requests wait for, with the closed form's means beside it. */
    public static Map<String, Object> of(ServedRequests served, Performance closedForm) {
        Map<String, Object> document = new LinkedHashMap<>();
        put(document, "timeToFirstToken", served.timeToFirstToken());
        put(document, "timePerOutputToken", served.timePerOutputToken());
        put(document, "endToEnd", served.endToEnd());
        document.put("requestsPerSecond", served.requestsPerSecond());
        document.put("outputTokensPerSecond", served.outputTokensPerSecond());
        served.goodput().ifPresent(goodput -> {
            document.put("goodput", goodput.requestsPerSecond());
            document.put("goodputShare", goodput.share());
        });
        served.sustainableRequestsPerSecond().ifPresent(most -> {
            document.put("sustainableRequestsPerSecond", most);
            document.put("overloaded", served.overloaded());
        });
        document.put("closedForm", closedForm(closedForm));
        document.put("replay", loop(served.loop()));
        return document;
    }

    /** Nothing where answers have no such time. */
    private static void put(Map<String, Object> document, String name, Latencies seconds) {
        if (!Double.isNaN(seconds.mean())) {
            Map<String, Object> statistics = new LinkedHashMap<>();
            statistics.put("mean", seconds.mean());
            statistics.put("p50", seconds.p50());
            statistics.put("p90", seconds.p90());
            statistics.put("p99", seconds.p99());
            document.put(name, statistics);
        }
    }

    private static Map<String, Object> closedForm(Performance performance) {
        Map<String, Object> document = new LinkedHashMap<>();
        performance.timeToFirstTokenSeconds().ifPresent(seconds -> document.put("timeToFirstToken", seconds));
        performance.timePerOutputTokenSeconds().ifPresent(seconds -> document.put("timePerOutputToken", seconds));
        return document;
    }

    private static Map<String, Object> loop(ReplayedLoop loop) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("engine", loop.engine().label());
        document.put("tokensPerStep", loop.settings().tokensPerStep());
        document.put("sequences", loop.settings().sequences());
        document.put("chunkedPrompts", loop.settings().chunkedPrompts());
        document.put("mixedSteps", loop.settings().mixedSteps());
        if (loop.allAtOnce()) {
            document.put("allAtOnce", true);
        } else if (loop.requestsPerSecond().isPresent()) {
            document.put("requestsPerSecondOfReplica", loop.requestsPerSecond().getAsDouble());
        } else {
            document.put("clientsOfReplica", loop.clients());
            // Clients of a plan start at any time, as people do; readers of plans know the key.
            document.put("startTogether", false);
        }
        document.put("requests", loop.requests());
        document.put("counted", loop.counted());
        document.put("refused", loop.refused());
        document.put("steps", loop.steps());
        document.put("preemptions", loop.preemptions());
        document.put("seed", loop.seed());
        return document;
    }
}
