package dev.meshwright.question.audit;

import dev.meshwright.base.quantity.Quantity;
import dev.meshwright.cost.uncertainty.Measure;
import dev.meshwright.cost.uncertainty.Phase;
import dev.meshwright.cost.uncertainty.PredictionIntervals;
import dev.meshwright.cost.uncertainty.PredictionIntervals.Interval;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.question.audit.fact.Tolerance;
import java.util.List;
import java.util.Optional;

/**
 * How far the cost model itself may be from a measurement: a claim between the ends of that range is not refuted by a
 * prediction, nor confirmed. Only times and rates that were measured have one.
 */
final class ModelError {

    private static final PredictionIntervals MEASURED = PredictionIntervals.standard();

    private ModelError() {}

    /** Where eight of ten measurements lie when {@code predicted} is predicted, if {@code claimed} is among them or between them and the prediction. */
    static Optional<Interval> covers(Problem problem, String id, double predicted, Quantity claimed) {
        // Measurements may lie to one side of a prediction; what is nearer to it than they are is not refuted either.
        return interval(problem, id, predicted)
                .filter(range -> Tolerance.end(claimed, true) >= Math.min(range.low(), predicted)
                        && Tolerance.end(claimed, false) <= Math.max(range.high(), predicted));
    }

    private static Optional<Interval> interval(Problem problem, String id, double predicted) {
        boolean training = problem.workload() instanceof Workload.Training;
        return switch (id) {
            case "timeToFirstToken" -> MEASURED.interval(problem, Measure.TIME_TO_FIRST_TOKEN, predicted);
            case "timePerOutputToken", "latency.endToEnd" ->
                MEASURED.interval(problem, Measure.TIME_PER_OUTPUT_TOKEN, predicted);
            case "interactivity" ->
                MEASURED.interval(problem, Measure.TIME_PER_OUTPUT_TOKEN, 1 / predicted)
                        .map(time -> new Interval(
                                1 / time.high(), 1 / time.low(), time.rows(), time.phase(), time.outside()));
            case "stepTime", "training.time", "training.gpuTime" ->
                training ? MEASURED.interval(problem, Measure.STEP_TIME, predicted) : Optional.empty();
            case "compute.modelFlopsUtilisation",
                    "compute.utilisation",
                    "flops.perSecond.perGpu",
                    "efficiency.implied" -> MEASURED.interval(problem, Measure.THROUGHPUT, predicted);
            default -> rate(problem, id, predicted);
        };
    }

    private static Optional<Interval> rate(Problem problem, String id, double predicted) {
        if (id.startsWith("throughput.prefill.") || id.endsWith("Utilisation.prefill")) {
            return MEASURED.interval(List.of(Phase.PREFILL), Measure.THROUGHPUT, predicted);
        }
        if (id.startsWith("throughput.decode.") || id.endsWith("Utilisation.decode")) {
            return MEASURED.interval(List.of(Phase.DECODE, Phase.SERVING), Measure.THROUGHPUT, predicted);
        }
        boolean measured = id.startsWith("throughput.")
                && !id.startsWith("throughput.bound")
                && !id.startsWith("throughput.implied")
                && !id.equals("throughput.overBound");
        return measured ? MEASURED.interval(problem, Measure.THROUGHPUT, predicted) : Optional.empty();
    }
}
