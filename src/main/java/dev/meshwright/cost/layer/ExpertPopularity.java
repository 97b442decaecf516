package dev.meshwright.cost.layer;

/**
 * How far routing that nobody measured is from even.
 *
 * <p>Experts differ in popularity, so a batch touches fewer of them than even routing would. With a popularity that is
 * gamma distributed around its mean with coefficient of variation c, the assignments of an expert follow a negative
 * binomial distribution and it is left out with probability
 *
 * <pre>
 *   (1 + c^2 m)^(-1/c^2),  m = assignments it gets on average       c -> 0: even routing, (1 - s k)^T_g
 * </pre>
 *
 * @param deviation coefficient of variation c of the popularity; 0 where shares are given
 */
public record ExpertPopularity(double deviation) {

    /** Routing whose shares are known, or forced to be even. */
    public static final ExpertPopularity GIVEN = new ExpertPopularity(0);

    /** Probability that an expert is touched at all by {@code tokens} that each pick it with probability {@code chosen}. */
    double touched(double chosen, double tokens) {
        if (deviation == 0) {
            return 1 - Math.pow(1 - chosen, tokens);
        }
        double square = deviation * deviation;
        double assignments = chosen * tokens;
        // The power is a division for the exponential distribution; the search asks millions of times.
        return square == 1 ? assignments / (1 + assignments) : 1 - Math.pow(1 + square * assignments, -1 / square);
    }
}
