package dev.meshwright.question.place;

import dev.meshwright.facts.workload.RecordedLoads;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.experts.ExpertPlacement;
import dev.meshwright.placement.experts.ExpertProblem;
import dev.meshwright.placement.experts.ExpertProblem.TrafficPrice;
import dev.meshwright.placement.experts.PlacedLayers;
import dev.meshwright.placement.experts.planner.BalanceBounds;
import dev.meshwright.placement.experts.planner.ExpertPlacers;
import dev.meshwright.placement.experts.planner.PlacementPlanner;
import dev.meshwright.placement.experts.traffic.NodeTraffic;
import dev.meshwright.placement.experts.traffic.PairTraffic;
import dev.meshwright.placement.experts.traffic.TokenSample;
import dev.meshwright.placement.experts.traffic.TokenTraffic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Traffic between nodes that {@code place} weighs against balance: from recorded pairs of experts, or from drawn tokens. */
final class TrafficModel {

    /** Max/mean that traffic may cost where nothing is said: routing noise of a step is of this size. */
    private static final double DEFAULT_BALANCE_LIMIT = 1.05;

    /** Tokens sampled per layer to count nodes: a standard error of about 0.02 nodes per token. */
    private static final int SAMPLED_TOKENS = 2000;

    /** Added to the seed for tokens that judge and do not guide. */
    private static final long UNSEEN = 7_919;

    private final PlaceRequest request;
    private final Choices choices;
    private final List<NodeTraffic> unseen = new ArrayList<>();

    TrafficModel(PlaceRequest request) {
        this.request = request;
        this.choices = new Choices(request);
    }

    private boolean pairs() {
        return request.loads().getFirst().coactivation().isPresent();
    }

    /**
     * The problem with its traffic, where the loads or the request say any.
     *
     * @param evaluation of the time that is minimised; empty where balance is
     */
    ExpertProblem added(ExpertProblem problem, Optional<StepEvaluation> evaluation) {
        if (problem.nodes() == 1 || (!pairs() && !request.softGroups())) {
            return problem;
        }
        List<NodeTraffic> layers = new ArrayList<>();
        for (int layer = 0; layer < problem.layers(); layer++) {
            layers.add(pairs() ? pairTraffic() : sampledTraffic(problem, layer, seed()));
        }
        int groups = request.softGroups() ? request.routing().groups() : 0;
        if (evaluation.isPresent() && request.routing().balanceLimit().isEmpty()) {
            StepEvaluation step = evaluation.get();
            double price = step.costs().nanosecondsPerNode(problem.nodes(), layers, problem.experts(), step.inOrder());
            return problem.withTraffic(new TrafficPrice(layers, price, List.of(), groups));
        }
        return problem.withTraffic(new TrafficPrice(layers, BalanceBounds.EVEN_RANK, limits(problem), groups));
    }

    private long seed() {
        return request.effort().seed();
    }

    private NodeTraffic pairTraffic() {
        RecordedLoads file = request.loads().getFirst();
        int topK = choices.topK();
        double sum = Arrays.stream(file.loads()[0]).sum();
        double tokens = file.tokens() > 0 ? file.tokens() : sum / topK;
        double[] probability =
                Arrays.stream(file.loads()[0]).map(load -> load / tokens).toArray();
        double[][] pairs = Arrays.stream(file.coactivation().orElseThrow())
                .map(row -> Arrays.stream(row).map(count -> count / tokens).toArray())
                .toArray(double[][]::new);
        return new PairTraffic(topK, request.shape().nodes(), probability, pairs);
    }

    /** Nodes per token of a placement on sampled tokens that it was not made for; empty where tokens are not sampled. */
    OptionalDouble nodesPerTokenUnseen(ExpertProblem problem, ExpertPlacement placement) {
        if (problem.traffic().isEmpty() || pairs()) {
            return OptionalDouble.empty();
        }
        for (int layer = unseen.size(); layer < problem.layers(); layer++) {
            unseen.add(sampledTraffic(problem, layer, seed() + UNSEEN));
        }
        return IntStream.range(0, problem.layers())
                .mapToDouble(layer -> unseen.get(layer)
                        .nodesPerToken(problem.layer(layer, Long.MAX_VALUE).nodeMasks(placement.layer(layer))))
                .average();
    }

    private NodeTraffic sampledTraffic(ExpertProblem problem, int layer, long seed) {
        double[] mean = problem.meanProfile().shares()[layer];
        return new TokenTraffic(
                mean.length,
                TokenSample.draw(
                        mean,
                        choices.topK(),
                        request.routing().groups(),
                        choices.topGroups(),
                        SAMPLED_TOKENS,
                        seed * 1_000_003L + layer));
    }

    /** What the slowest rank may take in each layer; where no placement comes below the limit, the best balance found. */
    private List<Long> limits(ExpertProblem problem) {
        String limit =
                request.routing().balanceLimit().orElse(pairs() ? "eplb" : String.valueOf(DEFAULT_BALANCE_LIMIT));
        PlacedLayers eplb = PlacementPlanner.judge(
                "eplb",
                problem,
                ExpertPlacers.EPLB
                        .place(problem.meanProfile(), Budget.ofMoves(0, seed()))
                        .placement());
        if (limit.equals("eplb")) {
            return eplb.layers().stream()
                    .map(layer -> layer.score().nanoseconds())
                    .toList();
        }
        double factor = PlaceRequest.number(limit);
        if (!(factor >= 1)) {
            throw RequestFaults.wrong("--balance-limit", limit, "must be 1 or more, or eplb", "");
        }
        PlacedLayers balanced =
                new PlacementPlanner(PlacementPlanner.NONE, 0).place(problem, Budget.ofMoves(0, seed()));
        return balanced.layers().stream()
                .map(layer -> Math.max(
                        Math.round(factor
                                * (layer.score().nanoseconds()
                                        / layer.maxOverMean().getFirst())),
                        layer.score().nanoseconds()))
                .toList();
    }
}
