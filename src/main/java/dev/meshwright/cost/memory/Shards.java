package dev.meshwright.cost.memory;

import dev.meshwright.cost.evaluation.Evaluation.StageCost;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.cost.evaluation.Shard;
import dev.meshwright.cost.evaluation.Shard.Along;
import dev.meshwright.cost.evaluation.Shard.Division;
import dev.meshwright.facts.model.FeedForward.Dense;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Projection;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How the rows of a GPU's memory bill are cut. A row of weights is shared out among its matrices by the weights that the GPU
 * has of each, so that the parts add up to the row.
 */
public final class Shards {

    private final Problem problem;
    private final Model model;
    private final Degrees degrees;

    /** Shards of layouts of some degrees. */
    public Shards(Problem problem, Degrees degrees) {
        this.problem = problem;
        this.model = problem.model();
        this.degrees = degrees;
    }

    /** @param divisions how the matrix is cut */
    private record Part(String name, List<Division> divisions) {}

    /** What a GPU of {@code stage} holds, row by row. */
    public List<Shard> of(StageCost stage) {
        List<Layer> layers =
                stage.layers().numbers().mapToObj(model.layers()::get).toList();
        List<Shard> shards = new ArrayList<>();
        stage.memory().forEach((component, bytes) -> {
            Map<Part, Double> weights = weights(component, layers);
            double all =
                    weights.values().stream().mapToDouble(Double::doubleValue).sum();
            if (all == 0) {
                shards.add(new Shard(component, component.label(), divisions(component, layers), bytes));
            } else {
                weights.forEach((part, weight) -> {
                    if (weight > 0) {
                        shards.add(new Shard(component, part.name(), part.divisions(), bytes * weight / all));
                    }
                });
            }
        });
        return shards;
    }

    /** Weights on the GPU by part; none where a row has no parts. */
    private Map<Part, Double> weights(MemoryComponent component, List<Layer> layers) {
        Map<Part, Double> weights = new LinkedHashMap<>();
        for (Layer layer : layers) {
            switch (component) {
                case ATTENTION_WEIGHTS -> attention(layer, weights);
                case DENSE_WEIGHTS -> {
                    if (layer.feedForward() instanceof Dense dense) {
                        network(dense.gated(), degrees.tensor(), cut(), weights);
                    }
                }
                case SHARED_WEIGHTS -> {
                    if (layer.feedForward() instanceof Mixture mixture) {
                        network(mixture.gated(), degrees.tensor(), cut(), weights);
                    }
                }
                case EXPERT_WEIGHTS -> {
                    if (layer.feedForward() instanceof Mixture mixture) {
                        List<Division> spread = cut(new Division(Along.EXPERTS, degrees.expert()));
                        network(mixture.gated(), degrees.expertTensor(), spread, weights);
                    }
                }
                default -> {
                    return Map.of();
                }
            }
        }
        return weights;
    }

    private void attention(Layer layer, Map<Part, Double> weights) {
        int hidden = model.hidden();
        for (Projection projection : layer.mixer().projections(hidden)) {
            String name =
                    switch (projection.role()) {
                        case QUERY_KEY_VALUE -> "query, key and value";
                        case ATTENTION_OUTPUT -> "output";
                        case INDEXER -> "indexer";
                        case FEED_FORWARD_IN, FEED_FORWARD_OUT, ROUTER -> "others";
                    };
            List<Division> divisions =
                    switch (projection.split()) {
                        case COLUMN -> cut(new Division(Along.COLUMNS, degrees.tensor()));
                        case ROW -> cut(new Division(Along.ROWS, degrees.tensor()));
                        case REPLICATED -> cut();
                    };
            weights.merge(new Part(name, divisions), projection.parametersPerRank(degrees.tensor()), Double::sum);
        }
        double idle = layer.mixer().idleParameters(hidden);
        weights.merge(
                new Part("idle heads", cut(new Division(Along.COLUMNS, degrees.tensor()))),
                idle / degrees.tensor(),
                Double::sum);
        weights.merge(
                new Part("norms, biases and others", cut()), layer.mixer().otherParameters(hidden) - idle, Double::sum);
    }

    /** Two matrices of equal size, or gate and up together beside down. */
    private static void network(boolean gated, int ways, List<Division> spread, Map<Part, Double> weights) {
        weights.merge(
                new Part(gated ? "gate and up" : "up", cut(spread, new Division(Along.COLUMNS, ways))),
                gated ? 2.0 : 1.0,
                Double::sum);
        weights.merge(new Part("down", cut(spread, new Division(Along.ROWS, ways))), 1.0, Double::sum);
    }

    /** How a row without parts is cut. */
    private List<Division> divisions(MemoryComponent component, List<Layer> layers) {
        return switch (component) {
            case EMBEDDING_WEIGHTS, HEAD_WEIGHTS, LOGITS -> cut(new Division(Along.VOCABULARY, degrees.tensor()));
            case CACHE ->
                cut(
                        new Division(Along.SEQUENCES, degrees.data() * degrees.replicas()),
                        new Division(Along.HEADS, cachedHeads(layers)),
                        new Division(Along.POSITIONS, degrees.context()));
            case STATE ->
                cut(
                        new Division(Along.SEQUENCES, degrees.data() * degrees.replicas()),
                        new Division(Along.HEADS, degrees.tensor()));
            case GRADIENTS -> cut(new Division(Along.COPIES, copies(2)));
            case OPTIMIZER -> cut(new Division(Along.COPIES, copies(1)));
            default -> cut();
        };
    }

    /** Tensor ranks with keys and values of different heads. */
    private int cachedHeads(List<Layer> layers) {
        int heads = layers.stream()
                .mapToInt(layer -> layer.mixer().keyValueHeads())
                .max()
                .orElse(0);
        return Math.max(1, Math.min(heads, degrees.tensor()));
    }

    /** Copies of a dense weight that share its state from a ZeRO stage on. */
    private int copies(int stage) {
        boolean shared = problem.workload() instanceof Training training && training.zeroStage() >= stage;
        return shared ? degrees.data() * degrees.replicas() : 1;
    }

    private static List<Division> cut(Division... divisions) {
        return cut(List.of(), divisions);
    }

    private static List<Division> cut(List<Division> outer, Division... divisions) {
        return Stream.concat(outer.stream(), Stream.of(divisions))
                .filter(division -> division.ways() > 1)
                .toList();
    }
}
