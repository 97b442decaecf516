package dev.meshwright.placement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The working placement of {@link Annealing} in flat arrays: trial moves that are undone unless they are accepted. */
final class AnnealingState {

    private final PlacementLayer layer;
    private final AnnealingEnergy energy;
    private final int slotsPerRank;
    private final int experts;
    private final int profiles;
    /** The energy's own table. */
    private final double[][] cost;

    private final SlotBook book;
    // The book's own arrays, read in every trial.
    private final int[] expertOf;
    private final int[] replicas;
    private final int[][] slotsOf;
    private final short[] hosted;
    private final double[] time;
    private final double[] excess;
    private final NodeTraffic.@Nullable State traffic;
    private double excessSum;
    private double trafficValue;
    private long moves;

    // A trial's changes, to be kept or forgotten.
    private final int[] touched;
    private final double[] newTime;
    private final double[] newExcess;
    private int touchedCount;

    AnnealingState(PlacementLayer layer, int[] start) {
        this.layer = layer;
        slotsPerRank = layer.slotsPerRank();
        experts = layer.experts();
        List<LayerProblem> alone = layer.profiles();
        profiles = alone.size();
        traffic = layer.problem()
                .traffic()
                .map(price -> price.layers().get(layer.layer()).start(layer.nodeMasks(start)))
                .orElse(null);
        energy = new AnnealingEnergy(layer, start);
        cost = energy.cost;
        int most = alone.getFirst().maxReplicas();
        book = new SlotBook(layer, start, most);
        expertOf = book.expertOf;
        replicas = book.replicas;
        slotsOf = book.slotsOf;
        hosted = book.hosted;
        time = new double[layer.ranks() * profiles];
        excess = new double[time.length];
        for (int slot = 0; slot < expertOf.length; slot++) {
            for (int profile = 0; profile < profiles; profile++) {
                time[slot / slotsPerRank * profiles + profile] +=
                        cost[expertOf[slot]][replicas[expertOf[slot]] * profiles + profile];
            }
        }
        for (int cell = 0; cell < time.length; cell++) {
            excess[cell] = energy.excess(time[cell], cell % profiles);
            excessSum += excess[cell];
        }
        trafficValue = traffic == null ? 0 : traffic.nodesPerToken();
        moves = layer.moves(start);
        touched = new int[2 * most + 2];
        newTime = new double[touched.length * profiles];
        newExcess = new double[newTime.length];
    }

    AnnealingEnergy.Kind kind() {
        return energy.kind;
    }

    int expert(int slot) {
        return expertOf[slot];
    }

    /** Whether the slot's rank did not host its expert before. */
    boolean moved(int slot) {
        int rank = slot / slotsPerRank;
        return layer.currentlyHosted(rank, expertOf[slot]) == 0;
    }

    /** The live array: copy before the next trial. */
    int[] physicalToLogical() {
        return expertOf;
    }

    double energy() {
        return energy.of(excessSum, trafficValue);
    }

    /** Exchanges the experts of two slots if that is allowed and costs at most {@code allowed} energy. */
    boolean trySwap(int slot, int other, double allowed) {
        int rank = slot / slotsPerRank;
        int otherRank = other / slotsPerRank;
        int expert = expertOf[slot];
        int otherExpert = expertOf[other];
        if (rank == otherRank
                || expert == otherExpert
                || !book.mayHost(otherRank, expert)
                || !book.mayHost(rank, otherExpert)) {
            return false;
        }
        boolean sameNode = layer.nodeOf(rank) == layer.nodeOf(otherRank);
        if (!sameNode && layer.problem().groups() > 0) {
            return false;
        }
        long newMoves = moves;
        if (layer.migrates()) {
            newMoves += moved(rank, expert, otherExpert) + moved(otherRank, otherExpert, expert);
            if (newMoves > layer.maxMoves() && newMoves >= moves) {
                return false;
            }
        }
        double[] mine = cost[expert];
        double[] its = cost[otherExpert];
        int myCost = replicas[expert] * profiles;
        int itsCost = replicas[otherExpert] * profiles;
        touchedCount = 0;
        touched[touchedCount++] = rank;
        touched[touchedCount++] = otherRank;
        double sum = excessSum;
        for (int profile = 0; profile < profiles; profile++) {
            double delta = its[itsCost + profile] - mine[myCost + profile];
            double here = time[rank * profiles + profile] + delta;
            double there = time[otherRank * profiles + profile] - delta;
            newTime[profile] = here;
            newTime[profiles + profile] = there;
            newExcess[profile] = energy.excess(here, profile);
            newExcess[profiles + profile] = energy.excess(there, profile);
            sum += newExcess[profile] + newExcess[profiles + profile];
            sum -= excess[rank * profiles + profile] + excess[otherRank * profiles + profile];
        }
        if (traffic == null || sameNode) {
            if (energy.of(sum, trafficValue) - energy() > allowed) {
                return false;
            }
            book.exchange(slot, other);
        } else {
            // Traffic can only be known by changing it; what balance alone forbids with room to spare is not tried.
            if (energy.of(sum, Math.max(1, trafficValue - possibleGain(expert, otherExpert))) - energy() > allowed) {
                return false;
            }
            book.exchange(slot, other);
            double before = trafficValue;
            double value = trafficAfter(expert, otherExpert);
            if (energy.of(sum, value) - energy.of(excessSum, before) > allowed) {
                book.exchange(slot, other);
                trafficAfter(expert, otherExpert);
                return false;
            }
            trafficValue = value;
        }
        moves = newMoves;
        keep(sum);
        return true;
    }

