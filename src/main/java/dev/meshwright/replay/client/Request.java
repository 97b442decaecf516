package dev.meshwright.replay.client;

/**
 * What a client asks for.
 *
 * @param arrivalSeconds when it is sent, after the start
 * @param inputTokens of its prompt, one at least
 * @param outputTokens of its answer, one at least
 * @param prefixTokens at the start of its prompt that requests before had as well and the cache still has
 * @param steps that make its answer, that of its prompt included; as many as it has tokens unless they are guessed
 */
public record Request(double arrivalSeconds, int inputTokens, int outputTokens, int prefixTokens, int steps) {

    public Request {
        boolean shared = prefixTokens >= 0 && prefixTokens <= inputTokens;
        boolean written = steps >= 1 && steps <= outputTokens;
        if (!(arrivalSeconds >= 0) || inputTokens < 1 || !written || !shared) {
            throw new IllegalArgumentException("no request: " + arrivalSeconds + " s, " + inputTokens + " in, "
                    + outputTokens + " out, " + prefixTokens + " shared");
        }
    }

    /** A request whose answer takes a step for each token. */
    public Request(double arrivalSeconds, int inputTokens, int outputTokens, int prefixTokens) {
        this(arrivalSeconds, inputTokens, outputTokens, prefixTokens, outputTokens);
    }

    /** The same with an answer that takes so many steps. */
    Request withSteps(int some) {
        return new Request(arrivalSeconds, inputTokens, outputTokens, prefixTokens, some);
    }

    /** A request that shares nothing. */
    public Request(double arrivalSeconds, int inputTokens, int outputTokens) {
        this(arrivalSeconds, inputTokens, outputTokens, 0);
    }
}
