package dev.meshwright.replay;

/**
 * What lies between clients and engine.
 *
 * @param requestSeconds from a request's being read to its place in a queue
 * @param tokenSeconds from a token's being streamed to its client
 * @param inputTokenSeconds in which a token of a prompt is read; prompts are read one after the other
 * @param readers servers that read prompts beside each other
 * @param streamedTokenSeconds in which a token is streamed; tokens are streamed one after the other, so that a fast engine waits
 *     for no one, but its clients do
 */
public record FrontEnd(
        double requestSeconds,
        double tokenSeconds,
        double inputTokenSeconds,
        int readers,
        double streamedTokenSeconds) {

    /** Nothing. */
    public static final FrontEnd NONE = new FrontEnd(0, 0);

    /** One server. */
    public FrontEnd(double requestSeconds, double tokenSeconds, double inputTokenSeconds, double streamedTokenSeconds) {
        this(requestSeconds, tokenSeconds, inputTokenSeconds, 1, streamedTokenSeconds);
    }

    /** One that is never busy. */
    public FrontEnd(double requestSeconds, double tokenSeconds) {
        this(requestSeconds, tokenSeconds, 0, 0);
    }
}
