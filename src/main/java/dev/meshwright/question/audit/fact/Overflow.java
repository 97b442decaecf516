package dev.meshwright.question.audit.fact;

import dev.meshwright.facts.model.FeedForward;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.problem.LoadBalance;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.ExpertLoad;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
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

    /** Routed experts of a layer; empty where nothing is routed or layers differ. */
    public static OptionalInt experts(Problem problem) {
        List<Integer> counts = problem.model().layers().stream()
                .map(Layer::feedForward)
                .filter(FeedForward.Mixture.class::isInstance)
                .map(mixture -> ((FeedForward.Mixture) mixture).experts())
                .distinct()
                .toList();
        return counts.size() == 1 ? OptionalInt.of(counts.getFirst()) : OptionalInt.empty();
    }

    /** The overflow of a problem; empty where it asks for no balance or routes nothing. */
    public static Optional<Overflow> of(Problem problem) {
        LoadBalance balance = problem.balance();
        OptionalInt routed = experts(problem);
        if (routed.isEmpty() || balance.equals(LoadBalance.NONE)) {
            return Optional.empty();
        }
        int experts = routed.getAsInt();
        int layers =
                (int) problem.model().layers().stream().filter(Layer::routed).count();
        double[][] shares = IntStream.range(0, layers)
                .mapToObj(layer -> problem.expertLoad().shares(layer, experts))
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
                Arrays.stream(shares).mapToDouble(ExpertLoad::variation).max().orElse(0),
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
}
