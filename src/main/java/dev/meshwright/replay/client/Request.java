package dev.meshwright.replay.client;

/**
 * What a client asks for.
 *
 * @param arrivalSeconds when it is sent, after the start
 * @param inputTokens of its prompt, one at least
 * @param outputTokens of its answer, one at least
 * @param prefixTokens at the start of its prompt that requests before had as well and the cache still has
 */
public record Request(double arrivalSeconds, int inputTokens, int outputTokens, int prefixTokens) {

    public Request {
        boolean shared = prefixTokens >= 0 && prefixTokens <= inputTokens;
        if (!(arrivalSeconds >= 0) || inputTokens < 1 || outputTokens < 1 || !shared) {
            throw new IllegalArgumentException("no request: " + arrivalSeconds + " s, " + inputTokens + " in, "
                    + outputTokens + " out, " + prefixTokens + " shared");
        }
    }

    /** A request that shares nothing. */
    public Request(double arrivalSeconds, int inputTokens, int outputTokens) {
        this(arrivalSeconds, inputTokens, outputTokens, 0);
    }
}
