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
        int budget = settings.tokensPerStep() - sequences.decoding();
        if (sequences.decoding() > 0) {
            sequences.decode(plan);
        }
        if (unfinished() >= 0 && budget > 0) {
            budget -= read(unfinished(), budget, plan);
        }
        while (newPrompts && budget > 0 && sequences.waiting() > 0 && sequences.running() < settings.sequences()) {
            int head = sequences.head();
            long blocks = settings.blocks((long) sequences.promptTokens(head) + sequences.outputLeft(head));
            boolean fits = settings.chunkedPrompts() || sequences.promptTokens(head) <= budget;
            if (!fits || blocks > sequences.freeBlocks()) {
                break;
            }
            budget -= read(sequences.admit(blocks), budget, plan);
        }
    }
}
