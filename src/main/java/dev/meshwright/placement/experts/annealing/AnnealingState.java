package dev.meshwright.placement.experts.annealing;

import dev.meshwright.placement.experts.ExpertLayer;
import dev.meshwright.placement.experts.PlainLayer;
import dev.meshwright.placement.experts.traffic.NodeTraffic;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The working placement of {@link Annealing}: trial moves that are undone unless they are accepted. */
final class AnnealingState {

    /** Choices per token assumed at most where a gain is bounded from above. */
    private static final int MOST_CHOICES = 16;

    private final ExpertLayer layer;
    private final AnnealingEnergy energy;
    private final int slotsPerRank;
    private final int experts;
    private final SlotBook book;
    private final TrialTimes times;
    private final NodeTraffic.@Nullable State traffic;
    // The book's own arrays, read in every trial.
    private final int[] expertOf;
    private final int[] replicas;
    private final int[][] slotsOf;
    private final short[] hosted;
    private double trafficValue;
    private long moves;

    AnnealingState(ExpertLayer layer, int[] start) {
        this.layer = layer;
        slotsPerRank = layer.slotsPerRank();
        experts = layer.experts();
        traffic = layer.problem()
                .traffic()
                .map(price -> price.layers().get(layer.layer()).start(layer.nodeMasks(start)))
                .orElse(null);
        energy = new AnnealingEnergy(layer, start);
        int most = layer.profiles().getFirst().maxReplicas();
        book = new SlotBook(layer, start, most);
        times = new TrialTimes(layer, energy, book, most);
        expertOf = book.expertOf;
        replicas = book.replicas;
        slotsOf = book.slotsOf;
        hosted = book.hosted;
        trafficValue = traffic == null ? 0 : traffic.nodesPerToken();
        moves = layer.moves(start);
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
        return energy.of(times.excess(), trafficValue);
    }

    /** Exchanges the experts of two slots if that is allowed and costs at most {@code allowed} energy. */
    boolean trySwap(int slot, int other, double allowed) {
        int rank = slot / slotsPerRank;
        int otherRank = other / slotsPerRank;
        int expert = expertOf[slot];
        int otherExpert = expertOf[other];
        boolean sameNode = layer.nodeOf(rank) == layer.nodeOf(otherRank);
        if (rank == otherRank
                || expert == otherExpert
                || !book.mayHost(otherRank, expert)
                || !book.mayHost(rank, otherExpert)
                || (!sameNode && layer.problem().groups() > 0)) {
            return false;
        }
        long newMoves = layer.migrates()
                ? moves + moved(rank, expert, otherExpert) + moved(otherRank, otherExpert, expert)
                : moves;
        if (beyondMoves(newMoves)) {
            return false;
        }
        double sum = times.swapped(rank, expert, otherRank, otherExpert);
        if (traffic == null || sameNode) {
            if (energy.of(sum, trafficValue) - energy() > allowed) {
                return false;
            }
            book.exchange(slot, other);
        } else if (!exchangeBetweenNodes(slot, other, sum, allowed)) {
            return false;
        }
        moves = newMoves;
        times.keep();
        return true;
    }

    /** Traffic can only be known by changing it; what balance alone forbids with room to spare is not tried. */
    private boolean exchangeBetweenNodes(int slot, int other, double sum, double allowed) {
        int expert = expertOf[slot];
        int otherExpert = expertOf[other];
        if (energy.of(sum, Math.max(1, trafficValue - possibleGain(expert, otherExpert))) - energy() > allowed) {
            return false;
        }
        book.exchange(slot, other);
        double value = trafficAfter(expert, otherExpert);
        if (energy.of(sum, value) - energy() > allowed) {
            book.exchange(slot, other);
            trafficAfter(expert, otherExpert);
            return false;
        }
        trafficValue = value;
        return true;
    }

    /** No change of two experts' places saves more nodes than tokens use them: a token saves a node at most for each. */
    private double possibleGain(int expert, int otherExpert) {
        PlainLayer first = layer.profiles().getFirst();
        return MOST_CHOICES * (first.share(expert) + first.share(otherExpert));
    }

    private double trafficAfter(int expert, int otherExpert) {
        NodeTraffic.State state = Objects.requireNonNull(traffic);
        state.change(expert, book.mask(expert));
        state.change(otherExpert, book.mask(otherExpert));
        return state.nodesPerToken();
    }

    /** Change of the moves when a slot of {@code rank} hosts {@code arriving} instead of {@code leaving}. */
    private int moved(int rank, int leaving, int arriving) {
        return (hosted[rank * experts + arriving] >= layer.currentlyHosted(rank, arriving) ? 1 : 0)
                - (hosted[rank * experts + leaving] > layer.currentlyHosted(rank, leaving) ? 1 : 0);
    }

    /** Whether a trial would end with more moves than are allowed, and no fewer than there are. */
    private boolean beyondMoves(long newMoves) {
        return layer.migrates() && newMoves > layer.maxMoves() && newMoves >= moves;
    }

    /**
     * A replica of the expert in {@code slot} makes way for one more replica of {@code gaining}, which goes to
     * {@code target}; what was in {@code target} comes to {@code slot}.
     */
    boolean tryReplica(int slot, int gaining, int target, double allowed) {
        if (!mayRelocate(slot, gaining, target)) {
            return false;
        }
        int losing = expertOf[slot];
        int displaced = expertOf[target];
        int rank = slot / slotsPerRank;
        int targetRank = target / slotsPerRank;
        boolean direct = slot == target;
        long newMoves = moves;
        if (layer.migrates()) {
            newMoves += direct
                    ? moved(rank, losing, gaining)
                    : moved(rank, losing, displaced) + moved(targetRank, displaced, gaining);
        }
        if (beyondMoves(newMoves)) {
            return false;
        }
        double sum = times.relocated(losing, gaining, displaced, rank, targetRank, direct);
        double least = traffic == null ? 0 : Math.max(1, trafficValue - 1);
        if (energy.of(sum, least) - energy() > allowed) {
            return false;
        }
        book.relocate(slot, gaining, target);
        if (traffic != null) {
            trafficAfter(losing, gaining);
            double value = trafficAfter(losing, displaced);
            if (energy.of(sum, value) - energy() > allowed) {
                book.undoRelocation(slot, losing, gaining, target, displaced);
                trafficAfter(losing, gaining);
                trafficAfter(losing, displaced);
                return false;
            }
            trafficValue = value;
        }
        moves = newMoves;
        times.keep();
        return true;
    }

    private boolean mayRelocate(int slot, int gaining, int target) {
        int losing = expertOf[slot];
        int displaced = expertOf[target];
        int rank = slot / slotsPerRank;
        int targetRank = target / slotsPerRank;
        if (replicas[losing] < 2
                || losing == gaining
                || replicas[gaining] + 1 >= slotsOf[gaining].length
                || !book.mayHost(targetRank, gaining)) {
            return false;
        }
        boolean placesDisplaced = slot == target
                || (rank != targetRank && displaced != gaining && displaced != losing && book.mayHost(rank, displaced));
        return placesDisplaced && groupsAllow(gaining, rank, targetRank);
    }

    /** With fixed groups, changes stay inside one node, whose groups the present placement shows. */
    private boolean groupsAllow(int gaining, int rank, int targetRank) {
        if (layer.problem().groups() == 0) {
            return true;
        }
        int node = layer.nodeOf(rank);
        return node == layer.nodeOf(targetRank) && node == layer.nodeOf(slotsOf[gaining][0] / slotsPerRank);
    }
}
