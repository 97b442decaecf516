package dev.meshwright.workbench.pool;

import dev.meshwright.answer.PoolsCheckAnswer;
import dev.meshwright.answer.explain.pool.PoolArgument;
import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.cost.pool.PoolsModel;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.layout.draft.PoolsDraft;
import dev.meshwright.question.check.pool.CheckedPools;
import dev.meshwright.question.check.pool.PoolsChecker;
import dev.meshwright.question.search.Placers;
import dev.meshwright.replay.deployment.LoopReplays;
import java.util.List;

/** What a plan of two pools is worth. */
public final class CheckingPools {

    private CheckingPools() {}

    /**
     * The answer.
     *
     * @param digest of the problem as it was read
     * @param assumed what the problem did not state
     * @param replays whether its loops are replayed
     * @throws InvalidInputException if the problem serves nothing
     */
    public static PoolsCheckAnswer answer(
            Question question,
            PoolsDraft draft,
            Placers placers,
            String digest,
            List<String> assumed,
            LoopReplays replays) {
        String phase = question.problem().workload().phase();
        if (!(question.problem().workload() instanceof Serving serving) || serving.outputTokens() < 2) {
            throw new InvalidInputException(List.of(new Fault(
                    "",
                    "/pools",
                    phase,
                    "pools for prompts and answers need a workload that has both, with answers of several tokens",
                    "Maybe phase: serving.")));
        }
        PoolsModel model = new PoolsModel(question);
        boolean other =
                draft.problemDigest().filter(stated -> !stated.equals(digest)).isPresent();
        CheckedPools plan = new PoolsChecker(model, placers::quick, placers::thorough)
                .check(draft)
                .withNotes(
                        other
                                ? List.of("The plan was made for another version of the problem, or for another one.")
                                : List.of());
        return new PoolsCheckAnswer(
                plan,
                plan.evaluated().map(found -> PoolArgument.of(model, found.pools(), found.evaluation(), replays)),
                assumed);
    }
}
