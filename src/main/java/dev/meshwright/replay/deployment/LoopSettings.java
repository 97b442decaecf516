package dev.meshwright.replay.deployment;

import dev.meshwright.cost.engine.EngineProfile;
import dev.meshwright.cost.evaluation.CacheRoom;
import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Degrees;
import dev.meshwright.replay.scheduler.SchedulerSettings;
import java.util.Optional;

/** What the scheduler of a plan's engine is set to: as the problem states it, else by the engine's defaults. */
final class LoopSettings {

    /** Tokens of a block of the cache; of all three engines the default or near it, and small beside a request. */
    private static final int BLOCK_TOKENS = 16;

    /** Tokens of a step that decoding sequences always leave to prompts, as the closed form has it. */
    private static final int LEAST_ROOM = 512;

    private LoopSettings() {}

    /** The engine whose loop is replayed: vLLM's where the problem names none. */
    static Engine engine(Problem problem) {
        return problem.assumptions().engine().orElse(Engine.VLLM);
    }

    /**
     * The settings of an attention rank of {@code degrees}. A pipeline works on as many micro-batches at a time as it has stages: one
     * budget for each.
     *
     * @param longestPrompt tokens; a prompt longer than a step is read in parts whatever the engine's default
     * @param cache what the plan leaves for it; empty where the model keeps nothing
     * @param context tokens of the longest request; the plan's batch of them fits
     */
    static SchedulerSettings of(
            Problem problem,
            EngineProfile engine,
            Degrees degrees,
            long longestPrompt,
            Optional<CacheRoom> cache,
            long context) {
        EngineSetup setup = problem.assumptions().setup();
        int sequences = degrees.sequencesPerRank();
        long tokens = (long) engine.tokensPerStep() * degrees.pipeline();
        int budget = (int) Math.min(Integer.MAX_VALUE, Math.max(tokens, (long) sequences + LEAST_ROOM));
        long held = (long) sequences * Math.ceilDiv(context, BLOCK_TOKENS);
        return new SchedulerSettings(
                budget,
                sequences,
                engine.splitsPrompts() || longestPrompt > budget,
                false,
                BLOCK_TOKENS,
                cache.map(room -> Math.max(held, room.tokensPerRank() / BLOCK_TOKENS))
                        .orElse(Long.MAX_VALUE / 2),
                true,
                1,
                0,
                engine.promptHoldSteps());
    }
}
