package dev.meshwright.facts.workload;

import java.util.List;
import java.util.random.RandomGenerator;

/** How many tokens prompts or answers have. */
public sealed interface Length {

    /** Mean number of tokens. */
    double mean();

    /** The fewest tokens that are drawn. */
    int shortest();

    /** The most tokens that are drawn; of a distribution without end, what 99.9 % stay below. */
    int longest();

    /** A number of tokens, one at least. */
    int draw(RandomGenerator random);

    /**
     * All alike.
     *
     * @param tokens how many, one at least
     */
    record Fixed(int tokens) implements Length {
        @Override
        public double mean() {
            return tokens;
        }

        @Override
        public int shortest() {
            return tokens;
        }

        @Override
        public int longest() {
            return tokens;
        }

        @Override
        public int draw(RandomGenerator random) {
            return tokens;
        }
    }

    /**
     * Every number within a range as likely as any other.
     *
     * @param least of them, one at least
     * @param most of them
     */
    record Uniform(int least, int most) implements Length {
        @Override
        public double mean() {
            return (least + (double) most) / 2;
        }

        @Override
        public int shortest() {
            return least;
        }

        @Override
        public int longest() {
            return most;
        }

        @Override
        public int draw(RandomGenerator random) {
            return random.nextInt(least, most + 1);
        }
    }

    /**
     * Logarithms in a normal distribution.
     *
     * @param mean of the tokens, not of their logarithms
     * @param sigma standard deviation of the natural logarithms
     */
    record LogNormal(double mean, double sigma) implements Length {

        /** Of the standard normal distribution, what 99.9 % stay below. */
        private static final double FAR = 3.0902;

        private double median() {
            return mean * Math.exp(-sigma * sigma / 2);
        }

        @Override
        public int shortest() {
            return 1;
        }

        @Override
        public int longest() {
            return tokens(FAR);
        }

        @Override
        public int draw(RandomGenerator random) {
            return Math.min(longest(), tokens(random.nextGaussian()));
        }

        private int tokens(double deviations) {
            return Math.clamp(Math.round(median() * Math.exp(sigma * deviations)), 1, Workload.LONGEST);
        }
    }

    /**
     * Lengths that were recorded, each as likely as any other.
     *
     * @param tokens one at least of each
     */
    record Recorded(List<Integer> tokens) implements Length {
        public Recorded {
            tokens = List.copyOf(tokens);
        }

        @Override
        public double mean() {
            return tokens.stream().mapToInt(Integer::intValue).average().orElseThrow();
        }

        @Override
        public int shortest() {
            return tokens.stream().mapToInt(Integer::intValue).min().orElseThrow();
        }

        @Override
        public int longest() {
            return tokens.stream().mapToInt(Integer::intValue).max().orElseThrow();
        }

        @Override
        public int draw(RandomGenerator random) {
            return tokens.get(random.nextInt(tokens.size()));
        }
    }
}
