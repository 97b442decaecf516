package dev.meshwright.facts.workload;

import java.util.Arrays;
import java.util.IntSummaryStatistics;
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
     * Logarithms in a normal distribution, of which the longest in a thousand are cut to what the others stay below.
     *
     * @param mean of the tokens as they are drawn, not of their logarithms
     * @param sigma standard deviation of the natural logarithms
     */
    record LogNormal(double mean, double sigma) implements Length {

        /** Of the standard normal distribution, what 99.9 % stay below. */
        private static final double FAR = 3.0902;

        private static final double BEYOND = 1e-3;

        private static final int BISECTIONS = 60;

        /** The distribution with this mean that is cut at {@code longest}, which is above the mean. */
        public static LogNormal upTo(double mean, int longest) {
            double low = 0;
            double high = FAR;
            for (int i = 0; i < BISECTIONS; i++) {
                double middle = (low + high) / 2;
                LogNormal tried = new LogNormal(mean, middle);
                if (tried.median() * Math.exp(middle * FAR) < longest) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return new LogNormal(mean, low);
        }

        /**
         * The mean over the median is {@code exp(sigma^2 / 2) P(x < far - sigma)} of what is not cut, and {@code exp(sigma far)} of
         * the rest.
         */
        private double median() {
            double whole = Math.exp(sigma * sigma / 2) * below(FAR - sigma);
            return mean / (whole + BEYOND * Math.exp(sigma * FAR));
        }

        /** Share of the standard normal distribution below {@code x} (Marsaglia 2004, Evaluating the Normal Distribution). */
        private static double below(double x) {
            double sum = x;
            double term = x;
            for (int factor = 3; Math.abs(term) > 1e-12; factor += 2) {
                term *= x * x / factor;
                sum += term;
            }
            return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
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
            return tokens(Math.min(FAR, random.nextGaussian()));
        }

        private int tokens(double deviations) {
            return Math.clamp(Math.round(median() * Math.exp(sigma * deviations)), 1, Workload.LONGEST);
        }
    }

    /** Lengths that were recorded, each as likely as any other. */
    final class Recorded implements Length {

        private final int[] tokens;
        private final String source;
        private final IntSummaryStatistics summary;

        /**
         * A recording; the lengths are copied.
         *
         * @param tokens one at least of each
         * @param source file they come from
         */
        public Recorded(int[] tokens, String source) {
            this.tokens = tokens.clone();
            this.source = source;
            this.summary = Arrays.stream(tokens).summaryStatistics();
        }

        /** A copy. */
        public int[] tokens() {
            return tokens.clone();
        }

        /** File they come from. */
        public String source() {
            return source;
        }

        @Override
        public double mean() {
            return summary.getAverage();
        }

        @Override
        public int shortest() {
            return summary.getMin();
        }

        @Override
        public int longest() {
            return summary.getMax();
        }

        @Override
        public int draw(RandomGenerator random) {
            return tokens[random.nextInt(tokens.length)];
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Recorded recorded && Arrays.equals(tokens, recorded.tokens);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(tokens);
        }

        @Override
        public String toString() {
            return tokens.length + " lengths of " + source;
        }
    }
}
