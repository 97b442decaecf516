package dev.meshwright.placement.experts;

import dev.meshwright.placement.experts.traffic.NodeTraffic;
import java.util.List;
import java.util.Optional;

/**
 * Expert placement under everything that matters offline: several workload profiles served by one placement, moves away
 * from the placement that runs today, nodes that a token is sent to, groups of experts that share a node.
 *
 * @param ranks ranks of the expert-parallel group
 * @param nodes nodes that the ranks lie on, equally many ranks each, in order
 * @param slotsPerRank expert slots of a rank in each layer
 * @param distinctRanks whether replicas of one expert must sit on different ranks
 * @param profiles workloads; at least one, of equal shape
 * @param worstShare weight of the worst profile against the weighted mean over the profiles: 0 = mean, 1 = worst
 * @param migration what runs today and how much of it may move
 * @param traffic cost of sending tokens to several nodes
 * @param groups number of expert groups that must each stay on one node; 0 = free
 */
public record ExpertProblem(
        int ranks,
        int nodes,
        int slotsPerRank,
        boolean distinctRanks,
        List<LoadProfile> profiles,
        double worstShare,
        Optional<Migration> migration,
        Optional<TrafficPrice> traffic,
        int groups) {

    /**
     * The placement in force.
     *
     * @param current what runs today, of the same shape
     * @param maxMoves slots, over all layers, whose expert may come to a rank that does not hold it today
     */
    public record Migration(ExpertPlacement current, long maxMoves) {}

    /**
     * What traffic between nodes costs.
     *
     * @param layers traffic model of each layer
     * @param nanosecondsPerNode time of a layer for each node that the mean token is sent to
     * @param limits [layer] if not empty, the slowest rank may take this long at most and traffic is all that counts below
     * @param groups expert groups from which tokens choose together, a hint where to start; 0 = none known
     */
    public record TrafficPrice(List<NodeTraffic> layers, double nanosecondsPerNode, List<Long> limits, int groups) {
        public TrafficPrice {
            layers = List.copyOf(layers);
            limits = List.copyOf(limits);
        }
    }

    public ExpertProblem {
        profiles = List.copyOf(profiles);
        if (profiles.isEmpty()) {
            throw new IllegalArgumentException("profiles must have at least one profile.");
        }
        if (nodes < 1 || ranks % nodes != 0) {
            throw new IllegalArgumentException("nodes (%d) must divide ranks (%d).".formatted(nodes, ranks));
        }
        if (!(worstShare >= 0 && worstShare <= 1)) {
            throw new IllegalArgumentException("worstShare (%s) must be between 0 and 1.".formatted(worstShare));
        }
        for (LoadProfile profile : profiles) {
            // Checks slots against experts, and that the shares are shares.
            PlainProblem problem =
                    new PlainProblem(ranks, slotsPerRank, profile.shares(), profile.cost(), distinctRanks);
            if (problem.layers() != profiles.getFirst().layers()
                    || problem.experts() != profiles.getFirst().experts()) {
                throw new IllegalArgumentException("Profile %s has %d x %d loads, the first profile another shape."
                        .formatted(profile.name(), problem.layers(), problem.experts()));
            }
        }
        if (groups < 0
                || (groups > 0 && (groups % nodes != 0 || profiles.getFirst().experts() % groups != 0))) {
            throw new IllegalArgumentException("groups (%d) must be a multiple of nodes (%d) and divide experts (%d)."
                    .formatted(groups, nodes, profiles.getFirst().experts()));
        }
    }

    /** One profile and nothing else. */
    public static ExpertProblem of(PlainProblem problem) {
        LoadProfile only = new LoadProfile("load", 1, problem.shares(), problem.cost());
        return new ExpertProblem(
                problem.ranks(),
                1,
                problem.slotsPerRank(),
                problem.distinctRanks(),
                List.of(only),
                0,
                Optional.empty(),
                Optional.empty(),
                0);
    }

    /** The same with another price of traffic. */
    public ExpertProblem withTraffic(TrafficPrice newTraffic) {
        return new ExpertProblem(
                ranks,
                nodes,
                slotsPerRank,
                distinctRanks,
                profiles,
                worstShare,
                migration,
                Optional.of(newTraffic),
                groups);
    }

    /** The same with another number of slots per rank. */
    public ExpertProblem withSlotsPerRank(int newSlotsPerRank) {
        return new ExpertProblem(
                ranks, nodes, newSlotsPerRank, distinctRanks, profiles, worstShare, migration, traffic, groups);
    }

    public int layers() {
        return profiles.getFirst().layers();
    }

    public int experts() {
        return profiles.getFirst().experts();
    }

    /** Slots of one layer over all ranks. */
    public int slots() {
        return ranks * slotsPerRank;
    }

    /** Groups of experts from which tokens choose together, whether or not each must stay on one node; 0 = none known. */
    public int groupsChosenTogether() {
        return groups > 0 ? groups : traffic.map(TrafficPrice::groups).orElse(0);
    }

    /** The plain problem of one profile: what baselines that know one load matrix are given. */
    public PlainProblem profile(int index) {
        LoadProfile profile = profiles.get(index);
        return new PlainProblem(ranks, slotsPerRank, profile.shares(), profile.cost(), distinctRanks);
    }

    /** The weighted mean load of all profiles: what a single-profile balancer would be fed. */
    public PlainProblem meanProfile() {
        double total = profiles.stream().mapToDouble(LoadProfile::weight).sum();
        double[][] mean = new double[layers()][experts()];
        for (LoadProfile profile : profiles) {
            for (int layer = 0; layer < mean.length; layer++) {
                for (int expert = 0; expert < mean[layer].length; expert++) {
                    mean[layer][expert] += profile.weight() / total * profile.share(layer, expert);
                }
            }
        }
        return new PlainProblem(ranks, slotsPerRank, mean, profiles.getFirst().cost(), distinctRanks);
    }

    /** One layer, with {@code maxMoves} of the moves allowed. */
    public ExpertLayer layer(int layer, long maxMoves) {
        return new ExpertLayer(this, layer, maxMoves);
    }
}
