package dev.meshwright.placement.experts;

import dev.meshwright.placement.experts.traffic.NodeTraffic;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of a {@link ExpertLayer}'s score, each kept up to date: rank times per profile, moves, traffic, groups. */
final class ExpertLayerState implements LayerState {

    private final ExpertLayer layer;
    private final List<PlainLayerState> profiles = new ArrayList<>();
    private final int[][] perNode;
    private final int[][] groupOnNode;
    private final NodeTraffic.@Nullable State traffic;
    private long moves;

    ExpertLayerState(ExpertLayer layer, int[] physicalToLogical) {
        this.layer = layer;
        for (PlainLayer profile : layer.profiles()) {
            profiles.add(new PlainLayerState(profile, physicalToLogical));
        }
        moves = layer.moves(physicalToLogical);
        ExpertProblem problem = layer.problem();
        perNode = new int[problem.experts()][problem.nodes()];
        groupOnNode = new int[Math.max(1, problem.groups())][problem.nodes()];
        for (int slot = 0; slot < physicalToLogical.length; slot++) {
            count(slot, physicalToLogical[slot], 1);
        }
        traffic = problem.traffic()
                .map(price -> price.layers().get(layer.layer()).start(layer.nodeMasks(physicalToLogical)))
                .orElse(null);
    }

    private void count(int slot, int expert, int change) {
        int node = layer.nodeOf(layer.rankOf(slot));
        perNode[expert][node] += change;
        groupOnNode[layer.groupOf(expert)][node] += change;
    }

    @Override
    public void host(int slot, int expert) {
        int before = expert(slot);
        if (before == expert) {
            return;
        }
        int rank = layer.rankOf(slot);
        if (layer.migrates()) {
            moves -= hostedOn(rank, before) > layer.currentlyHosted(rank, before) ? 1 : 0;
            moves += hostedOn(rank, expert) >= layer.currentlyHosted(rank, expert) ? 1 : 0;
        }
        count(slot, before, -1);
        count(slot, expert, 1);
        if (traffic != null) {
            traffic.change(before, mask(before));
            traffic.change(expert, mask(expert));
        }
        for (PlainLayerState profile : profiles) {
            profile.host(slot, expert);
        }
    }

    private long mask(int expert) {
        long mask = 0;
        for (int node = 0; node < perNode[expert].length; node++) {
            mask |= perNode[expert][node] > 0 ? 1L << node : 0;
        }
        return mask;
    }

    @Override
    public LayerScore score() {
        long[] slowest = new long[profiles.size()];
        long squares = 0;
        for (int profile = 0; profile < slowest.length; profile++) {
            LayerScore score = profiles.get(profile).score();
            slowest[profile] = score.nanoseconds();
            squares += score.squares() / slowest.length;
        }
        long broken = profiles.getFirst().score().violations() + offGroup();
        return layer.scoreOf(broken, moves, slowest, traffic == null ? 0 : traffic.nodesPerToken(), squares);
    }

    private long offGroup() {
        if (layer.problem().groups() == 0) {
            return 0;
        }
        long off = 0;
        for (int[] group : groupOnNode) {
            int most = 0;
            for (int slots : group) {
                off += slots;
                most = Math.max(most, slots);
            }
            off -= most;
        }
        return off;
    }

    @Override
    public int expert(int slot) {
        return profiles.getFirst().expert(slot);
    }

    /** The slowest rank of the profile that is slowest against its own bound. */
    @Override
    public int slowestRank() {
        double worst = -1;
        int slowest = 0;
        for (int profile = 0; profile < profiles.size(); profile++) {
            double relative = (double) profiles.get(profile).score().nanoseconds()
                    / Math.max(1, layer.profiles().get(profile).lowerBoundNanoseconds());
            if (relative > worst) {
                worst = relative;
                slowest = profiles.get(profile).slowestRank();
            }
        }
        return slowest;
    }

    @Override
    public int replicas(int expert) {
        return profiles.getFirst().replicas(expert);
    }

    @Override
    public int hostedOn(int rank, int expert) {
        return profiles.getFirst().hostedOn(rank, expert);
    }

    @Override
    public long nanosecondsAfterSwap(int slot, int otherSlot) {
        long[] slower = new long[profiles.size()];
        for (int profile = 0; profile < slower.length; profile++) {
            slower[profile] = profiles.get(profile).nanosecondsAfterSwap(slot, otherSlot);
        }
        return layer.blend(slower);
    }

    @Override
    public int[] physicalToLogical() {
        return profiles.getFirst().physicalToLogical();
    }
}
