package dev.meshwright.cli;

import dev.meshwright.io.Fault;
import dev.meshwright.io.RecordedLoads;
import dev.meshwright.model.FeedForward.Mixture;
import dev.meshwright.placement.BalanceBounds;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.ExpertPlacement;
import dev.meshwright.placement.ExpertPlacers;
import dev.meshwright.placement.NodeTraffic;
import dev.meshwright.placement.PairTraffic;
import dev.meshwright.placement.PlacedLayers;
import dev.meshwright.placement.PlacementPlanner;
import dev.meshwright.placement.PlacementProblem;
import dev.meshwright.placement.PlacementProblem.TrafficPrice;
import dev.meshwright.placement.TokenSample;
import dev.meshwright.placement.TokenTraffic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Traffic between nodes that {@code place} weighs against balance: from recorded pairs of experts, or from drawn tokens. */
final class PlacementTraffic {

    /** Max/mean that traffic may cost where nothing is said: routing noise of a step is of this size. */
    private static final double DEFAULT_BALANCE_LIMIT = 1.05;

    /** Tokens sampled per layer to count nodes: a standard error of about 0.02 nodes per token. */
    private static final int SAMPLED_TOKENS = 2000;

    /** Experts per token of most large models. */
    private static final int USUAL_CHOICES = 8;

    /** A token chooses one of so many experts at most, where nothing is said. */
    private static final int FEW = 4;

    /** Added to the seed for tokens that judge and do not guide. */
    private static final long UNSEEN = 7_919;

    private final PlaceOptions options;
    private final List<RecordedLoads> files;
    private final long seed;
    private final List<NodeTraffic> unseen = new ArrayList<>();

    /** Routed layers of the problem's model, where there is a problem. */
    Optional<Mixture> routing = Optional.empty();

    /** {@code files} may still be read when this is made. */
    PlacementTraffic(PlaceOptions options, List<RecordedLoads> files, long seed) {
        this.options = options;
        this.files = files;
        this.seed = seed;
    }

    /**
     * The problem with its traffic, where the files or options say any.
     *
     * @param evaluation of the time that is minimised; empty where balance is
     */
    PlacementProblem added(PlacementProblem problem, Optional<PlacementEvaluation> evaluation) {
        boolean pairs = files.getFirst().coactivation().isPresent();
        boolean soft = options.groups > 0 && options.grouping == PlaceOptions.Grouping.soft;
        if (options.nodes == 1 || !pairs && !soft) {
            return problem;
        }
        List<NodeTraffic> layers = new ArrayList<>();
        for (int layer = 0; layer < problem.layers(); layer++) {
            layers.add(pairs ? pairTraffic() : sampledTraffic(problem, layer, seed));
        }
        if (evaluation.isPresent() && options.balanceLimit == null) {
            double price = evaluation.get().nanosecondsPerNode(options.nodes, layers, problem);
            return problem.withTraffic(new TrafficPrice(layers, price, new long[0], soft ? options.groups : 0));
        }
        return problem.withTraffic(
                new TrafficPrice(layers, BalanceBounds.EVEN_RANK, limits(problem, pairs), soft ? options.groups : 0));
    }

    private NodeTraffic pairTraffic() {
        RecordedLoads file = files.getFirst();
        int topK = topK(file.loads()[0].length);
        double sum = Arrays.stream(file.loads()[0]).sum();
        double tokens = file.tokens() > 0 ? file.tokens() : sum / topK;
        double[] probability =
                Arrays.stream(file.loads()[0]).map(load -> load / tokens).toArray();
        double[][] pairs = Arrays.stream(file.coactivation().orElseThrow())
                .map(row -> Arrays.stream(row).map(count -> count / tokens).toArray())
                .toArray(double[][]::new);
        return new PairTraffic(topK, options.nodes, probability, pairs);
    }

    /** Nodes per token of a placement on sampled tokens that it was not made for; empty where tokens are not sampled. */
    OptionalDouble nodesPerTokenUnseen(PlacementProblem problem, ExpertPlacement placement) {
        if (problem.traffic().isEmpty() || files.getFirst().coactivation().isPresent()) {
            return OptionalDouble.empty();
        }
        for (int layer = unseen.size(); layer < problem.layers(); layer++) {
            unseen.add(sampledTraffic(problem, layer, seed + UNSEEN));
        }
        return IntStream.range(0, problem.layers())
                .mapToDouble(layer -> unseen.get(layer)
                        .nodesPerToken(problem.layer(layer, Long.MAX_VALUE).nodeMasks(placement.layer(layer))))
                .average();
    }

