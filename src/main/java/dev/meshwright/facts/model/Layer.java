package dev.meshwright.facts.model;

/**
 * One layer (block): a mixer, a feed-forward part, or both.
 *
 * @param mixer where tokens see each other
 * @param feedForward where each token is treated alone
 */
public record Layer(TokenMixer mixer, FeedForward feedForward) {

    /** Whether tokens are routed to experts here. */
    public boolean routed() {
        return feedForward instanceof FeedForward.Mixture;
    }

    /** Norms before each part that is present: {@code hidden} weights each. */
    public long normParameters(int hidden) {
        int parts = (mixer instanceof TokenMixer.None ? 0 : 1) + (feedForward instanceof FeedForward.None ? 0 : 1);
        return (long) parts * hidden;
    }

    /** All weights of the layer. */
    public long parameters(int hidden) {
        return mixer.parameters(hidden) + feedForward.parameters(hidden) + normParameters(hidden);
    }

    /** Weights that one token uses. */
    public long activeParameters(int hidden) {
        return mixer.parameters(hidden)
                - mixer.idleParameters(hidden)
                + feedForward.activeParameters(hidden)
                + normParameters(hidden);
    }
}
