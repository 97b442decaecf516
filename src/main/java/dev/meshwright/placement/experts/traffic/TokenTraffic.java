package dev.meshwright.placement.experts.traffic;

import java.util.Arrays;

/**
 * Nodes per token counted over a sample of tokens. A token goes to each node that alone hosts one of its experts; of the
 * experts with replicas on several nodes, one whose replica is on a node already chosen needs no other, the next adds its
 * first node ("local replica first").
 */
public final class TokenTraffic implements NodeTraffic {

    private final int[][] tokens;
    private final int[][] tokensOf;

    /**
     * @param experts number of experts
     * @param tokens [token][choice] experts of each sampled token
     */
    public TokenTraffic(int experts, int[][] tokens) {
        this.tokens = tokens.clone();
        int[] count = new int[experts];
        for (int[] token : tokens) {
            for (int expert : token) {
                count[expert]++;
            }
        }
        tokensOf = new int[experts][];
        Arrays.setAll(tokensOf, expert -> new int[count[expert]]);
        for (int index = tokens.length - 1; index >= 0; index--) {
            for (int expert : tokens[index]) {
                tokensOf[expert][--count[expert]] = index;
            }
        }
    }

    @Override
    public double nodesPerToken(long[] nodeMasks) {
        long sum = 0;
        for (int[] token : tokens) {
            sum += nodes(token, nodeMasks);
        }
        return (double) sum / tokens.length;
    }

    private static int nodes(int[] token, long[] nodeMasks) {
        long chosen = 0;
        boolean choices = false;
        for (int expert : token) {
            long mask = nodeMasks[expert];
            if ((mask & mask - 1) == 0) {
                chosen |= mask;
            } else {
                choices = true;
            }
        }
        for (int index = 0; choices && index < token.length; index++) {
            long mask = nodeMasks[token[index]];
            if ((mask & chosen) == 0) {
                chosen |= Long.lowestOneBit(mask);
            }
        }
        return Long.bitCount(chosen);
    }

    @Override
    public State start(long[] nodeMasks) {
        return new Counts(nodeMasks.clone());
    }

    /** Nodes of each token; a change of one expert recounts the tokens that use it. */
    private final class Counts implements State {
        private final long[] masks;
        private final byte[] count = new byte[tokens.length];
        private long sum;

        Counts(long[] masks) {
            this.masks = masks;
            for (int token = 0; token < tokens.length; token++) {
                count[token] = (byte) nodes(tokens[token], masks);
                sum += count[token];
            }
        }

        @Override
        public void change(int expert, long nodeMask) {
            if (masks[expert] == nodeMask) {
                return;
            }
            masks[expert] = nodeMask;
            for (int token : tokensOf[expert]) {
                int nodes = nodes(tokens[token], masks);
                sum += nodes - count[token];
                count[token] = (byte) nodes;
            }
        }

        @Override
        public double nodesPerToken() {
            return (double) sum / tokens.length;
        }
    }
}
