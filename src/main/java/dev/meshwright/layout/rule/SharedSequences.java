package dev.meshwright.layout.rule;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Violation;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Sequences of training that attention copies share: copies in groups of equal size, and two equal parts of a sequence for
 * each of a group, one from its front and one from its back, which balances causal attention (Megatron-Core refuses other
 * lengths: {@code seq_length % (2 * context_parallel_size)}).
 */
final class SharedSequences {

    private SharedSequences() {}

    /** What {@code degrees} break; that copies cover the global batch is another rule. */
    static void judge(Training training, Degrees degrees, List<Violation> broken) {
        int context = degrees.context();
        long copies = (long) degrees.data() * degrees.replicas();
        if (context > 1 && copies % context != 0) {
            broken.add(Violation.count(
                    Constraint.DIVISIBILITY,
                    "attention copies by context",
                    copies,
                    context,
                    "Set context to " + largest(context, smaller -> copies % smaller == 0) + "."));
        }
        if (!cuts(training, context)) {
            broken.add(Violation.count(
                    Constraint.DIVISIBILITY,
                    "sequence length by 2 x context",
                    training.longest(),
                    2.0 * context,
                    "Set context to " + nearest(training, copies, context) + ", or sequences to "
                            + Figures.count(length(training.longest(), 2 * context)) + " tokens."));
        }
    }

    /** Whether {@code copies} attention copies may share sequences in groups of {@code context}, whole ones for each group. */
    static boolean allowed(Training training, long copies, int context) {
        return copies % context == 0 && training.globalBatch() % (copies / context) == 0 && cuts(training, context);
    }

    private static boolean cuts(Training training, int context) {
        return context == 1 || training.longest() % (2L * context) == 0;
    }

    /** The largest smaller context that breaks nothing, or else that cuts the sequences. */
    private static int nearest(Training training, long copies, int context) {
        IntPredicate whole = smaller -> allowed(training, copies, smaller);
        IntPredicate cut = smaller -> copies % smaller == 0 && cuts(training, smaller);
        return IntStream.of(largest(context - 1, whole), largest(context - 1, cut))
                .filter(found -> found > 0)
                .findFirst()
                .orElse(1);
    }

    /** The largest number up to {@code most} that is right; 0 where none is. */
    private static int largest(int most, IntPredicate right) {
        int number = most;
        while (number > 0 && !right.test(number)) {
            number--;
        }
        return number;
    }

    /** The multiple of {@code parts} nearest to {@code length}. */
    private static long length(int length, int parts) {
        return (long) parts * Math.max(1, Math.round(length / (double) parts));
    }
}
