package dev.meshwright.lab.bench;

import dev.meshwright.lab.bench.Metric.Kind;
import dev.meshwright.placement.experts.ExpertProblem;
import dev.meshwright.placement.experts.PlacedLayers;
import dev.meshwright.placement.experts.planner.PolicyRun;
import dev.meshwright.question.place.PosedPlacement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One problem placed by one policy.
 *
 * @param mean of busiest over mean rank, over layers and profiles
 * @param worst profile
 * @param nodesPerToken 0 without traffic
 * @param moved part of the slots; NaN without a placement in force
 * @param optimalLayers layers that meet their bound
 */
record Measured(
        double mean,
        double worst,
        double nodesPerToken,
        double moved,
        boolean feasible,
        long optimalLayers,
        int layers,
        double milliseconds) {

    /** What a policy's run is worth, on tokens that it was not made for. */
    static Measured of(PosedPlacement posed, PolicyRun run) {
        return switch (run) {
            case PolicyRun.Figure figure -> new Measured(figure.mean(), figure.worst(), 0, Double.NaN, true, 0, 0, 0);
            case PolicyRun.Placed placed -> of(posed, placed.placed(), placed.milliseconds());
        };
    }

    private static Measured of(PosedPlacement posed, PlacedLayers placed, double milliseconds) {
        ExpertProblem problem = posed.problem();
        double[] profiles = new double[problem.profiles().size()];
        Arrays.setAll(profiles, placed::maxOverMean);
        return new Measured(
                Arrays.stream(profiles).average().orElseThrow(),
                Arrays.stream(profiles).max().orElseThrow(),
                posed.nodesPerTokenUnseen(placed.placement()).orElse(placed.nodesPerToken()),
                problem.migration().isPresent()
                        ? placed.moves() / (double) (problem.layers() * problem.slots())
                        : Double.NaN,
                placed.feasible(),
                placed.optimalLayers(),
                problem.layers(),
                milliseconds);
    }

    /**
     * The figures of measurements, [seed][problem] and at least one: means over all, the spread of the seeds, the worst
     * profile of any; milliseconds are of all problems of a seed together, median and slowest.
     */
    static List<Metric> together(List<List<Measured>> bySeed) {
        List<Measured> all = bySeed.stream().flatMap(List::stream).toList();
        double[] means = bySeed.stream()
                .filter(seed -> !seed.isEmpty())
                .mapToDouble(seed -> mean(seed, Measured::mean))
                .sorted()
                .toArray();
        double[] times = bySeed.stream()
                .mapToDouble(seed ->
                        seed.stream().mapToDouble(Measured::milliseconds).sum())
                .sorted()
                .toArray();
        double nodesPerToken = mean(all, Measured::nodesPerToken);
        double moved = mean(all, Measured::moved);
        List<Metric> metrics = new ArrayList<>();
        metrics.add(new Metric("meanMaxOverMean", Kind.RATIO, mean(all, Measured::mean)));
        metrics.add(new Metric("spread", Kind.RATIO, means[means.length - 1] - means[0]));
        metrics.add(new Metric(
                "worstProfile",
                Kind.RATIO,
                all.stream().mapToDouble(Measured::worst).max().orElse(0)));
        if (nodesPerToken > 0) {
            metrics.add(new Metric("nodesPerToken", Kind.NUMBER, nodesPerToken));
        }
        if (!Double.isNaN(moved)) {
            metrics.add(new Metric("movedFraction", Kind.SHARE, moved));
        }
        metrics.add(Metric.truth("feasible", all.stream().allMatch(Measured::feasible)));
        metrics.add(Metric.count(
                "optimalLayers", all.stream().mapToLong(Measured::optimalLayers).sum() / bySeed.size()));
        metrics.add(
                Metric.count("layers", all.stream().mapToLong(Measured::layers).sum() / bySeed.size()));
        metrics.add(new Metric("milliseconds", Kind.MILLISECONDS, times[times.length / 2]));
        metrics.add(new Metric("slowestMilliseconds", Kind.MILLISECONDS, times[times.length - 1]));
        return metrics;
    }

    private static double mean(List<Measured> measured, ToDoubleFunction<Measured> figure) {
        return measured.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }
}
