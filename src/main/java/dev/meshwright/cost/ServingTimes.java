package dev.meshwright.cost;

/**
 * What a request waits for in continuous batching, in seconds but for the steps.
 *
 * @param perOutputToken mean between tokens after the first
 * @param requestHandling receiving and tokenizing the request and sending its first token
 * @param waitSteps decode steps between a request's arrival and the step with its prompt: the one in progress, and those
 *     until it is noticed
 * @param promptStep the step that reads its prompt
 * @param burst mean wait until the prompt is read when all sequences arrive at once, tokenization of those ahead included
 */
public record ServingTimes(
        double perOutputToken, double requestHandling, double waitSteps, double promptStep, double burst) {

    /** Mean time to first token when requests arrive one by one: each waits for the step in progress first. */
    public double firstToken() {
        return requestHandling + waitSteps * perOutputToken + promptStep;
    }

    /** Mean time to first token of requests that all arrive at once: no step is in progress. */
    public double firstTokenInBurst() {
        return requestHandling + (waitSteps - 1) * perOutputToken + burst;
    }
}
