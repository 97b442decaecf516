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
 * @param heldSteps decode steps for which the prompt is held back until all attention copies have some
 * @param promptStep the step that reads its prompt, all of them where the prompt is longer than a step
 */
public record ServingTimes(
        double perOutputToken,
        double decodeStep,
        double meanStep,
        double requestHandling,
        double waitSteps,
        double heldSteps,
        double promptStep) {

    /** Mean time to first token when requests arrive one by one: each waits for the step in progress first. */
    public double firstToken() {
        return requestHandling + (waitSteps + heldSteps) * meanStep + promptStep;
    }
}
