package dev.meshwright.facts.engine;

import java.util.List;
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
 * @param chunkedPrefill whether prompts may be read in parts ({@code enable-chunked-prefill}, {@code enable_chunked_prefill})
 * @param mixedChunks whether prompts are read beside decoding sequences ({@code enable-mixed-chunk} of SGLang; the others
 *     always do)
 * @param graphSizes numbers of decoding sequences for which steps are captured ({@code cudagraph_capture_sizes}, {@code
 *     cuda-graph-bs}, {@code cuda_graph_config.batch_sizes}), ascending; empty: the engine's own
 * @param training framework that trains; empty where none is named, or an inference engine
 * @param speculation how tokens are guessed; empty where none are
 * @param layerwiseTransfer whether caches go to the decode pool layer by layer while prompts are read; else once a prompt is read
 */
public record EngineSetup(
        Optional<EngineVersion> version,
        OptionalInt sequences,
        OptionalInt tokensPerStep,
        Optional<Boolean> chunkedPrefill,
        Optional<Boolean> mixedChunks,
        List<Integer> graphSizes,
        Optional<TrainingEngine> training,
        Optional<Speculation> speculation,
        boolean layerwiseTransfer) {

    /** An engine as it comes. */
    public static final EngineSetup DEFAULT =
            new EngineSetup(Optional.empty(), OptionalInt.empty(), OptionalInt.empty());

    public EngineSetup {
        graphSizes = graphSizes.stream().distinct().sorted().toList();
    }

    /** An engine that fills its steps and captures graphs as it comes. */
    public EngineSetup(Optional<EngineVersion> version, OptionalInt sequences, OptionalInt tokensPerStep) {
        this(
                version,
                sequences,
                tokensPerStep,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    /** The same of a training framework, where one is named. */
    public EngineSetup training(Optional<TrainingEngine> framework) {
        return new EngineSetup(
                version,
                sequences,
                tokensPerStep,
                chunkedPrefill,
                mixedChunks,
                graphSizes,
                framework,
                speculation,
                layerwiseTransfer);
    }

    /** The same with tokens that are guessed, or none. */
    public EngineSetup withSpeculation(Optional<Speculation> other) {
        return new EngineSetup(
                version,
                sequences,
                tokensPerStep,
                chunkedPrefill,
                mixedChunks,
                graphSizes,
                training,
                other,
                layerwiseTransfer);
    }
}
