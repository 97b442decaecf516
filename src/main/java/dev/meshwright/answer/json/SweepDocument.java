package dev.meshwright.answer.json;

import dev.meshwright.cost.LengthSweep;
import dev.meshwright.cost.LengthSweep.Point;
import dev.meshwright.cost.evaluation.Evaluation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A sweep over sequence lengths as plain data in base units. */
final class SweepDocument {

    private SweepDocument() {}

    static List<Map<String, Object>> of(LengthSweep sweep) {
        return sweep.points().stream().map(point -> point(sweep, point)).toList();
    }

    private static Map<String, Object> point(LengthSweep sweep, Point point) {
        Evaluation evaluation = point.evaluation();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("length", point.length());
        document.put("throughput", evaluation.performance().tokensPerSecond());
        evaluation
                .performance()
                .timeToFirstTokenSeconds()
                .ifPresent(seconds -> document.put("timeToFirstToken", seconds));
        evaluation
                .performance()
                .timePerOutputTokenSeconds()
                .ifPresent(seconds -> document.put("timePerOutputToken", seconds));
        document.put("stepTime", evaluation.performance().stepSeconds());
        document.put("memoryPerGpu", EvaluationDocument.memory(evaluation.heaviestStage()));
        document.put("fits", evaluation.heaviestStage().fits());
        if (sweep.training()) {
            document.put("recomputation", point.recomputation().name().toLowerCase(Locale.ROOT));
            point.saving().ifPresent(saving -> {
                document.put("savedByRecomputation", saving.bytes());
                document.put("secondsOfRecomputation", saving.seconds());
            });
        }
        return document;
    }
}
