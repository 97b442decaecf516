package dev.meshwright.answer.json.front;

import dev.meshwright.answer.FrontAnswer;
import dev.meshwright.answer.json.money.ExpensesDocument;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.PoolRole;
import dev.meshwright.layout.Pools;
import dev.meshwright.question.front.FrontPlan;
import dev.meshwright.question.front.FrontPoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The front of a cluster as plain data. */
public final class FrontDocument {

    /** Columns of the table. */
    public static final List<String> COLUMNS = List.of(
            "tokensPerSecondPerUser",
            "tokensPerSecondPerGpu",
            "tokensPerSecond",
            "timePerOutputToken",
            "timeToFirstToken",
            "layout",
            "gpus",
            "sequences",
            "concurrency",
            "limit",
            "bound",
            "gap",
            "replayedTimePerOutputToken",
            "replayedTimeToFirstToken",
            "replayedTimeToFirstTokenP99",
            "currency",
            "perMillionTokens");

    private FrontDocument() {}

    /** The whole front, each point with its degrees. */
    public static Map<String, Object> of(FrontAnswer answer) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("problem", answer.problem().name());
        document.put("gpus", answer.problem().cluster().gpus());
        points(document, answer);
        document.put("assumed", answer.notes());
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("problem", answer.provenance().problemDigest());
        provenance.put("version", answer.provenance().version());
        provenance.put("seed", answer.provenance().seed());
        document.put("provenance", provenance);
        return document;
    }

    /** The front alone, for the answer of a search that has said the rest. */
    public static Map<String, Object> beside(FrontAnswer answer) {
        Map<String, Object> document = new LinkedHashMap<>();
        points(document, answer);
        return document;
    }

    private static void points(Map<String, Object> document, FrontAnswer answer) {
        List<Map<String, Object>> points = new ArrayList<>();
        for (FrontPoint point : answer.front().points()) {
            Map<String, Object> row = row(answer, point);
            switch (point.plan()) {
                case FrontPlan.Shared shared ->
                    row.put("degrees", shared.layout().degrees().named());
                case FrontPlan.Split split ->
                    row.put("pools", pools(split.found().pools()));
            }
            points.add(row);
        }
        document.put("points", points);
        document.put("chosen", answer.chosen());
        document.put("searches", answer.front().searches());
        document.put("complete", answer.front().complete());
        document.put("claim", answer.claim());
    }

    private static Map<String, Object> pools(Pools pools) {
        Map<String, Object> document = new LinkedHashMap<>();
        for (PoolRole role : PoolRole.values()) {
            Degrees degrees = pools.of(role).degrees();
            Map<String, Object> pool = new LinkedHashMap<>();
            pool.put("instances", degrees.replicas());
            pool.put("degrees", degrees.withReplicas(1).named());
            document.put(role.label(), pool);
        }
        return document;
    }

    /** The rows of a table, by {@link #COLUMNS}; what a point lacks is empty. */
    public static List<Map<String, String>> rows(FrontAnswer answer) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (FrontPoint point : answer.front().points()) {
            Map<String, Object> known = row(answer, point);
            Map<String, String> row = new LinkedHashMap<>();
            COLUMNS.forEach(column -> row.put(column, String.valueOf(known.getOrDefault(column, ""))));
            rows.add(row);
        }
        return rows;
    }

    private static Map<String, Object> row(FrontAnswer answer, FrontPoint point) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("tokensPerSecondPerUser", point.perUser());
        row.put("tokensPerSecondPerGpu", point.perGpu());
        row.put("tokensPerSecond", point.tokensPerSecond());
        row.put("timePerOutputToken", point.timePerOutputToken());
        point.timeToFirstToken().ifPresent(seconds -> row.put("timeToFirstToken", seconds));
        row.put("layout", point.plan().shortName());
        row.put("gpus", point.plan().gpus());
        row.put("sequences", (long) point.sequences(answer.problem().workload()));
        point.concurrency().ifPresent(sequences -> row.put("concurrency", sequences));
        if (Double.isFinite(point.limitSeconds())) {
            row.put("limit", point.limitSeconds());
        }
        row.put("bound", point.bound());
        row.put("gap", point.gap());
        point.served().ifPresent(served -> {
            row.put("replayedTimePerOutputToken", served.timePerOutputToken().mean());
            row.put("replayedTimeToFirstToken", served.timeToFirstToken().mean());
            row.put("replayedTimeToFirstTokenP99", served.timeToFirstToken().p99());
        });
        answer.expenses(point).ifPresent(expenses -> row.putAll(ExpensesDocument.of(expenses)));
        return row;
    }
}
