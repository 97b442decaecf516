package dev.meshwright.placement.experts.traffic;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Draws tokens whose experts follow given loads under group-limited routing (DeepSeek-V3, arXiv:2412.19437, section 2.1.2):
 * every expert has a score, the groups with the largest sum of their two best scores are kept, and a token takes the best
 * experts of these groups. Scores are independent Gumbel variables around the expert's log weight, so that without groups
 * the draw is one without replacement in proportion to the weights. The weights are corrected until the drawn loads fit
 * the given ones.
 *
 * <p>Assumption: apart from the groups, choices are independent. Loads alone say no more.
 */
public final class TokenSample {

    /** Rounds of correcting the weights: enough for a few percent. */
    private static final int CORRECTIONS = 6;

    /** Scores that make a group's score (DeepSeek-V3). */
    private static final int BEST_OF_GROUP = 2;

    private final int topK;
    private final int groups;
    private final int topGroups;
    private final SplittableRandom random;
    private final double[] logWeight;

    private TokenSample(int experts, int topK, int groups, int topGroups, long seed) {
        this.topK = topK;
        this.groups = groups;
        this.topGroups = topGroups;
        random = new SplittableRandom(seed);
        logWeight = new double[experts];
    }

    /**
     * Draws tokens.
     *
     * @param shares [expert] of the routed assignments, 1 in sum
     * @param topK experts per token
     * @param groups groups of consecutive experts; 1 = no limit
     * @param topGroups groups that a token may choose from
     * @return [token][choice] experts, all different in a token
     */
    public static int[][] draw(double[] shares, int topK, int groups, int topGroups, int tokens, long seed) {
        if (topGroups < 1
                || topGroups > groups
                || shares.length % groups != 0
                || topK > shares.length / groups * topGroups) {
            throw new IllegalArgumentException(
                    "%d experts per token cannot come from %d of %d groups of %d experts in all."
                            .formatted(topK, topGroups, groups, shares.length));
        }
        TokenSample sample = new TokenSample(shares.length, topK, groups, topGroups, seed);
        // A tenth of an even share against the noise of rare experts.
        double damping = 0.1 / shares.length;
        Arrays.setAll(sample.logWeight, expert -> Math.log(shares[expert] + damping / 10));
        for (int round = 0; round < CORRECTIONS; round++) {
            double[] drawn = new double[shares.length];
            for (int[] token : sample.tokens(tokens)) {
                for (int expert : token) {
                    drawn[expert] += 1.0 / tokens / topK;
                }
            }
            for (int expert = 0; expert < shares.length; expert++) {
                sample.logWeight[expert] += Math.log((shares[expert] + damping) / (drawn[expert] + damping));
            }
        }
        return sample.tokens(tokens);
    }

    private int[][] tokens(int count) {
        int[][] tokens = new int[count][];
        Arrays.setAll(tokens, token -> token());
        return tokens;
    }

    private int[] token() {
        int experts = logWeight.length;
        double[] score = new double[experts];
        for (int expert = 0; expert < experts; expert++) {
            score[expert] = logWeight[expert] - Math.log(-Math.log(1 - random.nextDouble()));
        }
        if (groups == 1) {
            return best(score, topK);
        }
        int perGroup = experts / groups;
        double[] groupScore = new double[groups];
        for (int group = 0; group < groups; group++) {
            double[] inGroup = Arrays.copyOfRange(score, group * perGroup, (group + 1) * perGroup);
            for (int expert : best(inGroup, Math.min(BEST_OF_GROUP, perGroup))) {
                groupScore[group] += inGroup[expert];
            }
        }
        double[] allowed = new double[experts];
        Arrays.fill(allowed, Double.NEGATIVE_INFINITY);
        for (int group : best(groupScore, topGroups)) {
            System.arraycopy(score, group * perGroup, allowed, group * perGroup, perGroup);
        }
        return best(allowed, topK);
    }

    /** Indices of the {@code count} largest values. */
    private static int[] best(double[] values, int count) {
        int[] best = new int[count];
        double[] kept = new double[count];
        Arrays.fill(kept, Double.NEGATIVE_INFINITY);
        for (int index = 0; index < values.length; index++) {
            if (values[index] > kept[count - 1]) {
                int at = count - 1;
                while (at > 0 && kept[at - 1] < values[index]) {
                    kept[at] = kept[at - 1];
                    best[at] = best[at - 1];
                    at--;
                }
                kept[at] = values[index];
                best[at] = index;
            }
        }
        return best;
    }
}
