package dev.meshwright.cost.bound;

import dev.meshwright.cost.serving.PassTimes;
import dev.meshwright.layout.Degrees;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What the stages of pipelines on several kinds of GPUs take at least, whole layers in each.
 *
 * <p>A stage is as slow as its slowest GPU, so one that lies on several kinds takes no less time than on any of them: it counts
 * as one of the last of these in some order of the kinds. The stages that count as the first k kinds lie on GPUs of these
 * alone, which have room for {@code floor(GPUs / GPUs of a stage)} of them in all replicas. So for every k the kinds are two, a
 * fast and a slow one ({@link TwoKinds}), and the best of all k bounds. Of R replicas
 *
 * <ul>
 *   <li>some one has no more than {@code floor(room / R)} fast stages: users see its longest times;
 *   <li>those with n_i of them do what 1 / t(n_i) says, together no more than R times the least concave function above 1 / t at
 *       {@code room / R}.
 * </ul>
 *
 * <p>Keeps what it counts in: one instance per thread.
 */
final class StagesOnSites {

    /** Numbers of fast stages whose times are asked for, at most; those between count as the next larger one. */
    private static final int MOST_NUMBERS = 16;

    private final int[] gpusOfSite;
    private final TwoKinds kinds;

    /** Stages of so many layers on a cluster with this many GPUs of each kind. */
    StagesOnSites(int[] gpusOfSite, int layers) {
        this.gpusOfSite = gpusOfSite.clone();
        this.kinds = new TwoKinds(layers);
    }

    /**
     * Copies of a pipeline.
     *
     * @param together whether they make one step, as slow as the slowest
     */
    record Copies(int gpusPerStage, int stages, int replicas, boolean together) {
        static Copies of(Degrees degrees, boolean together) {
            return new Copies(degrees.gpusPerStage(), degrees.pipeline(), degrees.replicas(), together);
        }
    }

    /**
     * Seconds of the longest stage in the mean over the replicas, at least, and of the whole way: no more than makes
     * {@code (m - 1) longest + way} the least time to the last micro-batch's end in some replica, nor more than the least cycle of
     * m micro-batches.
     *
     * @param seconds [kind][layer], the embedding's with the first and the head's with the last
     * @param hops seconds of all hops on the way
     * @param microBatches m, at least
     * @param atLeast seconds that the longest stage is known to take
     */
    PassTimes least(double[][] seconds, double hops, Copies copies, int microBatches, double atLeast) {
        int[] order = IntStream.range(0, seconds.length)
                .boxed()
                .sorted(Comparator.comparingDouble(
                        kind -> Arrays.stream(seconds[kind]).sum()))
                .mapToInt(Integer::intValue)
                .toArray();
        double longest = atLeast;
        double last = 0;
        double cycle = 0;
        int held = 0;
        for (int first = 1; first < order.length; first++) {
            held += gpusOfSite[order[first - 1]];
            kinds.take(seconds, order, first);
            int room = held / copies.gpusPerStage();
            int fewest = Math.min(copies.stages(), room / copies.replicas());
            double slowest = kinds.longest(fewest, copies.stages(), 0);
            boolean alike = copies.together() || copies.replicas() == 1 || fewest == copies.stages();
            PassTimes mean = alike
                    ? new PassTimes(kinds.cycle(fewest, slowest, microBatches, hops), slowest)
                    : mean(copies, room, microBatches, hops);
            longest = Math.max(longest, mean.maxSeconds());
            cycle = Math.max(cycle, mean.sumSeconds());
            last = Math.max(last, hops + kinds.together(fewest, slowest, microBatches - 1.0));
        }
        return new PassTimes(Math.min(cycle, last - (microBatches - 1) * longest), longest);
    }

    /** Cycle and longest stage in the mean over replicas whose numbers of fast stages share the room. */
    private PassTimes mean(Copies copies, int room, int microBatches, double hops) {
        double share = (double) room / copies.replicas();
        int most = Math.min(copies.stages(), room);
        int step = Math.max(1, Math.ceilDiv(most, MOST_NUMBERS));
        int count = Math.ceilDiv(most, step) + 1;
        double[] numbers = new double[count];
        double[] rates = new double[count];
        double[] cycles = new double[count];
        double known = 0;
        for (int place = count - 1; place >= 0; place--) {
            int quick = Math.min(most, place * step);
            known = kinds.longest(quick, copies.stages(), known);
            numbers[place] = place == 0 ? 0 : (place - 1) * step + 1.0;
            rates[place] = 1 / known;
            cycles[place] = 1 / kinds.cycle(quick, known, microBatches, hops);
        }
        return new PassTimes(1 / above(numbers, cycles, share), 1 / above(numbers, rates, share));
    }

    /** The least concave function above some points, of numbers that ascend and values that do not fall. */
    private static double above(double[] numbers, double[] values, double at) {
        if (values[values.length - 1] == Double.POSITIVE_INFINITY) {
            return Double.POSITIVE_INFINITY;
        }
        double above = 0;
        for (int left = 0; left < numbers.length && numbers[left] <= at; left++) {
            above = Math.max(above, values[left]);
            for (int right = left + 1; right < numbers.length; right++) {
                if (numbers[right] > at) {
                    double share = (at - numbers[left]) / (numbers[right] - numbers[left]);
                    above = Math.max(above, values[left] + share * (values[right] - values[left]));
                }
            }
        }
        return above;
    }
}