    /** What was asked, what the loads or the problem's model say, or {@value #USUAL_CHOICES}, which few experts cannot be. */
    private int topK(int experts) {
        RecordedLoads file = files.getFirst();
        if (options.topK > 0) {
            return options.topK;
        }
        if (file.topK() > 0) {
            return file.topK();
        }
        if (routing.isPresent()) {
            return routing.get().expertsPerToken();
        }
        int usual = Math.max(1, Math.min(USUAL_CHOICES, experts / FEW));
        // Groups that were stated say that a token's experts are among theirs.
        return options.topGroups > 0 && options.groups > 0
                ? Math.min(usual, Math.max(1, experts / options.groups * options.topGroups))
                : usual;
    }

    /** What was asked, what the problem's model says of these groups, or half of them, or as many as hold a token's experts. */
    private int topGroups(int experts, int topK) {
        int perGroup = experts / options.groups;
        if (options.topGroups > 0) {
            return options.topGroups;
        }
        int known = routing.filter(layer -> layer.groups() == options.groups)
                .map(Mixture::groupsPerToken)
                .orElse(0);
        return known > 0 ? known : Math.max(Math.max(1, options.groups / 2), Math.ceilDiv(topK, perGroup));
    }

    /** What is wrong with the choices of a token, which only stated numbers can be. */
    List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        int experts = files.getFirst().loads()[0].length;
        int topK = topK(experts);
        boolean choices = options.topK >= 0 && topK <= experts;
        if (!choices) {
            faults.add(PlacementSetup.fault("--top-k", topK, "must be 1 to " + experts + " experts", ""));
        }
        if (options.groups < 1 || experts % options.groups != 0) {
            return faults;
        }
        int perGroup = experts / options.groups;
        int topGroups = topGroups(experts, topK);
        if (options.topGroups < 0 || options.topGroups > options.groups) {
            faults.add(PlacementSetup.fault(
                    "--top-groups", options.topGroups, "must be 1 to " + options.groups + " groups", ""));
        } else if (choices && topK > perGroup * topGroups) {
            faults.add(PlacementSetup.fault(
                    "--top-groups",
                    topGroups,
                    "groups of " + perGroup + " hold " + perGroup * topGroups + " experts, a token chooses " + topK,
                    "Maybe " + Math.ceilDiv(topK, perGroup) + "."));
        }
        return faults;
    }

    private NodeTraffic sampledTraffic(PlacementProblem problem, int layer, long seed) {
        double[] mean = problem.meanProfile().shares()[layer];
        int topK = topK(mean.length);
        return new TokenTraffic(
                mean.length,
                TokenSample.draw(
                        mean,
                        topK,
                        options.groups,
                        topGroups(mean.length, topK),
                        SAMPLED_TOKENS,
                        seed * 1_000_003L + layer));
    }

    /** What the slowest rank may take in each layer; where no placement comes below the limit, the best balance found. */
    private long[] limits(PlacementProblem problem, boolean pairs) {
        String limit = options.balanceLimit == null
                ? pairs ? "eplb" : String.valueOf(DEFAULT_BALANCE_LIMIT)
                : options.balanceLimit;
        PlacedLayers eplb = PlacementPlanner.judge(
                "eplb",
                problem,
                ExpertPlacers.EPLB
                        .place(problem.meanProfile(), Budget.ofMoves(0, seed))
                        .placement());
        if (limit.equals("eplb")) {
            return eplb.layers().stream()
                    .mapToLong(layer -> layer.score().nanoseconds())
                    .toArray();
        }
        double factor = PlacementSetup.number(limit);
        if (!(factor >= 1)) {
            throw PlacementSetup.wrong("--balance-limit", limit, "must be 1 or more, or eplb", "");
        }
        PlacedLayers balanced = new PlacementPlanner(PlacementPlanner.NONE, 0).place(problem, Budget.ofMoves(0, seed));
        return balanced.layers().stream()
                .mapToLong(layer -> Math.max(
                        Math.round(factor * (layer.score().nanoseconds() / layer.maxOverMean()[0])),
                        layer.score().nanoseconds()))
                .toArray();
    }
}
