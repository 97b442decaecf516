package dev.meshwright.layout.rule;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Violation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Sequences that an engine runs at once, where the problem states how many ({@code serving.sequences}): those beyond wait, so that no
 * step has them. vLLM ({@code max-num-seqs}) and SGLang ({@code max-running-requests}) count all of an attention rank,
 * TensorRT-LLM ({@code max_batch_size}) those of a micro-batch, of which it runs one for each stage. Without a named engine
 * they are counted as vLLM does.
 */
public final class RunningSequences {

    private RunningSequences() {}

    /** Most sequences on an attention rank of so many stages; empty where the problem states none. */
    public static OptionalInt most(Problem problem, int pipeline) {
        OptionalInt stated = problem.assumptions().setup().sequences();
        if (stated.isEmpty() || problem.workload() instanceof Training) {
            return OptionalInt.empty();
        }
        long each = problem.assumptions().engine().equals(Optional.of(Engine.TENSORRT_LLM)) ? pipeline : 1;
        return OptionalInt.of((int) Math.min(Integer.MAX_VALUE, each * stated.getAsInt()));
    }

    /** The same, or {@code unlimited} where that is less. */
    public static int most(Problem problem, int pipeline, int unlimited) {
        return Math.min(unlimited, most(problem, pipeline).orElse(unlimited));
    }

    /** Sequences on the fullest attention rank: as many as the plan has places for, but no more than there are. */
    private static long running(Problem problem, Degrees degrees) {
        long places = degrees.sequencesPerRank();
        OptionalInt asked = problem.workload().concurrency();
        return asked.isEmpty()
                ? places
                : Math.min(places, Math.ceilDiv((long) asked.getAsInt(), (long) degrees.data() * degrees.replicas()));
    }

    static void judge(Problem problem, Degrees degrees, List<Violation> broken) {
        OptionalInt most = most(problem, degrees.pipeline());
        long running = running(problem, degrees);
        if (most.isPresent() && running > most.getAsInt()) {
            broken.add(Violation.count(
                    Constraint.RUNNING_SEQUENCES,
                    "/layout/microBatch",
                    running,
                    most.getAsInt(),
                    mend(problem, degrees, most.getAsInt(), running)));
        }
    }

    private static String mend(Problem problem, Degrees degrees, int most, long running) {
        int stages = degrees.pipeline();
        int stated = problem.assumptions().setup().sequences().orElseThrow();
        long raised = most == stated ? running : Math.ceilDiv(running, (long) stages);
        OptionalInt asked = problem.workload().concurrency();
        String smaller = asked.isPresent()
                ? "Set replicas or data so that their product is at least " + Math.ceilDiv(asked.getAsInt(), most)
                : most >= degrees.microBatches()
                        ? "Set microBatch to " + most / degrees.microBatches()
                        : "Set microBatch to 1 and microBatches to " + most;
        return "The engine runs no more sequences at once on an attention rank and lets the others wait: "
                + sentence(most) + ". " + smaller + ", or serving.sequences to " + raised + ".";
    }

    private static String sentence(int most) {
        return "serving.sequences allows " + Figures.count(most);
    }

    /** What an engine would do with degrees, as the rest of a sentence; empty where it runs all of their sequences at once. */
    public static Optional<String> exceeded(Problem problem, Degrees degrees) {
        OptionalInt most = most(problem, degrees.pipeline());
        long running = running(problem, degrees);
        return most.isPresent() && running > most.getAsInt()
                ? Optional.of("it would have " + Figures.number(running, "sequence") + " on an attention rank, where "
                        + sentence(most.getAsInt()))
                : Optional.empty();
    }

    /** Why a search may have found nothing to try; empty where the problem states no number of sequences. */
    public static Optional<String> shortage(Problem problem) {
        OptionalInt most = most(problem, 1);
        OptionalInt asked = problem.workload().concurrency();
        if (most.isEmpty()) {
            return Optional.empty();
        }
        String many = asked.isPresent() ? ", and the workload asks for " + Figures.count(asked.getAsInt()) : "";
        return Optional.of("The engine runs at most " + Figures.number(most.getAsInt(), "sequence")
                + " at once on an attention rank (serving.sequences)" + many + ".");
    }
}
