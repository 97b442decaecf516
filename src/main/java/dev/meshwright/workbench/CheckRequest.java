package dev.meshwright.workbench;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.replay.deployment.LoopReplays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

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

    /**
     * The problem with the lengths and the threshold that were asked for.
     *
     * @throws InvalidInputException where lengths are asked for and prompts have lengths of their own
     */
    Problem asked() {
        Problem stated = problem.problem();
        if (!lengths.isEmpty()
                && stated.workload() instanceof Workload.Serving serving
                && serving.traffic().drawnInput()) {
            throw new InvalidInputException(List.of(new Fault(
                    "",
                    "--lengths",
                    lengths.stream().map(String::valueOf).collect(Collectors.joining(",")),
                    "has no meaning: the problem's prompts are not all of one length",
                    "Maybe state inputTokens as a number.")));
        }
        Problem asked = lengths.isEmpty()
                ? stated
                : stated.withWorkload(stated.workload().over(lengths));
        return checkpointingAbove.isEmpty()
                ? asked
                : asked.withAssumptions(
                        asked.assumptions().withActivationCheckpointingAbove(checkpointingAbove.getAsInt()));
    }
}
