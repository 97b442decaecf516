package dev.meshwright.facts.model;

import dev.meshwright.facts.model.Projection.Role;
import dev.meshwright.facts.model.Projection.Split;
import java.util.List;

/** The part of a layer that treats each token alone: one dense network, a mixture of experts, or nothing. */
public sealed interface FeedForward permits FeedForward.Dense, FeedForward.Mixture, FeedForward.None {

    /** All weights. */
    long parameters(int hidden);

    /** Weights that one token uses. */
    long activeParameters(int hidden);

    /** Input matrix (gate and up together when gated) and output matrix of a network of {@code width}. */
    static List<Projection> network(long input, long width, boolean gated) {
        return List.of(
                new Projection(Role.FEED_FORWARD_IN, input, gated ? 2 * width : width, Split.COLUMN),
                new Projection(Role.FEED_FORWARD_OUT, width, input, Split.ROW));
    }

    /** Weights of the matrices of a network: {@code 3*input*width} gated, {@code 2*input*width} plain. */
    static long networkParameters(long input, long width, boolean gated) {
        return (gated ? 3 : 2) * input * width;
    }

    /**
     * One network that every token passes through.
     *
     * @param width inner width, f
     * @param gated whether a gate multiplies the inner activations (SwiGLU): three matrices instead of two
     * @param bias whether the matrices carry biases
     */
    record Dense(int width, boolean gated, boolean bias) implements FeedForward {
        @Override
        public long parameters(int hidden) {
            return networkParameters(hidden, width, gated) + (bias ? (gated ? 2L : 1L) * width + hidden : 0);
        }

        @Override
        public long activeParameters(int hidden) {
            return parameters(hidden);
        }
    }

    /**
     * A router that sends each token to {@code expertsPerToken} of {@code experts} networks, and shared networks that
     * every token passes through.
     *
     * @param experts routed experts of the layer, E
     * @param expertsPerToken routed experts that a token uses, k
     * @param width inner width of one routed expert, f_e
     * @param gated whether experts are gated
     * @param bias whether expert matrices and the router carry biases
     * @param sharedWidth summed inner width of the shared experts; 0 without
     * @param sharedGate whether a sigmoid gate of {@code hidden} weights scales the shared output
     * @param latentWidth width that tokens are projected to before the routed experts; 0 where experts see the hidden state
     * @param groups groups that routing chooses from first; 1 without
     * @param groupsPerToken groups a token may use
     * @param identityExperts experts that return their input and cost nothing (LongCat-Flash), which the router may
     *     choose instead of a real one; 0 without
     * @param otherExperts experts of a second family, which tokens of another modality choose (ERNIE-4.5-VL): held beside
     *     the first, and idle while text is computed; 0 without
     * @param otherWidth inner width of one of those
     */
    record Mixture(
            int experts,
            int expertsPerToken,
            int width,
            boolean gated,
            boolean bias,
            int sharedWidth,
            boolean sharedGate,
            int latentWidth,
            int groups,
            int groupsPerToken,
            int identityExperts,
            int otherExperts,
            int otherWidth)
            implements FeedForward {

        /** A mixture with one family of experts. */
        public Mixture(
                int experts,
                int expertsPerToken,
                int width,
                boolean gated,
                boolean bias,
                int sharedWidth,
                boolean sharedGate,
                int latentWidth,
                int groups,
                int groupsPerToken,
                int identityExperts) {
            this(
                    experts,
                    expertsPerToken,
                    width,
                    gated,
                    bias,
                    sharedWidth,
                    sharedGate,
                    latentWidth,
                    groups,
                    groupsPerToken,
                    identityExperts,
                    0,
                    0);
        }

        /** A mixture whose experts all compute. */
        public Mixture(
                int experts,
                int expertsPerToken,
                int width,
                boolean gated,
                boolean bias,
                int sharedWidth,
                boolean sharedGate,
                int latentWidth,
                int groups,
                int groupsPerToken) {
            this(
                    experts,
                    expertsPerToken,
                    width,
                    gated,
                    bias,
                    sharedWidth,
                    sharedGate,
                    latentWidth,
                    groups,
                    groupsPerToken,
                    0);
        }

        /** A plain gated mixture: no biases, shared gate, latent projection or routing groups. */
        public Mixture(int experts, int expertsPerToken, int width, int sharedWidth) {
            this(experts, expertsPerToken, width, true, false, sharedWidth, false, 0, 1, 1);
        }

        /** Elements per token that a routed expert reads and writes. */
        public int expertInput(int hidden) {
            return latentWidth > 0 ? latentWidth : hidden;
        }

        /** Weights of one routed expert. */
        public long parametersPerExpert(int hidden) {
            return parametersPerExpert(hidden, width);
        }

        private long parametersPerExpert(int hidden, int innerWidth) {
            long input = expertInput(hidden);
            return networkParameters(input, innerWidth, gated) + (bias ? (gated ? 2L : 1L) * innerWidth + input : 0);
        }

        /** Weights of all experts of the second family. */
        public long otherParameters(int hidden) {
            return otherExperts * parametersPerExpert(hidden, otherWidth);
        }

        /** Real experts that a token uses on average: {@code k*E/(E+identity)}, as if routing were uniform. */
        public double expectedExpertsPerToken() {
            return (double) expertsPerToken * experts / (experts + identityExperts);
        }

        /** Weights of the shared experts and their gate. */
        public long sharedParameters(int hidden) {
            return networkParameters(hidden, sharedWidth, gated) + (sharedGate ? hidden : 0);
        }

        /** Router matrix and bias, and the projections into and out of the latent width. */
        public long routerParameters(int hidden) {
            long choices = (long) experts + identityExperts + otherExperts;
            return hidden * choices + (bias ? choices : 0) + 2L * hidden * latentWidth;
        }

        @Override
        public long parameters(int hidden) {
            return experts * parametersPerExpert(hidden)
                    + otherParameters(hidden)
                    + sharedParameters(hidden)
                    + routerParameters(hidden);
        }

        @Override
        public long activeParameters(int hidden) {
            long routed = Math.round(expectedExpertsPerToken() * parametersPerExpert(hidden));
            return routed + sharedParameters(hidden) + routerParameters(hidden);
        }
    }

    /** No feed-forward part: a block that is only a mixer. */
    record None() implements FeedForward {
        @Override
        public long parameters(int hidden) {
            return 0;
        }

        @Override
        public long activeParameters(int hidden) {
            return 0;
        }
    }
}
