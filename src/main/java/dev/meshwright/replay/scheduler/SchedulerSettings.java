package dev.meshwright.replay.scheduler;

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
 */
public record SchedulerSettings(
        int tokensPerStep,
        int sequences,
        boolean chunkedPrompts,
        boolean mixedSteps,
        int blockTokens,
        long cacheBlocks,
        boolean plansAhead) {

    public SchedulerSettings {
        if (tokensPerStep < 1 || sequences < 1 || blockTokens < 1 || cacheBlocks < 1) {
            throw new IllegalArgumentException("no scheduler works with " + tokensPerStep + " tokens per step, "
                    + sequences + " sequences and " + cacheBlocks + " blocks of " + blockTokens + " tokens");
        }
    }

    /** Blocks that {@code tokens} tokens take. */
    public long blocks(long tokens) {
        return Math.ceilDiv(tokens, blockTokens);
    }
}
