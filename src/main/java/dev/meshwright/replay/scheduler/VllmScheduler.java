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
        decodeThenRead(plan, newPrompts && !preempted);
    }
}
