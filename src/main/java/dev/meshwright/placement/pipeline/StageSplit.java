package dev.meshwright.placement.pipeline;

import java.util.Arrays;
import java.util.Optional;

/**
 * A split of consecutive layers into consecutive non-empty stages, by exact dynamic programming in
 * O(layers^2 x stages) per pass at most: ends beyond a cap, or beyond the memory, are not looked at, since a stage takes no less of
 * both with more layers.
 */
public final class StageSplit {
    private static final long IMPOSSIBLE = Long.MAX_VALUE;

    private final int[] firstLayers;
    private final long maxNanoseconds;
    private final long sumNanoseconds;

    /** Time of a stage that runs layers {@code from} to {@code to} - 1; not negative, and no less for more layers. */
    @FunctionalInterface
    public interface StageTime {
        long nanoseconds(int stage, int from, int to);
    }

    /** Whether a stage can hold layers {@code from} to {@code to} - 1; where it can, it holds fewer of them too. */
    @FunctionalInterface
    public interface StageFits {
        boolean fits(int stage, int from, int to);
    }

    private StageSplit(int[] firstLayers, long maxNanoseconds, long sumNanoseconds) {
        this.firstLayers = firstLayers;
        this.maxNanoseconds = maxNanoseconds;
        this.sumNanoseconds = sumNanoseconds;
    }

    /** The first layer of each stage, a copy: [stage]. */
    public int[] firstLayers() {
        return firstLayers.clone();
    }

    /** The longest stage. */
    public long maxNanoseconds() {
        return maxNanoseconds;
    }

    /** All stages together. */
    public long sumNanoseconds() {
        return sumNanoseconds;
    }

    /** [layer] to stage. */
    public int[] stageOfLayer(int layers) {
        int[] stageOfLayer = new int[layers];
        for (int stage = 1; stage < firstLayers.length; stage++) {
            Arrays.fill(stageOfLayer, firstLayers[stage], layers, stage);
        }
        return stageOfLayer;
    }

    /** Sum + (microBatches - 1) x longest: one replica's step without hops. */
    public long stepNanoseconds(int microBatches) {
        return sumNanoseconds + (microBatches - 1) * maxNanoseconds;
    }

    /** The split with the shortest longest stage, and of those the least sum; empty if none fits. */
    public static Optional<StageSplit> minMax(int layers, int stages, StageTime time, StageFits fits) {
        return new Passes(layers, stages, time, fits).minMax();
    }

    /**
     * The split with the least sum + (microBatches - 1) x longest; empty if none fits. Walks the trade-off between sum and
     * longest stage: from the shortest longest stage, a larger one pays only while the sum can still fall by more.
     */
    public static Optional<StageSplit> fastest(
            int layers, int stages, int microBatches, StageTime time, StageFits fits) {
        Passes passes = new Passes(layers, stages, time, fits);
        Optional<StageSplit> shortest = passes.minMax();
        if (shortest.isEmpty()) {
            return shortest;
        }
        StageSplit best = shortest.get();
        long shortestMax = best.maxNanoseconds();
        long cap = IMPOSSIBLE - 1;
        while (cap > shortestMax) {
            StageSplit candidate = passes.minSum(cap).orElseThrow();
            if (candidate.stepNanoseconds(microBatches) < best.stepNanoseconds(microBatches)) {
                best = candidate;
            }
            // Every split with a smaller cap has at least this sum.
            long rest = best.stepNanoseconds(microBatches) - candidate.sumNanoseconds();
            long worthwhile = microBatches == 1 ? shortestMax : Math.ceilDiv(rest, microBatches - 1) - 1;
            cap = Math.min(candidate.maxNanoseconds() - 1, worthwhile);
        }
        return Optional.of(best);
    }

    private record Passes(int layers, int stages, StageTime time, StageFits fits) {

        Optional<StageSplit> minMax() {
            long most = filled();
            long[] longest = new long[layers + 1];
            Arrays.fill(longest, IMPOSSIBLE);
            longest[0] = 0;
            for (int stage = 0; stage < stages; stage++) {
                long[] next = new long[layers + 1];
                Arrays.fill(next, IMPOSSIBLE);
                for (int from = stage; from < layers; from++) {
                    for (int to = from + 1; longest[from] != IMPOSSIBLE && to <= layers; to++) {
                        long nanoseconds = time.nanoseconds(stage, from, to);
                        if (nanoseconds > most || !fits.fits(stage, from, to)) {
                            break;
                        }
                        next[to] = Math.min(next[to], Math.max(longest[from], nanoseconds));
                    }
                }
                longest = next;
            }
            return longest[layers] == IMPOSSIBLE ? Optional.empty() : minSum(longest[layers]);
        }

        /** A longest stage that some split has: the shortest of those that fill one stage after the other as far as it goes. */
        private long filled() {
            long impossible = -1;
            long possible = IMPOSSIBLE - 1;
            while (possible - impossible > 1 && (possible < IMPOSSIBLE - 1 || fills(possible))) {
                long middle = impossible + (possible - impossible) / 2;
                if (fills(middle)) {
                    possible = middle;
                } else {
                    impossible = middle;
                }
            }
            return possible;
        }

        private boolean fills(long cap) {
            int from = 0;
            for (int stage = 0; stage < stages; stage++) {
                int most = layers - (stages - 1 - stage);
                int to = from;
                while (to < most && time.nanoseconds(stage, from, to + 1) <= cap && fits.fits(stage, from, to + 1)) {
                    to++;
                }
                if (to == from) {
                    return false;
                }
                from = to;
            }
            return from == layers;
        }

        /** The least sum with no stage longer than {@code cap}. */
        Optional<StageSplit> minSum(long cap) {
            long[] sums = new long[layers + 1];
            Arrays.fill(sums, IMPOSSIBLE);
            sums[0] = 0;
            int[][] cameFrom = new int[stages][layers + 1];
            for (int stage = 0; stage < stages; stage++) {
                long[] next = new long[layers + 1];
                Arrays.fill(next, IMPOSSIBLE);
                for (int from = stage; from < layers; from++) {
                    for (int to = from + 1; sums[from] != IMPOSSIBLE && to <= layers; to++) {
                        long nanoseconds = time.nanoseconds(stage, from, to);
                        if (nanoseconds > cap || !fits.fits(stage, from, to)) {
                            break;
                        }
                        if (sums[from] + nanoseconds < next[to]) {
                            next[to] = sums[from] + nanoseconds;
                            cameFrom[stage][to] = from;
                        }
                    }
                }
                sums = next;
            }
            return sums[layers] == IMPOSSIBLE ? Optional.empty() : Optional.of(trace(cameFrom, sums[layers]));
        }

        private StageSplit trace(int[][] cameFrom, long sum) {
            int[] firstLayers = new int[stages];
            long longest = 0;
            int to = layers;
            for (int stage = stages - 1; stage >= 0; stage--) {
                firstLayers[stage] = cameFrom[stage][to];
                longest = Math.max(longest, time.nanoseconds(stage, firstLayers[stage], to));
                to = firstLayers[stage];
            }
            return new StageSplit(firstLayers, longest, sum);
        }
    }
}
