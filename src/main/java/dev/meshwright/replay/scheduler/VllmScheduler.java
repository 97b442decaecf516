package dev.meshwright.replay.scheduler;

/**
 * vLLM's scheduler, version 1 of its engine: one budget of tokens per step; those that run come first, in the order in which they
 * got their seats, then those that wait, first come first served, as long as budget, seats and blocks are left. Where decoding
 * runs out of blocks the newest is preempted and computed anew, and nobody gets a seat in that step
 * ({@code vllm/v1/core/sched/scheduler.py}).
 */
public final class VllmScheduler extends Scheduler {

    public VllmScheduler(SchedulerSettings settings) {
        super(settings, false);
    }

    @Override
    void fill(StepPlan plan, boolean newPrompts) {
        boolean preempted = false;
        while (sequences.blocksOfDecodeStep() > sequences.freeBlocks()) {
            preempt(sequences.newest());
            preempted = true;
        }
        int budget = settings.tokensPerStep() - sequences.decoding();
        if (sequences.decoding() > 0) {
            sequences.decode(plan);
        }
        if (unfinished() >= 0 && budget > 0) {
            budget -= read(unfinished(), budget, plan);
        }
        while (newPrompts && !preempted && budget > 0 && hasSeat()) {
            long blocks = settings.blocks(sequences.promptTokens(sequences.head()));
            boolean fits = settings.chunkedPrompts() || sequences.promptTokens(sequences.head()) <= budget;
            if (!fits || blocks > sequences.freeBlocks()) {
                break;
            }
            budget -= read(sequences.admit(blocks), budget, plan);
        }
    }

    private boolean hasSeat() {
        return sequences.waiting() > 0 && sequences.running() < settings.sequences();
    }
}
