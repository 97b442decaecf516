package dev.meshwright.replay.client;

/**
 * What a client asks for.
 *
 * @param arrivalSeconds when it is sent, after the start
 * @param inputTokens of its prompt, one at least
 * @param outputTokens of its answer, one at least
 */
public record Request(double arrivalSeconds, int inputTokens, int outputTokens) {

    public Request {
        if (!(arrivalSeconds >= 0) || inputTokens < 1 || outputTokens < 1) {
            throw new IllegalArgumentException(
                    "no request: " + arrivalSeconds + " s, " + inputTokens + " in, " + outputTokens + " out");
        }
    }
}
