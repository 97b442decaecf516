package dev.meshwright.cost.layer;

import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Projection;
import dev.meshwright.layout.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A model's layers sorted into kinds: equal layers cost the same, so the search evaluates each kind once.
 */
public final class ModelKinds {

    private final Layer[] kinds;
    private final List<List<Projection>> projections = new ArrayList<>();
    private final int[] kindOfLayer;
    private final int[] routedNumber;
    private final double[] layersOfKind;
    private final int routedLayers;

    /** Sorts the layers of {@code model}. */
    public ModelKinds(Model model) {
        List<Layer> distinct = model.layerKinds();
        kinds = distinct.toArray(Layer[]::new);
        kindOfLayer = new int[model.depth()];
        routedNumber = new int[model.depth()];
        layersOfKind = new double[kinds.length];
        int routed = 0;
        for (int layer = 0; layer < model.depth(); layer++) {
            int kind = distinct.indexOf(model.layers().get(layer));
            kindOfLayer[layer] = kind;
            layersOfKind[kind]++;
            routedNumber[layer] = kinds[kind].routed() ? routed++ : -1;
        }
        routedLayers = routed;
        for (Layer kind : kinds) {
            projections.add(List.copyOf(kind.mixer().projections(model.hidden())));
        }
    }

    /** Number of kinds. */
    public int count() {
        return kinds.length;
    }

    /** A copy of the kinds. */
    public Layer[] all() {
        return kinds.clone();
    }

    /** A layer of that kind. */
    public Layer layer(int kind) {
        return kinds[kind];
    }

    /** The mixer's matrices of that kind. */
    public List<Projection> projections(int kind) {
        return projections.get(kind);
    }

    /** Number of layers of the model. */
    public int depth() {
        return kindOfLayer.length;
    }

    /** The kind of a layer. */
    public int kindOf(int layer) {
        return kindOfLayer[layer];
    }

    /** Number of a layer among those that route; -1 where it routes nothing. */
    public int routedNumber(int layer) {
        return routedNumber[layer];
    }

    /** Numbers, among the layers that route, of the layers of {@code kind}. */
    public int[] routedNumbers(int kind) {
        return IntStream.range(0, kindOfLayer.length)
                .filter(layer -> kindOfLayer[layer] == kind && routedNumber[layer] >= 0)
                .map(layer -> routedNumber[layer])
                .toArray();
    }

    /** Layers that route. */
    public int routedLayers() {
        return routedLayers;
    }

    /** How many layers the model has of {@code kind}. */
    public double layersOfKind(int kind) {
        return layersOfKind[kind];
    }

    /** A copy of the numbers of layers by kind. */
    public double[] layersOfKinds() {
        return layersOfKind.clone();
    }

    /** Numbers of layers by kind in a stage. */
    public double[] layersOfKinds(Stage stage) {
        double[] counts = new double[kinds.length];
        for (Stage.Range chunk : stage.chunks()) {
            for (int layer = chunk.firstLayer(); layer <= chunk.lastLayer(); layer++) {
                counts[kindOfLayer[layer]]++;
            }
        }
        return counts;
    }

    /** Numbers of layers by kind in a range of layers. */
    public double[] layersOfKinds(int firstLayer, int lastLayer) {
        double[] counts = new double[kinds.length];
        for (int layer = firstLayer; layer <= lastLayer; layer++) {
            counts[kindOfLayer[layer]]++;
        }
        return counts;
    }

    /** The routed part of a kind; null where it routes nothing. */
    public @Nullable Mixture mixture(int kind) {
        return kinds[kind].feedForward() instanceof Mixture mixture ? mixture : null;
    }

    /** Largest number of routed experts of any layer; 0 for a dense model. */
    public int experts() {
        int experts = 0;
        for (Layer kind : kinds) {
            if (kind.feedForward() instanceof Mixture mixture) {
                experts = Math.max(experts, mixture.experts());
            }
        }
        return experts;
    }
}
