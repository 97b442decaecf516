package dev.meshwright.cost;

import dev.meshwright.problem.Assumptions.Engine;
import java.util.Optional;

/**
 * Time that an inference engine spends besides its kernels.
 *
 * <p>These are guesses of the right order, to be fitted to end-to-end measurements: with captured graphs an engine's
 * scheduler, sampler and detokeniser cost about a millisecond per step, less in compiled runtimes; small kernels that
 * are not modelled one by one (rotary embedding, quantisation, cache writes) cost microseconds per layer.
 *
 * @param stepSeconds per step: scheduling, sampling, input preparation
 * @param layerSeconds per layer: small kernels
 */
public record EngineProfile(double stepSeconds, double layerSeconds) {

    /** The profile of {@code engine}; vLLM's where none is named. */
    public static EngineProfile of(Optional<Engine> engine) {
        return switch (engine.orElse(Engine.VLLM)) {
            case VLLM -> new EngineProfile(1.0e-3, 8e-6);
            case SGLANG -> new EngineProfile(0.8e-3, 8e-6);
            case TENSORRT_LLM -> new EngineProfile(0.5e-3, 5e-6);
        };
    }

    /** Training frameworks launch ahead of the GPU: nothing per step, small kernels per layer. */
    public static final EngineProfile TRAINING = new EngineProfile(0, 8e-6);
}
