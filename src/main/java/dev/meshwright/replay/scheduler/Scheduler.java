package dev.meshwright.replay.scheduler;

import dev.meshwright.facts.problem.Assumptions.Engine;
import java.util.List;

/**
 * The scheduler of one attention rank, by the rules of its engine: which requests a step works on, who gets a seat and blocks of the
 * cache, and who loses them.
 */
public abstract sealed class Scheduler permits VllmScheduler, SglangScheduler, TensorRtLlmScheduler {

    private static final int NONE = -1;

    final Sequences sequences;
    final SchedulerSettings settings;
    private final boolean reservesAll;
    private int unfinished = NONE;
    private int preemptions;
    private int gathered;

    Scheduler(SchedulerSettings settings, boolean reservesAll) {
        this.settings = settings;
        this.reservesAll = reservesAll || settings.guesses();
        this.sequences = new Sequences(settings, this.reservesAll);
    }

    /** A scheduler of {@code engine} with nobody in it. */
    public static Scheduler of(Engine engine, SchedulerSettings settings) {
        return switch (engine) {
            case VLLM -> new VllmScheduler(settings);
            case SGLANG -> new SglangScheduler(settings);
            case TENSORRT_LLM -> new TensorRtLlmScheduler(settings);
        };
    }

    /**
     * Whether a request is sure to be served: all its tokens in the cache, and where prompts are not cut the longest that it may
     * have to read in one step. That is all but its last token where it may lose its seat; vLLM asks the same of its settings
     * ({@code max_num_batched_tokens} no less than {@code max_model_len} without chunked prefill).
     */
    public boolean accepts(int inputTokens, int outputTokens) {
        long longestPrompt = reservesAll ? inputTokens : (long) inputTokens + outputTokens - 1;
        return settings.blocks((long) inputTokens + outputTokens) <= settings.cacheBlocks()
                && (settings.chunkedPrompts() || longestPrompt <= settings.tokensPerStep());
    }

    /**
     * Puts request {@code number}, which it accepts, into the queue.
     *
     * @param steps that make its answer: as many as it has tokens unless some are guessed
     * @param prefixTokens at the start of its prompt that the cache has already: whole blocks of them are not read, though the
     *     last token of a prompt always is
     */
    public void arrive(int number, int inputTokens, int outputTokens, int prefixTokens, int steps) {
        sequences.arrive(number, inputTokens, outputTokens, prefixTokens, steps);
    }

    /** The same with a step for each token of its answer. */
    public void arrive(int number, int inputTokens, int outputTokens, int prefixTokens) {
        arrive(number, inputTokens, outputTokens, prefixTokens, outputTokens);
    }

    /**
     * Plans the next step; empty where nothing can be done before somebody arrives or leaves.
     *
     * @param newPrompts whether prompts may be begun
     */
    public final void plan(StepPlan plan, boolean newPrompts) {
        plan.clear();
        fill(plan, newPrompts && !gathers());
    }

    abstract void fill(StepPlan plan, boolean newPrompts);

    /** Whether prompts still wait for others to be read with. */
    private boolean gathers() {
        if (settings.gatherSteps() == 0 || sequences.waiting() == 0 || sequences.decoding() == 0) {
            gathered = 0;
            return false;
        }
        boolean full = sequences.waitingTokens() >= SchedulerSettings.GATHERED_SHARE * settings.tokensPerStep();
        boolean waits = !full && gathered < settings.gatherSteps();
        gathered = waits ? gathered + 1 : 0;
        return waits;
    }

    /** Takes back what the requests hold of which {@code plan}, now done, made the last tokens. */
    public void release(StepPlan plan) {
        for (int index = 0; index < plan.ends().size(); index++) {
            sequences.leave(plan.ends().get(index));
        }
    }

    /** Requests whose prompt {@code plan} begins, for the first time or again. */
    public int begun(StepPlan plan) {
        return plan.begun().size();
    }

    /** The number of one of them. */
    public int begun(StepPlan plan, int index) {
        return sequences.request(plan.begun().get(index));
    }

    /** Requests of which {@code plan} makes the first token. */
    public int firsts(StepPlan plan) {
        return plan.firsts().size();
    }

    /** The number of one of them. */
    public int first(StepPlan plan, int index) {
        return sequences.request(plan.firsts().get(index));
    }

    /** Requests of which {@code plan} makes the last token. */
    public int ends(StepPlan plan) {
        return plan.ends().size();
    }

    /** The number of one of them. */
    public int end(StepPlan plan, int index) {
        return sequences.request(plan.ends().get(index));
    }

    /** What it may do. */
    public SchedulerSettings settings() {
        return settings;
    }

    /** Requests that wait or have a seat. */
    public int load() {
        return sequences.load();
    }

    /** Requests that wait for a seat. */
    public int waiting() {
        return sequences.waiting();
    }

    /** Requests that have a seat. */
    public int running() {
        return sequences.running();
    }

    /** Blocks of the cache that are held. */
    public long heldBlocks() {
        return settings.cacheBlocks() - sequences.freeBlocks();
    }

    /** Share of the cache's blocks of all of them that are held. */
    public static double heldShare(List<Scheduler> schedulers) {
        double held = 0;
        double all = 0;
        for (Scheduler scheduler : schedulers) {
            held += scheduler.heldBlocks();
            all += scheduler.settings.cacheBlocks();
        }
        return held / all;
    }

    /** Requests that lost their seat and are computed anew, so far. */
    public int preemptions() {
        return preemptions;
    }

    /** The request of which the prompt is read in part; negative without one. */
    final int unfinished() {
        return unfinished;
    }

    /**
     * Fills a step of one budget: a token for each that decodes, then the prompt that was begun, then those that wait, as long as
     * tokens, seats and blocks are left; the first that does not fit ends it.
     */
    final void decodeThenRead(StepPlan plan, boolean newPrompts) {
        int budget = settings.tokensPerStep() - settings.positions() * sequences.decoding();
        if (sequences.decoding() > 0) {
            sequences.decode(plan);
        }
        if (unfinished >= 0 && budget > 0) {
            budget -= read(unfinished, budget, plan);
        }
        while (newPrompts && budget > 0 && sequences.waiting() > 0 && sequences.running() < settings.sequences()) {
            int head = sequences.head();
            long blocks = blocksOfSeat(head);
            boolean fits = settings.chunkedPrompts() || sequences.promptLeft(head) <= budget;
            if (!fits || blocks > sequences.freeBlocks()) {
                break;
            }
            budget -= read(sequences.admit(blocks), budget, plan);
        }
    }

    /**
     * Blocks that a request takes with its seat: those of its prompt, or all that it will ever hold. That is so too where tokens are
     * guessed, of which nobody knows how many a step will make.
     */
    final long blocksOfSeat(int slot) {
        return settings.blocks(sequences.promptTokens(slot) + (reservesAll ? sequences.tokensLeft(slot) : 0));
    }

    /** Reads as much of a prompt as {@code room} allows and keeps in mind whether any is left. */
    final int read(int slot, int room, StepPlan plan) {
        int tokens = Math.min(sequences.promptLeft(slot), room);
        unfinished = tokens < sequences.promptLeft(slot) ? slot : NONE;
        if (sequences.unread(slot)) {
            plan.begun().add(slot);
        }
        sequences.read(slot, tokens, plan);
        return tokens;
    }

    final void preempt(int slot) {
        unfinished = slot == unfinished ? NONE : unfinished;
        preemptions++;
        sequences.preempt(slot);
    }
}