    /** No change of two experts' places saves more nodes than tokens use them: a token saves a node at most for each. */
    private double possibleGain(int expert, int otherExpert) {
        LayerProblem first = layer.profiles().getFirst();
        return MOST_CHOICES * (first.share(expert) + first.share(otherExpert));
    }

    /** Choices per token assumed at most where a gain is bounded from above. */
    private static final int MOST_CHOICES = 16;

    private double trafficAfter(int expert, int otherExpert) {
        NodeTraffic.State state = java.util.Objects.requireNonNull(traffic);
        state.change(expert, book.mask(expert));
        state.change(otherExpert, book.mask(otherExpert));
        return state.nodesPerToken();
    }

    /** Change of the moves when a slot of {@code rank} hosts {@code arriving} instead of {@code leaving}. */
    private int moved(int rank, int leaving, int arriving) {
        return (hosted[rank * experts + arriving] >= layer.currentlyHosted(rank, arriving) ? 1 : 0)
                - (hosted[rank * experts + leaving] > layer.currentlyHosted(rank, leaving) ? 1 : 0);
    }

    private void keep(double sum) {
        for (int index = 0; index < touchedCount; index++) {
            System.arraycopy(newTime, index * profiles, time, touched[index] * profiles, profiles);
            System.arraycopy(newExcess, index * profiles, excess, touched[index] * profiles, profiles);
        }
        excessSum = sum;
    }

    /**
     * A replica of the expert in {@code slot} makes way for one more replica of {@code gaining}, which goes to
     * {@code target}; what was in {@code target} comes to {@code slot}.
     */
    boolean tryReplica(int slot, int gaining, int target, double allowed) {
        int losing = expertOf[slot];
        int displaced = expertOf[target];
        int rank = slot / slotsPerRank;
        int targetRank = target / slotsPerRank;
        boolean direct = slot == target;
        if (replicas[losing] < 2
                || losing == gaining
                || replicas[gaining] + 1 >= slotsOf[gaining].length
                || !book.mayHost(targetRank, gaining)
                || !direct
                        && (rank == targetRank
                                || displaced == gaining
                                || displaced == losing
                                || !book.mayHost(rank, displaced))
                || !groupsAllow(gaining, rank, targetRank)) {
            return false;
        }
        long newMoves = moves;
        if (layer.migrates()) {
            newMoves += direct
                    ? moved(rank, losing, gaining)
                    : moved(rank, losing, displaced) + moved(targetRank, displaced, gaining);
            if (newMoves > layer.maxMoves() && newMoves >= moves) {
                return false;
            }
        }
        double sum = replicaExcess(losing, gaining, displaced, rank, targetRank, direct);
        if (traffic == null && energy.of(sum, 0) - energy() > allowed) {
            return false;
        }
        if (traffic != null && energy.of(sum, Math.max(1, trafficValue - 1)) - energy() > allowed) {
            return false;
        }
        book.relocate(slot, gaining, target);
        if (traffic != null) {
            double before = trafficValue;
            trafficAfter(losing, gaining);
            double value = trafficAfter(losing, displaced);
            if (energy.of(sum, value) - energy.of(excessSum, before) > allowed) {
                book.undoRelocation(slot, losing, gaining, target, displaced);
                trafficAfter(losing, gaining);
                trafficAfter(losing, displaced);
                return false;
            }
            trafficValue = value;
        }
        moves = newMoves;
        keep(sum);
        return true;
    }

    /** With fixed groups, changes stay inside one node, whose groups the present placement shows. */
    private boolean groupsAllow(int gaining, int rank, int targetRank) {
        if (layer.problem().groups() == 0) {
            return true;
        }
        int node = layer.nodeOf(rank);
        return node == layer.nodeOf(targetRank) && node == layer.nodeOf(slotsOf[gaining][0] / slotsPerRank);
    }

    private double replicaExcess(int losing, int gaining, int displaced, int rank, int targetRank, boolean direct) {
        touchedCount = 0;
        for (int index = 0; index < replicas[losing]; index++) {
            touch(slotsOf[losing][index] / slotsPerRank);
        }
        for (int index = 0; index < replicas[gaining]; index++) {
            touch(slotsOf[gaining][index] / slotsPerRank);
        }
        touch(targetRank);
        int losingCost = replicas[losing] * profiles;
        int gainingCost = replicas[gaining] * profiles;
        int displacedCost = replicas[displaced] * profiles;
        double sum = excessSum;
        for (int index = 0; index < touchedCount; index++) {
            int at = touched[index];
            int lost = hosted[at * experts + losing];
            int lostAfter = lost - (at == rank ? 1 : 0);
            int gained = hosted[at * experts + gaining];
            int gainedAfter = gained + (at == targetRank ? 1 : 0);
            int shifted = direct ? 0 : (at == rank ? 1 : 0) - (at == targetRank ? 1 : 0);
            for (int profile = 0; profile < profiles; profile++) {
                int cell = at * profiles + profile;
                double value = time[cell]
                        - lost * cost[losing][losingCost + profile]
                        + lostAfter * cost[losing][losingCost - profiles + profile]
                        - gained * cost[gaining][gainingCost + profile]
                        + gainedAfter * cost[gaining][gainingCost + profiles + profile]
                        + shifted * cost[displaced][displacedCost + profile];
                double after = energy.excess(value, profile);
                newTime[index * profiles + profile] = value;
                newExcess[index * profiles + profile] = after;
                sum += after - excess[cell];
            }
        }
        return sum;
    }

    private void touch(int rank) {
        for (int index = 0; index < touchedCount; index++) {
            if (touched[index] == rank) {
                return;
            }
        }
        touched[touchedCount++] = rank;
    }
}
