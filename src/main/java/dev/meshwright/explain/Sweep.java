package dev.meshwright.explain;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.EfficiencySource;
import dev.meshwright.cost.Evaluation;
import dev.meshwright.layout.Layout;
import dev.meshwright.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One layout at every sequence length of a sweep; the layout itself was made for the longest. */
public final class Sweep {

    private Sweep() {}

    /**
     * The layout at one length.
     *
     * @param length tokens of the sequence, as the problem lists them
     * @param evaluation of the same layout at that length
     */
    public record Point(int length, Evaluation evaluation) {}

    /** The layout at every length, shortest first; empty where the problem has one length. */
    public static List<Point> of(Problem problem, EfficiencySource efficiencies, Layout layout) {
        List<Integer> lengths = problem.workload().lengths();
        List<Point> points = new ArrayList<>();
        if (lengths.size() > 1) {
            for (int length : lengths) {
                Problem at = problem.withWorkload(problem.workload().at(length));
                points.add(new Point(length, new CostModel(at, efficiencies).evaluate(layout)));
            }
        }
        return points;
    }

    /** As plain data. */
    static List<Map<String, Object>> document(List<Point> points) {
        return points.stream().map(Sweep::document).toList();
    }

    private static Map<String, Object> document(Point point) {
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
        return document;
    }
}
