package dev.meshwright.cost;

/**
 * What a request waits for in continuous batching, in seconds.
 *
 * @param perOutputToken mean between tokens after the first
 * @param requestHandling receiving and tokenizing the request and sending its first token, decode steps until it is noticed
 *     included
 * @param promptStep the step that reads its prompt
 * @param burst mean wait until the prompt is read when all sequences arrive at once, tokenization of those ahead included
 */
public record ServingTimes(double perOutputToken, double requestHandling, double promptStep, double burst) {

    /** Mean time to first token when requests arrive one by one: each waits for the step in progress first. */
    public double firstToken() {
        return requestHandling + perOutputToken + promptStep;
    }

    /** Mean time to first token of requests that all arrive at once. */
    public double firstTokenInBurst() {
        return requestHandling + burst;
    }
}
