package dev.meshwright.replay.scheduler;

import dev.meshwright.facts.engine.Speculation;
import java.util.Optional;

/**
 * What an engine's scheduler may do, by its own settings; see the engines' tables for names and defaults.
 *
 * @param tokensPerStep most tokens of a step, or of a step of prompts alone, on an attention rank
 * @param sequences most that run on an attention rank at a time
 * @param chunkedPrompts whether a prompt may be read in parts
 * @param mixedSteps whether prompts are read beside decoding sequences
 * @param blockTokens tokens of a block of the cache
 * @param cacheBlocks blocks of the cache on an attention rank
 * @param plansAhead whether a step is planned while the one before runs
 * @param pollSteps steps from one look for new requests to the next, where there is work; 1: before every step
 * @param gatherSteps steps for which prompts wait for others that fill {@value #GATHERED_SHARE} of a step; 0: none
 * @param holdSteps steps for which attention ranks that step together hold prompts back until all have some; 0: none
 * @param speculation how tokens are guessed; empty where none are
 */
public record SchedulerSettings(
        int tokensPerStep,
        int sequences,
        boolean chunkedPrompts,
        boolean mixedSteps,
        int blockTokens,
        long cacheBlocks,
        boolean plansAhead,
        int pollSteps,
        int gatherSteps,
        int holdSteps,
        Optional<Speculation> speculation) {

    /** Tokens of a block of the cache; of all three engines the default or near it, and small beside a request. */
    public static final int BLOCK_TOKENS = 16;

    /** TensorRT-LLM's {@code batch_wait_max_tokens_ratio} where it waits at all. */
    static final double GATHERED_SHARE = 0.9;

    /** An engine that looks for requests before every step and holds no prompt back. */
    public SchedulerSettings(
            int tokensPerStep,
            int sequences,
            boolean chunkedPrompts,
            boolean mixedSteps,
            int blockTokens,
            long cacheBlocks,
            boolean plansAhead) {
        this(tokensPerStep, sequences, chunkedPrompts, mixedSteps, blockTokens, cacheBlocks, plansAhead, 1, 0, 0);
    }

    /** An engine that guesses no tokens. */
    public SchedulerSettings(
            int tokensPerStep,
            int sequences,
            boolean chunkedPrompts,
            boolean mixedSteps,
            int blockTokens,
            long cacheBlocks,
            boolean plansAhead,
            int pollSteps,
            int gatherSteps,
            int holdSteps) {
        this(
                tokensPerStep,
                sequences,
                chunkedPrompts,
                mixedSteps,
                blockTokens,
                cacheBlocks,
                plansAhead,
                pollSteps,
                gatherSteps,
                holdSteps,
                Optional.empty());
    }

    public SchedulerSettings {
        if (tokensPerStep < 1 || sequences < 1 || blockTokens < 1 || cacheBlocks < 1) {
            throw new IllegalArgumentException("no scheduler works with " + tokensPerStep + " tokens per step, "
                    + sequences + " sequences and " + cacheBlocks + " blocks of " + blockTokens + " tokens");
        }
    }

    /** Whether tokens are guessed. */
    boolean guesses() {
        return speculation.isPresent();
    }

    /** Tokens that a step computes of each sequence that decodes. */
    int positions() {
        return speculation.map(Speculation::positions).orElse(1);
    }

    /** Blocks that {@code tokens} tokens take. */
    public long blocks(long tokens) {
        return Math.ceilDiv(tokens, blockTokens);
    }
}
