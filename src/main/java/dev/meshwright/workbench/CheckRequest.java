package dev.meshwright.workbench;

import dev.meshwright.facts.problem.Problem;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.replay.deployment.LoopReplays;
import java.util.List;
import java.util.OptionalInt;

/**
 * Asks what a plan is worth.
 *
 * @param problem as it was read
 * @param plan as it was read; degrees alone are enough
 * @param constants that the plan is costed with
 * @param lengths tokens of the sequences to look at, each once, shortest first; none for the problem's own
 * @param checkpointingAbove tokens above which training recomputes layers; empty for the problem's own threshold
 * @param replayed whether the serving loop is replayed
 * @param effort seed and time of what the plan leaves to be placed
 */
public record CheckRequest(
        ProblemDocument problem,
        PlanDraft plan,
        Constants constants,
        List<Integer> lengths,
        OptionalInt checkpointingAbove,
        boolean replayed,
        Effort effort) {

    public CheckRequest {
        lengths = List.copyOf(lengths);
    }

    /** Checks {@code plan} by the standard constants. */
    public static CheckRequest of(ProblemDocument problem, PlanDraft plan) {
        return new CheckRequest(
                problem, plan, Constants.STANDARD, List.of(), OptionalInt.empty(), true, Effort.DEFAULT);
    }

    /** Whether its loop is replayed, by the seed of all that is drawn. */
    LoopReplays replays() {
        return new LoopReplays(replayed, effort.seed());
    }

    /** The problem with the lengths and the threshold that were asked for. */
    Problem asked() {
        Problem stated = problem.problem();
        Problem asked = lengths.isEmpty()
                ? stated
                : stated.withWorkload(stated.workload().over(lengths));
        return checkpointingAbove.isEmpty()
                ? asked
                : asked.withAssumptions(
                        asked.assumptions().withActivationCheckpointingAbove(checkpointingAbove.getAsInt()));
    }
}
