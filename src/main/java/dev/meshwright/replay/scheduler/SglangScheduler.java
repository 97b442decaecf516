package dev.meshwright.replay.scheduler;

/**
 * SGLang's scheduler: a step of prompts where any can be read, else a decode step; with mixed steps both. A prompt gets a seat
 * where the cache has room for it and for what those that run are expected to write still: a share of their answers that falls from
 * 0.7 to a fifth of that within 600 decode steps and rises where the cache ran out after all. Then those with the shortest answers so
 * far lose their seats ({@code managers/schedule_policy.py}, {@code schedule_batch.py}, {@code new_token_ratio_tracker.py}).
 */
public final class SglangScheduler extends Scheduler {

    private static final double FIRST_RATIO = 0.7;
    private static final double LEAST_RATIO = 0.14 * FIRST_RATIO;
    private static final double RATIO_STEP = (FIRST_RATIO - LEAST_RATIO) / 600;

    /** No more tokens of an answer than this are reserved. */
    private static final int MOST_RESERVED = 4096;

    /** Decode steps that are reserved for each sequence after some lost their seats. */
    private static final int STEPS_AFTER_RETRACTION = 20;

    private double ratio = FIRST_RATIO;

    public SglangScheduler(SchedulerSettings settings) {
        super(settings, false);
    }

    @Override
    void fill(StepPlan plan, boolean newPrompts) {
        if (settings.mixedSteps()) {
            int room = settings.tokensPerStep() - settings.positions() * sequences.decoding();
            decode(plan);
            readPrompts(room, newPrompts, plan);
        } else if (readPrompts(settings.tokensPerStep(), newPrompts, plan) == 0) {
            decode(plan);
        }
    }

    private void decode(StepPlan plan) {
        if (sequences.blocksOfDecodeStep() > sequences.freeBlocks()) {
            retract();
        }
        if (sequences.decoding() > 0) {
            sequences.decode(plan);
            ratio = Math.max(LEAST_RATIO, ratio - RATIO_STEP);
        }
    }

    /** Reads the prompt that was begun, then those that wait, and says how many tokens. */
    private int readPrompts(int room, boolean newPrompts, StepPlan plan) {
        int left = room;
        if (unfinished() >= 0 && left > 0) {
            left -= read(unfinished(), left, plan);
        }
        double reserved = -1;
        while (newPrompts && left > 0 && sequences.waiting() > 0 && sequences.running() < settings.sequences()) {
            int head = sequences.head();
            int prompt = sequences.promptTokens(head);
            reserved = reserved < 0 ? reservedTokens() : reserved;
            double answer = sequences.tokensLeft(head);
            double needed = prompt + Math.min(answer, MOST_RESERVED) + settings.blockTokens();
            double free = (double) sequences.freeBlocks() * settings.blockTokens();
            boolean alone = sequences.running() == 0;
            boolean cut = settings.chunkedPrompts() || sequences.promptLeft(head) <= left;
            if (!cut || (!alone && reserved + needed >= free) || blocksOfSeat(head) > sequences.freeBlocks()) {
                break;
            }
            reserved += settings.guesses() ? 0 : Math.min(answer, MOST_RESERVED);
            left -= read(sequences.admit(blocksOfSeat(head)), left, plan);
        }
        return room - left;
    }

    /** Tokens that those that run are expected to write still, where their blocks are not taken yet. */
    private double reservedTokens() {
        double tokens = 0;
        if (settings.guesses()) {
            return tokens;
        }
        for (int slot = sequences.newest(); slot >= 0; slot = sequences.olderThan(slot)) {
            tokens += Math.min(sequences.outputLeft(slot), MOST_RESERVED) * ratio;
        }
        return tokens;
    }

    /** Takes seats from the shortest answers, of equals from the longest prompt, until the next decode step fits. */
    private void retract() {
        do {
            int shortest = sequences.newest();
            for (int slot = shortest; slot >= 0; slot = sequences.olderThan(slot)) {
                int fewer = Integer.compare(sequences.made(slot), sequences.made(shortest));
                boolean longer = fewer == 0 && sequences.promptTokens(slot) > sequences.promptTokens(shortest);
                shortest = fewer < 0 || longer ? slot : shortest;
            }
            preempt(shortest);
        } while (sequences.blocksOfDecodeStep() > sequences.freeBlocks());
        double made = 0;
        double asked = 1;
        for (int slot = sequences.newest(); slot >= 0; slot = sequences.olderThan(slot)) {
            made += sequences.made(slot) + STEPS_AFTER_RETRACTION;
            asked += sequences.made(slot) + sequences.outputLeft(slot);
        }
        ratio = Math.min(1, made / asked);
    }
}
