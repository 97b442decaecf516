package dev.meshwright.placement.experts;

import dev.meshwright.placement.experts.bound.GroupBound;
import dev.meshwright.placement.experts.bound.PairingBound;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One layer of a {@link ExpertProblem} and its objective:
 *
 * <pre>
 *   time = (1 - worstShare) x weighted mean over the profiles of the slowest rank + worstShare x the worst of them
 *          + nanoseconds per node x nodes per token
 * </pre>
 *
 * Violations: experts missing, pairs of replicas on one rank, moves above the limit, slots off their group's node,
 * nanoseconds above the limit of the slowest rank.
 */
public final class ExpertLayer implements LayerObjective {

    private final ExpertProblem problem;
    private final int layer;
    private final long maxMoves;
    private final List<PlainLayer> profiles;
    private final double[] weights;
    private final int[][] currentlyHosted;
    private final long lowerBoundNanoseconds;

    ExpertLayer(ExpertProblem problem, int layer, long maxMoves) {
        this.problem = problem;
        this.layer = layer;
        this.maxMoves = maxMoves;
        profiles = IntStream.range(0, problem.profiles().size())
                .mapToObj(index -> alone(problem, problem.profiles().get(index), layer))
                .toList();
        double total =
                problem.profiles().stream().mapToDouble(LoadProfile::weight).sum();
        weights = problem.profiles().stream()
                .mapToDouble(profile -> profile.weight() / total)
                .toArray();
        currentlyHosted = problem.migration().isEmpty() ? new int[0][] : new int[problem.ranks()][problem.experts()];
        problem.migration().ifPresent(migration -> {
            int[] current = migration.current().layer(layer);
            for (int slot = 0; slot < current.length; slot++) {
                currentlyHosted[rankOf(slot)][current[slot]]++;
            }
        });
        lowerBoundNanoseconds = blend(IntStream.range(0, profiles.size())
                .mapToLong(this::lowerBoundNanoseconds)
                .toArray());
    }

    private static PlainLayer alone(ExpertProblem problem, LoadProfile profile, int layer) {
        return new PlainProblem(
                        problem.ranks(),
                        problem.slotsPerRank(),
                        new double[][] {profile.shares(layer)},
                        (only, share) -> profile.cost().nanoseconds(layer, share),
                        problem.distinctRanks())
                .layer(0);
    }

    public ExpertProblem problem() {
        return problem;
    }

    /** Its number in the problem. */
    public int layer() {
        return layer;
    }

    public long maxMoves() {
        return maxMoves;
    }

    /** The layer under each workload on its own. */
    public List<PlainLayer> profiles() {
        return profiles;
    }

    /** The layer under the weighted mean of the workloads: what a balancer for one load is fed. */
    public PlainLayer meanProfile() {
        double[][] mean = new double[1][experts()];
        for (int profile = 0; profile < weights.length; profile++) {
            for (int expert = 0; expert < mean[0].length; expert++) {
                mean[0][expert] += weights[profile] * profiles.get(profile).share(expert);
            }
        }
        return new PlainProblem(
                        ranks(),
                        slotsPerRank(),
                        mean,
                        problem.profiles().getFirst().cost(),
                        distinctRanks())
                .layer(0);
    }

    public int experts() {
        return problem.experts();
    }

    public int ranks() {
        return problem.ranks();
    }

    public int slots() {
        return problem.slots();
    }

    public int slotsPerRank() {
        return problem.slotsPerRank();
    }

    public boolean distinctRanks() {
        return problem.distinctRanks();
    }

    public int rankOf(int slot) {
        return slot / problem.slotsPerRank();
    }

    public int nodeOf(int rank) {
        return rank / (problem.ranks() / problem.nodes());
    }

    public int groupOf(int expert) {
        return problem.groups() == 0 ? 0 : expert / (problem.experts() / problem.groups());
    }

    /** Whether there is a placement in force. */
    public boolean migrates() {
        return currentlyHosted.length > 0;
    }

    /** How many slots of {@code rank} host {@code expert} today. */
    public int currentlyHosted(int rank, int expert) {
        return migrates() ? currentlyHosted[rank][expert] : 0;
    }

    /** Weights of the profiles, 1 in sum. */
    public double weight(int profile) {
        return weights[profile];
    }

    /** The slowest rank of each profile as one figure. */
    public long blend(long[] slowest) {
        double mean = 0;
        long worst = 0;
        for (int profile = 0; profile < slowest.length; profile++) {
            mean += weights[profile] * slowest[profile];
            worst = Math.max(worst, slowest[profile]);
        }
        return Math.round((1 - problem.worstShare()) * mean + problem.worstShare() * worst);
    }

    /** Time that traffic adds. */
    public long trafficNanoseconds(double nodesPerToken) {
        return problem.traffic()
                .map(price -> Math.round(price.nanosecondsPerNode() * nodesPerToken))
                .orElse(0L);
    }

