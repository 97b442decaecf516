package dev.meshwright.answer.json;

import dev.meshwright.lab.bench.BenchAnswer;
import dev.meshwright.lab.bench.BenchRow;
import dev.meshwright.lab.bench.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A benchmark as plain data: the fields of {@code bench --format json} and of {@code bench.json}. */
public final class BenchDocument {

    private BenchDocument() {}

    /**
     * The document.
     *
     * @param peakBytes most memory that the process has used
     */
    public static Map<String, Object> of(BenchAnswer answer, long peakBytes) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("rows", rows(answer));
        switch (answer) {
            case BenchAnswer.Placements placements -> {
                document.put("skipped", placements.skipped());
                document.put("peakBytes", peakBytes);
            }
            case BenchAnswer.Searches searches -> {}
        }
        return document;
    }

    private static List<Map<String, Object>> rows(BenchAnswer answer) {
        return answer.rows().stream().map(BenchDocument::row).toList();
    }

    private static Map<String, Object> row(BenchRow row) {
        Map<String, Object> entry = new LinkedHashMap<>();
        switch (row) {
            case BenchRow.Placement placement -> {
                entry.put("case", placement.name());
                entry.put("algorithm", placement.algorithm());
                entry.put("budget", placement.budget());
                row.metrics().forEach(metric -> entry.put(metric.name(), value(metric)));
                entry.put("missed", placement.missed());
            }
            case BenchRow.Search search -> {
                entry.put("problem", search.problem());
                row.metrics().forEach(metric -> entry.put(metric.name(), value(metric)));
            }
        }
        return entry;
    }

    private static Object value(Metric metric) {
        return switch (metric.kind()) {
            case COUNT -> (long) metric.value();
            case TRUTH -> metric.value() > 0;
            case RATIO, NUMBER, SHARE, TOKENS_PER_SECOND, SECONDS, MILLISECONDS -> metric.value();
        };
    }
}
