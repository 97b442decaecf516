package dev.meshwright.placement;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The working placement of {@link Annealing} in flat arrays: trial moves that are undone unless they are accepted. */
final class AnnealingState {

    /** What energy measures, see {@link Annealing}. */
    enum Kind {
        BALANCE,
        PRICED,
        LIMITED
    }

    /**
     * Width of the hinge for several profiles, where a few percent stay open at the end: rank times below 1 minus this
     * part of the bound count nothing.
     */
    private static final double WIDEST_HINGE = 0.03;

    /** With one profile the gap of the start is the width, but not less than what rounding to nanoseconds can tell apart. */
    private static final double NARROWEST_HINGE = 1e-6;

    /** Nodes per token that 100 % above the limit cost, per rank: dear enough to be left at the end. */
    private static final double LIMIT_PENALTY = 20;

    private final PlacementLayer layer;
    private final Kind kind;
    private final int slotsPerRank;
    private final int experts;
    private final int profiles;
    private final double[] weight;
    /** [expert][replicas][profile] cost of a slot over the profile's bound. */
    private final double[][] cost;

    private final int[] expertOf;
    private final int[] replicas;
    private final int[][] slotsOf;
    private final short[] hosted;
    private final double[] time;
    private final double[] excess;
    private final NodeTraffic.@Nullable State traffic;
    private final double trafficWeight;
    private final double hinge;
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
        weight = new double[profiles];
        Arrays.setAll(
                weight,
                profile -> Math.max(layer.weight(profile), layer.problem().worstShare() / profiles) * profiles);
        boolean limited = layer.limitNanoseconds() < Long.MAX_VALUE;
        traffic = layer.problem()
                .traffic()
                .map(price -> price.layers().get(layer.layer()).start(layer.nodeMasks(start)))
                .orElse(null);
        kind = traffic == null ? Kind.BALANCE : limited ? Kind.LIMITED : Kind.PRICED;
        double[] unit = new double[profiles];
        for (int profile = 0; profile < profiles; profile++) {
            unit[profile] =
                    limited ? layer.limitNanoseconds() : alone.get(profile).lowerBoundNanoseconds();
        }
        trafficWeight = limited || traffic == null
                ? 1
                : layer.trafficNanoseconds(1)
                        / (double) Math.max(
                                1,
                                layer.blend(Arrays.stream(unit)
                                        .mapToLong(Math::round)
                                        .toArray()));
        double gap = layer.blend(alone.stream()
                                .mapToLong(one -> one.score(start).nanoseconds())
                                .toArray())
                        / Math.max(
                                1.0,
                                layer.blend(alone.stream()
                                        .mapToLong(LayerProblem::lowerBoundNanoseconds)
                                        .toArray()))
                - 1;
        hinge = profiles > 1 || layer.migrates() ? WIDEST_HINGE : Math.clamp(gap, NARROWEST_HINGE, WIDEST_HINGE);
        int most = alone.getFirst().maxReplicas();
        cost = new double[experts][(most + 1) * profiles];
        for (int expert = 0; expert < experts; expert++) {
            for (int count = 1; count <= most; count++) {
                for (int profile = 0; profile < profiles; profile++) {
                    cost[expert][count * profiles + profile] =
                            alone.get(profile).slotNanoseconds(expert, count) / Math.max(1, unit[profile]);
                }
            }
        }
        expertOf = start.clone();
        replicas = new int[experts];
        slotsOf = new int[experts][most + 1];
        hosted = new short[layer.ranks() * experts];
        for (int slot = 0; slot < expertOf.length; slot++) {
            int expert = expertOf[slot];
            slotsOf[expert][replicas[expert]++] = slot;
            hosted[slot / slotsPerRank * experts + expert]++;
        }
        time = new double[layer.ranks() * profiles];
        excess = new double[time.length];
        for (int slot = 0; slot < expertOf.length; slot++) {
            for (int profile = 0; profile < profiles; profile++) {
                time[slot / slotsPerRank * profiles + profile] +=
                        cost[expertOf[slot]][replicas[expertOf[slot]] * profiles + profile];
            }
        }
        for (int cell = 0; cell < time.length; cell++) {
            excess[cell] = excess(time[cell], cell % profiles);
            excessSum += excess[cell];
        }
        trafficValue = traffic == null ? 0 : traffic.nodesPerToken();
        moves = layer.moves(start);
        touched = new int[2 * most + 2];
        newTime = new double[touched.length * profiles];
        newExcess = new double[newTime.length];
    }

    Kind kind() {
        return kind;
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
        return energy(excessSum, trafficValue);
    }

    private double energy(double sum, double nodesPerToken) {
        return switch (kind) {
            case BALANCE -> sum;
            case PRICED -> hinge * Math.sqrt(Math.sqrt(Math.max(0, sum) / profiles)) + trafficWeight * nodesPerToken;
            case LIMITED -> sum + nodesPerToken;
        };
    }

    private double excess(double relativeTime, int profile) {
        if (kind == Kind.LIMITED) {
            return relativeTime <= 1 ? 0 : LIMIT_PENALTY * (relativeTime - 1);
        }
        double above = (relativeTime - 1) / hinge + 1;
        if (above <= 0) {
            return 0;
        }
        above *= above;
        return weight[profile] * above * above;
    }

    /** Exchanges the experts of two slots if that is allowed and costs at most {@code allowed} energy. */
    boolean trySwap(int slot, int other, double allowed) {
        int rank = slot / slotsPerRank;
        int otherRank = other / slotsPerRank;
        int expert = expertOf[slot];
        int otherExpert = expertOf[other];
        if (rank == otherRank || expert == otherExpert || !mayHost(otherRank, expert) || !mayHost(rank, otherExpert)) {
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
            newExcess[profile] = excess(here, profile);
            newExcess[profiles + profile] = excess(there, profile);
            sum += newExcess[profile] + newExcess[profiles + profile];
            sum -= excess[rank * profiles + profile] + excess[otherRank * profiles + profile];
        }
        if (traffic == null || sameNode) {
            if (energy(sum, trafficValue) - energy() > allowed) {
                return false;
            }
            exchange(slot, other);
        } else {
            // Traffic can only be known by changing it; what balance alone forbids with room to spare is not tried.
            if (energy(sum, Math.max(1, trafficValue - possibleGain(expert, otherExpert))) - energy() > allowed) {
                return false;
            }
            exchange(slot, other);
            double before = trafficValue;
            double value = trafficAfter(expert, otherExpert);
            if (energy(sum, value) - energy(excessSum, before) > allowed) {
                exchange(slot, other);
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
        state.change(expert, mask(expert));
        state.change(otherExpert, mask(otherExpert));
        return state.nodesPerToken();
    }

    private long mask(int expert) {
        long mask = 0;
        for (int index = 0; index < replicas[expert]; index++) {
            mask |= 1L << layer.nodeOf(slotsOf[expert][index] / slotsPerRank);
        }
        return mask;
    }

    private boolean mayHost(int rank, int expert) {
        return !layer.distinctRanks() || hosted[rank * experts + expert] == 0;
    }

    /** Change of the moves when a slot of {@code rank} hosts {@code arriving} instead of {@code leaving}. */
    private int moved(int rank, int leaving, int arriving) {
        return (hosted[rank * experts + arriving] >= layer.currentlyHosted(rank, arriving) ? 1 : 0)
                - (hosted[rank * experts + leaving] > layer.currentlyHosted(rank, leaving) ? 1 : 0);
    }

    private void exchange(int slot, int other) {
        int expert = expertOf[slot];
        int otherExpert = expertOf[other];
        replaceSlot(expert, slot, other);
        replaceSlot(otherExpert, other, slot);
        expertOf[slot] = otherExpert;
        expertOf[other] = expert;
        int rank = slot / slotsPerRank * experts;
        int otherRank = other / slotsPerRank * experts;
        hosted[rank + expert]--;
        hosted[otherRank + expert]++;
        hosted[otherRank + otherExpert]--;
        hosted[rank + otherExpert]++;
    }

    private void replaceSlot(int expert, int slot, int by) {
        int[] slots = slotsOf[expert];
        int index = 0;
        while (slots[index] != slot) {
            index++;
        }
        slots[index] = by;
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
                || !mayHost(targetRank, gaining)
                || !direct
                        && (rank == targetRank
                                || displaced == gaining
                                || displaced == losing
                                || !mayHost(rank, displaced))
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
        if (traffic == null && energy(sum, 0) - energy() > allowed) {
            return false;
        }
        if (traffic != null && energy(sum, Math.max(1, trafficValue - 1)) - energy() > allowed) {
            return false;
        }
        relocate(slot, gaining, target);
        if (traffic != null) {
            double before = trafficValue;
            trafficAfter(losing, gaining);
            double value = trafficAfter(losing, displaced);
            if (energy(sum, value) - energy(excessSum, before) > allowed) {
                undoRelocation(slot, losing, gaining, target, displaced);
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
                double after = excess(value, profile);
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

    private void relocate(int slot, int gaining, int target) {
        int losing = expertOf[slot];
        int displaced = expertOf[target];
        int rank = slot / slotsPerRank * experts;
        int targetRank = target / slotsPerRank * experts;
        removeSlot(losing, slot);
        hosted[rank + losing]--;
        if (slot != target) {
            replaceSlot(displaced, target, slot);
            hosted[targetRank + displaced]--;
            hosted[rank + displaced]++;
            expertOf[slot] = displaced;
        }
        slotsOf[gaining][replicas[gaining]++] = target;
        hosted[targetRank + gaining]++;
        expertOf[target] = gaining;
    }

    private void undoRelocation(int slot, int losing, int gaining, int target, int displaced) {
        int rank = slot / slotsPerRank * experts;
        int targetRank = target / slotsPerRank * experts;
        removeSlot(gaining, target);
        hosted[targetRank + gaining]--;
        if (slot != target) {
            replaceSlot(displaced, slot, target);
            hosted[targetRank + displaced]++;
            hosted[rank + displaced]--;
            expertOf[target] = displaced;
        }
        slotsOf[losing][replicas[losing]++] = slot;
        hosted[rank + losing]++;
        expertOf[slot] = losing;
    }

    private void removeSlot(int expert, int slot) {
        int[] slots = slotsOf[expert];
        int last = --replicas[expert];
        for (int index = 0; index < last; index++) {
            if (slots[index] == slot) {
                slots[index] = slots[last];
                return;
            }
        }
    }
}
