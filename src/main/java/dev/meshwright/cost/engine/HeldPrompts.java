package dev.meshwright.cost.engine;

/** Prompts that an engine gathers before it reads them. */
public final class HeldPrompts {

    private HeldPrompts() {}

    /**
     * Decode steps for which a prompt waits on average: the first of a batch all of the wait, those that come meanwhile half of
     * it.
     *
     * @param steps that the first prompt of a batch waits
     * @param meanwhile prompts that arrive in these steps
     */
    public static double meanWaitSteps(double steps, double meanwhile) {
        return steps * (1 + meanwhile / 2) / (1 + meanwhile);
    }
}
