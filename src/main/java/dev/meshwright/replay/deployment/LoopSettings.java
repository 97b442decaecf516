package dev.meshwright.replay.deployment;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.EngineProfile;
import dev.meshwright.cost.evaluation.CacheRoom;
import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Arrivals;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.layout.Degrees;
import dev.meshwright.replay.client.Clients;
import dev.meshwright.replay.client.GuessedAnswers;
import dev.meshwright.replay.scheduler.SchedulerSettings;
import java.util.Optional;

/** What the scheduler of a plan's engine is set to: as the problem states it, else by the engine's defaults. */
final class LoopSettings {

    private LoopSettings() {}

    /** The engine whose loop is replayed: vLLM's where the problem names none. */
    static Engine engine(Problem problem) {
        return problem.assumptions().engine().orElse(Engine.VLLM);
    }

    /**
     * The settings of an attention rank of {@code degrees}, of one of its micro-batches where there are several: they share the
     * rank's cache.
     *
     * @param cache what the plan leaves for it; empty where the model keeps nothing. The plan's batch of the longest requests fits.
     */
    static SchedulerSettings of(CostModel costModel, Serving serving, Degrees degrees, Optional<CacheRoom> cache) {
        EngineProfile engine = costModel.engine();
        EngineSetup setup = costModel.problem().assumptions().setup();
        int sequences = degrees.microBatch();
        int budget = Math.max(engine.tokensPerStep(), sequences * engine.positions() + EngineProfile.LEAST_ROOM);
        long context = serving.longestContext() + guessed(engine);
        long held = sequences * Math.ceilDiv(context, (long) SchedulerSettings.BLOCK_TOKENS);
        return new SchedulerSettings(
                budget,
                sequences,
                setup.chunkedPrefill().orElse(engine.splitsPrompts()) || longestPrompt(serving) > budget,
                setup.mixedChunks().orElse(false),
                SchedulerSettings.BLOCK_TOKENS,
                cache.map(room -> Math.max(
                                held, room.tokensPerRank() / SchedulerSettings.BLOCK_TOKENS / degrees.microBatches()))
                        .orElse(Long.MAX_VALUE / 2),
                true,
                1,
                0,
                engine.promptHoldSteps(),
                engine.speculation());
    }

    /** The clients with answers that take as few steps as guesses allow. */
    static Clients guessed(EngineProfile engine, Clients clients, long seed) {
        return engine.speculation()
                .<Clients>map(how -> new GuessedAnswers(clients, how, seed))
                .orElse(clients);
    }

    /** Tokens of a request's room that are reserved for the guesses of its last step. */
    private static long guessed(EngineProfile engine) {
        return engine.speculation().map(how -> (long) how.positions()).orElse(0L);
    }

    /** Tokens; a prompt longer than a step is read in parts whatever the engine's default. */
    private static long longestPrompt(Serving serving) {
        return serving.traffic().arrivals() instanceof Arrivals.Trace trace
                ? trace.requests().longestContext()
                : serving.traffic().inputOr(serving.longest()).longest();
    }
}
