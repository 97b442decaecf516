package dev.meshwright.lab.error;

import dev.meshwright.lab.row.Outcome;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;

/**
 * Errors of a group of predictions, relative to what was measured.
 *
 * @param count predictions in the group
 * @param mean of the absolute errors
 * @param median of the absolute errors
 * @param signed median of the signed errors; positive: predicted too large
 * @param within how many of the absolute errors are small
 */
public record ErrorSummary(int count, double mean, double median, double signed, Within within) {

    /**
     * Shares of predictions by their absolute error.
     *
     * @param three of those within 3 %
     * @param ten within 10 %
     * @param twenty within 20 %
     */
    public record Within(double three, double ten, double twenty) {

        private static Within of(double[] absolute) {
            return new Within(share(absolute, 0.03), share(absolute, 0.1), share(absolute, 0.2));
        }

        private static double share(double[] absolute, double most) {
            long within = Arrays.stream(absolute).filter(error -> error <= most).count();
            return (double) within / absolute.length;
        }
    }

    /** No prediction. */
    public static final ErrorSummary NONE = new ErrorSummary(0, 0, 0, 0, new Within(0, 0, 0));

    /** The errors of those of {@code outcomes} that are predicted. */
    public static ErrorSummary of(List<Outcome> outcomes) {
        return of(outcomes.stream()
                .flatMapToDouble(outcome -> outcome.signedError().stream())
                .toArray());
    }

    /** The summary of {@code signed} relative errors. */
    public static ErrorSummary of(double[] signed) {
        if (signed.length == 0) {
            return NONE;
        }
        double[] absolute = Arrays.stream(signed).map(Math::abs).toArray();
        return new ErrorSummary(signed.length, mean(absolute), median(absolute), median(signed), Within.of(absolute));
    }

    /** The mean, summed exactly, so that no order of the rows and no other program gets another one. */
    static double mean(double[] values) {
        BigDecimal sum = BigDecimal.ZERO;
        for (double value : values) {
            sum = sum.add(new BigDecimal(value));
        }
        return sum.divide(BigDecimal.valueOf(values.length), MathContext.DECIMAL128)
                .doubleValue();
    }

    /** The middle value, or the mean of the two in the middle. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
