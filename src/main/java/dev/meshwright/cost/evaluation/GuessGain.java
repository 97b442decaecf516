package dev.meshwright.cost.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongToDoubleFunction;

/**
 * What guessing tokens gains between prompts: the time per output token without guesses over that with them, by how many sequences the
 * system has in flight. The more there are the more of the weights a step reads anyway, and the dearer it is to verify.
 *
 * @param tokensPerStep that a sequence gets on average
 * @param points gains, by sequences in flight, ascending
 * @param lossFrom fewest sequences in flight with which guessing costs more than it gains; empty where it never does
 */
public record GuessGain(double tokensPerStep, List<Point> points, OptionalLong lossFrom) {

    /** More sequences of an attention rank than any engine runs. */
    private static final long MOST = 1 << 14;

    /** Every so many doublings of the sequences is a point. */
    private static final int POINT = 4;

    public GuessGain {
        points = List.copyOf(points);
    }

    /**
     * A gain with some sequences in flight.
     *
     * @param sequences of the whole system
     * @param speedUp times as fast as without guesses
     */
    public record Point(long sequences, double speedUp) {}

    /**
     * The gain of layouts that differ in the sequences of a rank alone.
     *
     * @param ranks attention ranks of the system, times the micro-batches of each
     * @param speedUp by sequences of a rank and micro-batch
     */
    public static GuessGain of(double tokensPerStep, long ranks, LongToDoubleFunction speedUp) {
        List<Point> points = new ArrayList<>();
        long gains = 0;
        long loses = 0;
        for (long sequences = 1; sequences <= MOST; sequences *= 2) {
            double factor = speedUp.applyAsDouble(sequences);
            if (Long.numberOfTrailingZeros(sequences) % POINT == 0) {
                points.add(new Point(ranks * sequences, factor));
            }
            gains = loses == 0 && factor >= 1 ? sequences : gains;
            loses = loses == 0 && factor < 1 ? sequences : loses;
        }
        while (loses - gains > 1) {
            long middle = (gains + loses) / 2;
            boolean loss = speedUp.applyAsDouble(middle) < 1;
            loses = loss ? middle : loses;
            gains = loss ? gains : middle;
        }
        return new GuessGain(tokensPerStep, points, loses == 0 ? OptionalLong.empty() : OptionalLong.of(ranks * loses));
    }
}
