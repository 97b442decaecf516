package dev.meshwright.cost.evaluation;

/**
 * What a request waits for in continuous batching, in seconds but for the steps.
 *
 * @param perOutputToken mean between tokens after the first
 * @param decodeStep a step without prompts
 * @param meanStep mean between steps; the time per output token, unless steps are speculative
 * @param requestHandling receiving and tokenizing the request and sending its first token
 * @param waitSteps decode steps between a request's arrival and the step with its prompt: the one in progress, and those
 *     until it is noticed
 * @param heldSteps decode steps for which the prompt is held back until all attention copies have some; none in a burst
 * @param promptStep the step that reads its prompt
 * @param burst what happens when all sequences arrive at once
 */
public record ServingTimes(
        double perOutputToken,
        double decodeStep,
        double meanStep,
        double requestHandling,
        double waitSteps,
        double heldSteps,
        double promptStep,
        Burst burst) {

    /**
     * All sequences arrive at once and are read in full steps, one after the other.
     *
     * @param steps full steps that the prompts take, one at least
     * @param stepSeconds of a full step
     * @param tokenizationSeconds mean wait until the prompts ahead are tokenized
     */
    public record Burst(double steps, double stepSeconds, double tokenizationSeconds) {

        /** Mean wait until a prompt is read, its own step included. */
        public double untilRead() {
            return (steps + 1) / 2 * stepSeconds + tokenizationSeconds;
        }

        /** Mean time that the prompts behind take. */
        public double behind() {
            return (steps - 1) / 2 * stepSeconds;
        }
    }

    /** Mean time to first token when requests arrive one by one: each waits for the step in progress first. */
    public double firstToken() {
        return requestHandling + (waitSteps + heldSteps) * meanStep + promptStep;
    }

    /** Mean time to first token of requests that all arrive at once: no step is in progress. */
    public double firstTokenInBurst() {
        return requestHandling + (waitSteps - 1) * meanStep + burst.untilRead();
    }
}
