package dev.meshwright.placement.experts.annealing;

import dev.meshwright.placement.experts.ExpertLayer;
import dev.meshwright.placement.experts.LayerScore;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Simulated annealing of one layer (Kirkpatrick, Gelatt and Vecchi 1983) on a smooth stand-in for its objective:
 *
 * <pre>
 *   energy = sum over profiles p and ranks r of w_p x max(0, 1 + (x_pr - 1) / hinge)^4,   x_pr = rank time / profile's bound
 * </pre>
 *
 * The slowest rank is a maximum over all ranks and profiles, so that almost every single change leaves it where it was;
 * the fourth power of what exceeds the bound less the hinge (3 % or the gap at the start) behaves like a soft maximum, and its change depends on the
 * touched ranks alone, which makes a trial some hundred nanoseconds. Measured against squares, the 64th power and
 * exponentials on recorded loads: ADR 4. Replicas of one expert cool down together with the places.
 *
 * <p>With traffic, energy is its fourth root plus traffic's share of the time; with a limit on the slowest rank, nodes per
 * token plus a penalty on what exceeds the limit. The result is the best state met under the layer's own score.
 */
public final class Annealing {

    /** Temperatures in units of energy, for the fourth power alone: a rank at +1.2 hinges and at -0.4 hinges; measured. */
    private static final double HOT = 25;

    private static final double COLD = 0.12;

    /** Temperatures where energy is in fractions of the layer's time (4th root): 1 % down to 0.001 %. */
    private static final double HOT_FRACTION = 1e-2;

    private static final double COLD_FRACTION = 1e-5;

    /** Temperatures in nodes per token: a gain of a hundredth down to two hundred-thousandths. */
    private static final double HOT_NODES = 1e-2;

    private static final double COLD_NODES = 2e-5;

    /** Trials between two changes of the temperature and two looks at the clock. */
    private static final int TRIALS_PER_TEMPERATURE = 1000;

    /** One in this many trials changes replica counts. */
    private static final int REPLICA_TRIALS = 8;

    /** Draws in which a moved slot is looked for. */
    private static final int ATTEMPTS = 8;

    /** Under a limit on moves a hot start would spend them on disorder; from the descent's result a mild one pays: measured. */
    private static final double HOT_MIGRATION = 1;

    /** Near the end the true score is looked at whenever energy is lowest so far; earlier it would be wasted. */
    private static final double LOOKING_FROM = 0.5;

    private final ExpertLayer layer;
    private final AnnealingState state;
    private final SplittableRandom random;

    private Annealing(ExpertLayer layer, int[] start, long seed) {
        this.layer = layer;
        state = new AnnealingState(layer, start);
        random = new SplittableRandom(seed * 1_000_003L + layer.layer());
    }

    /**
     * Anneals.
     *
     * @param start feasible
     * @param trials moves tried
     * @param from where to begin if not at {@code start}; may break a limit
     * @param stop asked now and then; once true the best so far is returned
     * @return never worse than {@code start}
     */
    public static int[] anneal(
            ExpertLayer layer, int[] start, long trials, Optional<int[]> from, long seed, BooleanSupplier stop) {
        return new Annealing(layer, from.orElse(start), seed).run(start, trials, stop);
    }

    private int[] run(int[] start, long trials, BooleanSupplier stop) {
        int[] best = start.clone();
        LayerScore bestScore = layer.score(start);
        double lowest = Double.POSITIVE_INFINITY;
        double hot = hot();
        double cooling = Math.pow(cold() / hot, 1.0 / Math.max(1, trials / TRIALS_PER_TEMPERATURE));
        double temperature = hot;
        boolean replicas = layer.slots() > layer.experts();
        for (long trial = 0; trial < trials; trial++) {
            if (trial % TRIALS_PER_TEMPERATURE == 0) {
                temperature *= cooling;
                if (stop.getAsBoolean() || bestScore.nanoseconds() <= layer.lowerBoundNanoseconds()) {
                    break;
                }
            }
            double allowed = -temperature * Math.log(random.nextDouble());
            boolean changed = (replicas && trial % REPLICA_TRIALS == 0) ? tryReplica(allowed) : trySwap(allowed);
            if (changed && trial > LOOKING_FROM * trials && state.energy() < lowest) {
                lowest = state.energy();
                LayerScore score = layer.score(state.physicalToLogical());
                if (score.compareTo(bestScore) < 0) {
                    bestScore = score;
                    best = state.physicalToLogical().clone();
                }
            }
        }
        return best;
    }

    private double hot() {
        return switch (state.kind()) {
            case BALANCE -> layer.migrates() ? HOT_MIGRATION : HOT;
            case PRICED -> HOT_FRACTION;
            case LIMITED -> HOT_NODES;
        };
    }

    private double cold() {
        return switch (state.kind()) {
            case BALANCE -> COLD;
            case PRICED -> COLD_FRACTION;
            case LIMITED -> COLD_NODES;
        };
    }

    private boolean trySwap(double allowed) {
        return state.trySwap(slot(), slot(), allowed);
    }

    /** Any slot; under a limit on moves half of them among those that moved, which may be moved on for nothing. */
    private int slot() {
        int slot = random.nextInt(layer.slots());
        boolean prefersMoved = layer.migrates() && random.nextBoolean();
        for (int attempt = 0; prefersMoved && attempt < ATTEMPTS && !state.moved(slot); attempt++) {
            slot = random.nextInt(layer.slots());
        }
        return slot;
    }

    /** A replica of one expert makes way for another's; two times in three that one changes places at once. */
    private boolean tryReplica(double allowed) {
        int slot = random.nextInt(layer.slots());
        int expert = state.expert(random.nextInt(layer.slots()));
        int target = random.nextInt(3) == 0 ? slot : random.nextInt(layer.slots());
        return state.tryReplica(slot, expert, target, allowed);
    }
}
