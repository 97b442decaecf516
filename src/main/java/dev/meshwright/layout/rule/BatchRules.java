package dev.meshwright.layout.rule;

import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Violation;
import java.util.List;
import java.util.OptionalInt;

/** Batches as the workload states them: the global batch of training and its micro-batch, the concurrency of inference. */
final class BatchRules {

    private BatchRules() {}

    static void judge(Problem problem, Degrees degrees, List<Violation> broken) {
        if (problem.workload() instanceof Training training) {
            globalBatch(training, degrees, broken);
            microBatch(training, degrees, broken);
        } else {
            concurrency(problem, degrees, broken);
            RunningSequences.judge(problem, degrees, broken);
            LengthRule.violation(problem).ifPresent(broken::add);
        }
    }

    /** In training the sequences of a step are the global batch. */
    private static void globalBatch(Training training, Degrees degrees, List<Violation> broken) {
        if (degrees.sequences(training) != training.globalBatch()) {
            broken.add(Violation.count(
                    Constraint.GLOBAL_BATCH,
                    "/layout/microBatches",
                    degrees.sequences(training),
                    training.globalBatch(),
                    Mends.batch(degrees, training.globalBatch())));
        }
    }

    /** A micro-batch that the problem states is not the plan's to choose. */
    private static void microBatch(Training training, Degrees degrees, List<Violation> broken) {
        OptionalInt stated = training.microBatch();
        if (stated.isPresent() && stated.getAsInt() != degrees.microBatch()) {
            broken.add(Violation.count(
                    Constraint.MICRO_BATCH,
                    "/layout/microBatch",
                    degrees.microBatch(),
                    stated.getAsInt(),
                    Mends.microBatch(training, degrees, stated.getAsInt())));
        }
    }

    /** In inference every sequence that is asked for has its place. */
    private static void concurrency(Problem problem, Degrees degrees, List<Violation> broken) {
        OptionalInt asked = problem.workload().concurrency();
        long places = degrees.sequences(problem.workload());
        if (asked.isPresent() && places < asked.getAsInt()) {
            broken.add(Violation.count(
                    Constraint.CONCURRENCY,
                    "/layout/microBatch",
                    places,
                    asked.getAsInt(),
                    Mends.places(degrees, asked.getAsInt())));
        }
    }
}
