package dev.meshwright.audit;

import dev.meshwright.check.CheckedPlan;
import dev.meshwright.problem.LoadBalance;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Expert load against the balance that the problem asks for, and what a capacity factor c does with the excess: an expert
 * of E accepts at most c/E of a layer's assignments (GShard, arXiv 2006.16668, 2.2). What is beyond is dropped, or
 * rerouted to experts with room, of which there is {@code sum max(0, c/E - share)}.
 *
 * @param coefficientOfVariation standard deviation over mean of the experts' shares, worst layer
 * @param target that the problem asks for
 * @param capacityFactor c of the problem
 * @param droppedShare part of the assignments beyond it, mean over layers
 * @param reroutedShare part of the assignments that finds room elsewhere; the rest is lost even with rerouting
 * @param sufficientCapacityFactor the least c without overflow: the most popular expert's share times E
 */
public record Overflow(
        double coefficientOfVariation,
        OptionalDouble target,
        OptionalDouble capacityFactor,
        double droppedShare,
        double reroutedShare,
        double sufficientCapacityFactor) {

    /** The overflow of a plan's problem; empty where it asks for no balance or routes nothing. */
    public static Optional<Overflow> of(CheckedPlan plan, FactBook book) {
        LoadBalance balance = plan.problem().balance();
        int experts = (int) book.value("experts.perLayer", 0);
        int layers = (int) book.value("layers.routed", 0);
        if (experts == 0 || layers == 0 || balance.equals(LoadBalance.NONE)) {
            return Optional.empty();
        }
        double[][] shares = IntStream.range(0, layers)
                .mapToObj(layer -> plan.problem().expertLoad().shares(layer, experts))
                .toArray(double[][]::new);
        double capacity = balance.capacityFactor().orElse(Double.POSITIVE_INFINITY) / experts;
        double dropped = Arrays.stream(shares)
                .mapToDouble(row -> over(row, capacity))
                .average()
                .orElse(0);
        double rerouted = Arrays.stream(shares)
                .mapToDouble(row -> Math.min(over(row, capacity), room(row, capacity)))
                .average()
                .orElse(0);
        return Optional.of(new Overflow(
                Arrays.stream(shares).mapToDouble(Overflow::variation).max().orElse(0),
                balance.coefficientOfVariation(),
                balance.capacityFactor(),
                dropped,
                rerouted,
                Arrays.stream(shares).flatMapToDouble(Arrays::stream).max().orElse(0) * experts));
    }

    static double over(double[] shares, double capacity) {
        return Arrays.stream(shares).map(share -> Math.max(0, share - capacity)).sum();
    }

    static double room(double[] shares, double capacity) {
        return Arrays.stream(shares).map(share -> Math.max(0, capacity - share)).sum();
    }

    static double variation(double[] shares) {
        double mean = Arrays.stream(shares).average().orElse(0);
        double variance = Arrays.stream(shares)
                .map(share -> (share - mean) * (share - mean))
                .average()
                .orElse(0);
        return Math.sqrt(variance) / mean;
    }
}