    /** The longest that the slowest rank may take. */
    public long limitNanoseconds() {
        return problem.traffic()
                .filter(price -> !price.limits().isEmpty())
                .map(price -> price.limits().get(layer))
                .orElse(Long.MAX_VALUE);
    }

    /** The score made of its parts: one place where they are put together. */
    public LayerScore scoreOf(long broken, long moves, long[] slowest, double nodesPerToken, long squares) {
        long blended = blend(slowest);
        long limit = limitNanoseconds();
        long violations = broken + (migrates() ? Math.max(0, moves - maxMoves) : 0) + Math.max(0, blended - limit);
        long balance = limit == Long.MAX_VALUE ? blended : 0;
        return new LayerScore(violations, balance + trafficNanoseconds(nodesPerToken), squares);
    }

    @Override
    public LayerScore score(int[] physicalToLogical) {
        long broken = profiles.getFirst().score(physicalToLogical).violations() + offGroup(physicalToLogical);
        long[] slowest = new long[profiles.size()];
        long squares = 0;
        for (int profile = 0; profile < slowest.length; profile++) {
            LayerScore score = profiles.get(profile).score(physicalToLogical);
            slowest[profile] = score.nanoseconds();
            squares += score.squares() / slowest.length;
        }
        return scoreOf(broken, moves(physicalToLogical), slowest, nodesPerToken(physicalToLogical), squares);
    }

    /** Slots whose expert their rank does not hold today; 0 without a migration. */
    public long moves(int[] physicalToLogical) {
        if (!migrates()) {
            return 0;
        }
        long moves = 0;
        int[] hosted = new int[experts()];
        for (int rank = 0; rank < ranks(); rank++) {
            Arrays.fill(hosted, 0);
            for (int slot = rank * slotsPerRank(); slot < (rank + 1) * slotsPerRank(); slot++) {
                int expert = physicalToLogical[slot];
                moves += ++hosted[expert] > currentlyHosted[rank][expert] ? 1 : 0;
            }
        }
        return moves;
    }

    /** Mean nodes per token; 0 without a traffic model. */
    public double nodesPerToken(int[] physicalToLogical) {
        return problem.traffic()
                .map(price -> price.layers().get(layer).nodesPerToken(nodeMasks(physicalToLogical)))
                .orElse(0.0);
    }

    /** [expert] bits of the nodes that host it. */
    public long[] nodeMasks(int[] physicalToLogical) {
        long[] masks = new long[experts()];
        for (int slot = 0; slot < physicalToLogical.length; slot++) {
            masks[physicalToLogical[slot]] |= 1L << nodeOf(rankOf(slot));
        }
        return masks;
    }

    /** Slots outside the node that holds most of their group; 0 where groups are free. */
    public long offGroup(int[] physicalToLogical) {
        if (problem.groups() == 0) {
            return 0;
        }
        long[][] count = new long[problem.groups()][problem.nodes()];
        for (int slot = 0; slot < physicalToLogical.length; slot++) {
            count[groupOf(physicalToLogical[slot])][nodeOf(rankOf(slot))]++;
        }
        long off = 0;
        for (long[] group : count) {
            off += Arrays.stream(group).sum() - Arrays.stream(group).max().orElseThrow();
        }
        return off;
    }

    @Override
    public LayerState start(int[] physicalToLogical) {
        return new ExpertLayerState(this, physicalToLogical);
    }

    /** The slowest rank of one profile under the best placement made for it alone, groups kept whole. */
    public long lowerBoundNanoseconds(int profile) {
        PlainLayer alone = profiles.get(profile);
        return problem.groups() > 0
                ? GroupBound.nanoseconds(
                        alone.lowerBoundNanoseconds(),
                        experts ->
                                alone.inside(experts, ranks() / problem.nodes()).lowerBoundNanoseconds(),
                        experts(),
                        problem.nodes(),
                        problem.groups())
                : alone.lowerBoundNanoseconds();
    }

    /** The blend of the profiles' own bounds: no placement serves a profile faster than one made for it alone. */
    @Override
    public long lowerBoundNanoseconds() {
        return limitNanoseconds() == Long.MAX_VALUE
                ? lowerBoundNanoseconds + trafficNanoseconds(problem.traffic().isEmpty() ? 0 : 1)
                : trafficNanoseconds(1);
    }

    /** The lower bound, with more work put into it where it pays: against a placement that has reached {@code score}. */
    long lowerBoundAgainst(LayerScore score) {
        boolean plain = profiles.size() == 1 && problem.traffic().isEmpty() && score.violations() == 0;
        return plain && score.nanoseconds() > lowerBoundNanoseconds()
                ? PairingBound.nanoseconds(profiles.getFirst(), lowerBoundNanoseconds, score.nanoseconds())
                : lowerBoundNanoseconds();
    }

    @Override
    public long squareUnitNanoseconds() {
        return profiles.getFirst().squareUnitNanoseconds();
    }
}
