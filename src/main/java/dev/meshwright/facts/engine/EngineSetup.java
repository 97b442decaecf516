package dev.meshwright.facts.engine;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a problem states of how its engine is started; empty is the engine's default.
 *
 * @param version release of the engine
 * @param sequences most sequences that run at once on an attention rank ({@code max-num-seqs}, {@code
 *     max-running-requests}, {@code max_batch_size})
 * @param tokensPerStep most tokens of a step on an attention rank ({@code max-num-batched-tokens}, {@code
 *     chunked-prefill-size}, {@code max_num_tokens})
 * @param training framework that trains; empty where none is named, or an inference engine
 */
public record EngineSetup(
        Optional<EngineVersion> version,
        OptionalInt sequences,
        OptionalInt tokensPerStep,
        Optional<TrainingEngine> training) {

    /** An inference engine. */
    public EngineSetup(Optional<EngineVersion> version, OptionalInt sequences, OptionalInt tokensPerStep) {
        this(version, sequences, tokensPerStep, Optional.empty());
    }

    /** An engine as it comes. */
    public static final EngineSetup DEFAULT =
            new EngineSetup(Optional.empty(), OptionalInt.empty(), OptionalInt.empty());
}
