package dev.meshwright.placement.placing;

import dev.meshwright.cost.PlacementCosts;
import dev.meshwright.cost.StageCosts;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Stage;
import dev.meshwright.placement.pipeline.StageSplit;
import dev.meshwright.placement.pipeline.StageSplit.StageFits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The best split of the layers into stages on GPUs of one kind.
 *
 * <p>On equal GPUs a micro-batch takes as long on its whole way however the layers are split, so the longest stage decides;
 * beside it the longest stage of the step with prompts, or the longest tail of a training step. From the shortest longest
 * stage on, each next split has less of the other and a longer longest stage, until even the least of the other could not
 * make up for that.
 */
final class EqualStages {

    private static final double NANOSECONDS = 1e9;

    /** Splits along the way; a longer longest stage soon costs more than the other can win. */
    private static final int MOST_STEPS = 100;

    private final StageCosts costs;
    private final Ranking ranking;
    private final Degrees degrees;
    private final StageFits fits;

    EqualStages(Problem problem, PlacementCosts placement, StageCosts costs, Degrees degrees, int site) {
        this.costs = costs;
        this.ranking = new Ranking(problem);
        this.degrees = degrees;
        MemoryTable memory = new MemoryTable(placement, degrees, costs.layers(), site);
        this.fits = (stage, from, to) -> problem.model().mayBeginStage(from) && memory.fits(stage, from, to);
    }

    /**
     * A split.
     *
     * @param stages layers of each
     * @param exact whether no other on these GPUs is better
     */
    record Split(List<Stage> stages, boolean exact) {}

    /** The best split; empty where none fits into memory. */
    Optional<Split> best() {
        Optional<StageSplit> shortest = shortest(Long.MAX_VALUE);
        if (shortest.isEmpty() || !costs.twofold()) {
            return shortest.map(split -> new Split(ranges(split), costs.alike()));
        }
        return Optional.of(walked(shortest.get().maxNanoseconds()));
    }

    private Split walked(long shortest) {
        double leastOther = least(Long.MAX_VALUE).maxNanoseconds() / NANOSECONDS;
        StageSplit best = least(shortest);
        double bestWorth = worth(costs.performance(best.firstLayers()));
        StageSplit last = best;
        for (int step = 0; step < MOST_STEPS; step++) {
            // The next one with less of the other has a longer longest stage.
            Optional<StageSplit> next = shortest(last.maxNanoseconds() - 1);
            double longest =
                    next.map(split -> split.maxNanoseconds() / NANOSECONDS).orElse(0.0);
            if (next.isEmpty() || worth(costs.atBest(last.firstLayers(), longest, leastOther)) <= bestWorth) {
                return new Split(ranges(best), costs.alike());
            }
            last = least(next.get().maxNanoseconds());
            double worth = worth(costs.performance(last.firstLayers()));
            if (worth > bestWorth) {
                best = last;
                bestWorth = worth;
            }
        }
        return new Split(ranges(best), false);
    }

    /** The split with the shortest longest stage of those with no more than {@code other} nanoseconds of the other. */
    private Optional<StageSplit> shortest(long other) {
        boolean all = other == Long.MAX_VALUE;
        return StageSplit.minMax(
                costs.layers(),
                degrees.pipeline(),
                this::nanoseconds,
                (stage, from, to) -> fits.fits(stage, from, to) && (all || otherNanoseconds(stage, from, to) <= other));
    }

    /** The split with the least of the other of those with no stage longer than {@code longest}; there is one. */
    private StageSplit least(long longest) {
        return StageSplit.minMax(
                        costs.layers(),
                        degrees.pipeline(),
                        this::otherNanoseconds,
                        (stage, from, to) -> fits.fits(stage, from, to) && nanoseconds(stage, from, to) <= longest)
                .orElseThrow();
    }

    private double worth(Performance performance) {
        return ranking.worth(performance, degrees.gpus());
    }

    private long nanoseconds(int stage, int from, int to) {
        return Math.round(costs.seconds(stage, from, to) * NANOSECONDS);
    }

    private long otherNanoseconds(int stage, int from, int to) {
        return Math.round(costs.otherSeconds(stage, from, to) * NANOSECONDS);
    }

    private List<Stage> ranges(StageSplit split) {
        int[] firstLayers = split.firstLayers();
        List<Stage> stages = new ArrayList<>();
        for (int stage = 0; stage < firstLayers.length; stage++) {
            int end = stage + 1 < firstLayers.length ? firstLayers[stage + 1] : costs.layers();
            stages.add(new Stage(firstLayers[stage], end - 1));
        }
        return stages;
    }

    /** For each stage and first layer, the last layer that still fits: memory grows with every layer. */
    private static final class MemoryTable {

        private final int[][] end;

        MemoryTable(PlacementCosts costs, Degrees degrees, int layers, int site) {
            end = new int[degrees.pipeline()][layers];
            double usable = costs.usableBytes(site);
            for (int stage = 0; stage < degrees.pipeline(); stage++) {
                int to = 0;
                for (int from = 0; from < layers; from++) {
                    to = Math.max(to, from);
                    while (to < layers && costs.stageBytes(stage, from, to) <= usable) {
                        to++;
                    }
                    end[stage][from] = to;
                }
            }
        }

        boolean fits(int stage, int from, int to) {
            return to <= end[stage][from];
        }
    }
}
