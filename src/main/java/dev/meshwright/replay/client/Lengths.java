package dev.meshwright.replay.client;

/**
 * Lengths of one request.
 *
 * @param inputTokens of its prompt
 * @param outputTokens of its answer
 * @param prefixTokens at the start of its prompt that requests before had as well
 */
public record Lengths(int inputTokens, int outputTokens, int prefixTokens) {

    /** Of a request that shares nothing. */
    public Lengths(int inputTokens, int outputTokens) {
        this(inputTokens, outputTokens, 0);
    }

    /** The request when it is sent. */
    Request at(double seconds) {
        return new Request(seconds, inputTokens, outputTokens, prefixTokens);
    }
}
