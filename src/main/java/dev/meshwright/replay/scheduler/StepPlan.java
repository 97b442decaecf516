package dev.meshwright.replay.scheduler;

/** What one attention rank does in one step, and whose first and last tokens come of it. Reused from step to step. */
public final class StepPlan {

    private final StepWork work = new StepWork();
    private final IntQueue begun = new IntQueue();
    private final IntQueue firsts = new IntQueue();
    private final IntQueue ends = new IntQueue();

    /** The work. */
    public StepWork work() {
        return work;
    }

    /** Slots whose prompt the step begins. */
    IntQueue begun() {
        return begun;
    }

    /** Slots whose first token the step makes. */
    IntQueue firsts() {
        return firsts;
    }

    /** Slots whose last token the step makes. */
    IntQueue ends() {
        return ends;
    }

    /** Nothing to do. */
    public void clear() {
        work.clear();
        begun.clear();
        firsts.clear();
        ends.clear();
    }
}
