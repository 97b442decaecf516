package dev.meshwright.cost;

import dev.meshwright.model.CompressedAttention;
import dev.meshwright.model.FeedForward.Mixture;
import dev.meshwright.model.LatentAttention;
import dev.meshwright.model.Layer;
import dev.meshwright.model.LinearAttention;
import dev.meshwright.problem.Assumptions.Engine;
import java.util.Optional;

/**
 * Time that an inference engine spends besides its kernels, fitted to end-to-end measurements ({@link EngineConstants}).
 *
 * <p>Kernel tables are measured one kernel at a time and hold the launch of each. Engines replay decode steps as captured
 * graphs: launches vanish and what is left are the gaps between kernels and the small kernels that no table has, which
 * {@code layerSeconds} holds for one dense layer. Layers with more small kernels count as more than one.
 *
 * @param stepSeconds per decode step: scheduling, sampling, input preparation
 * @param layerSeconds per dense layer: gaps and small kernels
 * @param mixtureLayers routing, permutation and reduction, as a multiple of {@code layerSeconds}
 * @param linearLayers convolution and gates of linear attention, as a multiple
 * @param latentLayers what latent attention has more, as a multiple
 * @param indexerLayers a sparse indexer, as a multiple
 * @param fourBitProductFactor time of a 4-bit dense product over the measured kernel's
 * @param requestSeconds per request: receiving it, tokenizing, sending the first token
 * @param pollSteps decode steps between a request's arrival and its prompt, and between token and delivery
 * @param promptsAheadShare prompts that every other sequence puts before a new one on average
 */
public record EngineProfile(
        double stepSeconds,
        double layerSeconds,
        double mixtureLayers,
        double linearLayers,
        double latentLayers,
        double indexerLayers,
        double fourBitProductFactor,
        double requestSeconds,
        double pollSteps,
        double promptsAheadShare) {

    /** The profile of {@code engine}; vLLM's where none is named. */
    public static EngineProfile of(Optional<Engine> engine) {
        return of(engine.orElse(Engine.VLLM), EngineConstants.standard());
    }

    static EngineProfile of(Engine engine, EngineConstants constants) {
        String name = engine.label();
        return new EngineProfile(
                constants.value(name + ".stepSeconds"),
                constants.value(name + ".layerSeconds"),
                constants.value("mixture.layers"),
                constants.value("linearAttention.layers"),
                constants.value("latentAttention.layers"),
                constants.value("indexer.layers"),
                constants.value("fourBitProduct.factor"),
                constants.value(name + ".requestSeconds"),
                constants.value(name + ".pollSteps"),
                constants.value("promptsAhead.share"));
    }

    /** Training frameworks launch ahead of the GPU: nothing per step, small kernels per layer; a guess. */
    public static final EngineProfile TRAINING = new EngineProfile(0, 8e-6, 0, 0, 0, 0, 1, 0, 0, 0);

    /** Seconds of gaps and small kernels in {@code layer}. */
    double layerSeconds(Layer layer) {
        double layers = 1 + (layer.feedForward() instanceof Mixture ? mixtureLayers : 0);
        layers += switch (layer.mixer()) {
            case LatentAttention latent -> latentLayers + (latent.indexer().present() ? indexerLayers : 0);
            // Compresses like latent attention and chooses positions like an indexer; no measurement has it.
            case CompressedAttention compressed -> latentLayers + indexerLayers;
            case LinearAttention linear -> linearLayers;
            default -> 0;
        };
        return layers * layerSeconds;
    }
}
