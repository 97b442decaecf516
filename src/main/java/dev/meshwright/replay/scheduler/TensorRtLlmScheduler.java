package dev.meshwright.replay.scheduler;

/**
 * TensorRT-LLM's scheduler with its default policy, GUARANTEED_NO_EVICT: a request gets a seat where all blocks that it will ever
 * need are free, so that none is preempted. A step takes the decoding sequences, then prompts in the order of arrival; the first
 * that does not fit ends it ({@code PyMicroBatchScheduler}).
 */
public final class TensorRtLlmScheduler extends Scheduler {

    public TensorRtLlmScheduler(SchedulerSettings settings) {
        super(settings, true);
    }

    @Override
    void fill(StepPlan plan, boolean newPrompts) {
        decodeThenRead(plan, newPrompts);
    }
}
