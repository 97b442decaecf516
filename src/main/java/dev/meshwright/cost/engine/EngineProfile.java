package dev.meshwright.cost.engine;

import dev.meshwright.cost.hardware.EngineKernels;
import dev.meshwright.cost.layer.ExpertPopularity;
import dev.meshwright.cost.layer.Pass;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.engine.MemoryRule;
import dev.meshwright.facts.engine.Speculation;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.problem.Assumptions.Engine;
import java.util.Locale;
import java.util.Optional;

/**
 * How an inference engine runs a model, fitted to end-to-end measurements ({@link EngineConstants}).
 *
 * <p>Kernel tables are measured one kernel at a time and hold the launch of each. Engines replay decode steps as captured
 * graphs: launches vanish and what is left are the gaps between kernels and the small kernels that no table has.
 *
 * @param stepSeconds per step: scheduling, sampling, input preparation
 * @param sequenceSeconds more per decoding sequence of the step
 * @param gapSeconds per kernel, on GPUs that start a kernel while the one before drains (Blackwell)
 * @param launchSeconds in which the host launches a kernel of a step that is not replayed from a graph
 * @param capturedTokens most tokens of a step with prompts that is replayed
 * @param olderGapFactor the same on other GPUs, as a multiple
 * @param smallKernels kernels of a layer
 * @param decodeKernels how kernels of decode steps differ from the tables
 * @param promptKernels how kernels of prompts differ from the tables
 * @param popularity of experts whose shares nobody measured
 * @param fusion of small all-reduces
 * @param ownPromptStep whether prompts have a step of their own, in which no sequence decodes
 * @param promptHoldSteps steps for which attention ranks that step together wait until all have prompts
 * @param splitsPrompts whether a step takes a part of a prompt where it has no room for all of it
 * @param tokensPerStep most tokens of a step
 * @param requestSeconds per request: receiving it, sending the first token
 * @param inputTokenSeconds per token of a prompt: the server parses and tokenizes prompts one after the other
 * @param promptInterference steps with prompts of others, as a multiple of those that arrivals make; 1 unless calibrated
 * @param speculation how tokens are guessed; empty where none are
 */
public record EngineProfile(
        double stepSeconds,
        double sequenceSeconds,
        double gapSeconds,
        double launchSeconds,
        int capturedTokens,
        double olderGapFactor,
        SmallKernels smallKernels,
        EngineKernels decodeKernels,
        EngineKernels promptKernels,
        ExpertPopularity popularity,
        Fusion fusion,
        boolean ownPromptStep,
        int promptHoldSteps,
        boolean splitsPrompts,
        int tokensPerStep,
        double requestSeconds,
        double inputTokenSeconds,
        double promptInterference,
        Optional<Speculation> speculation) {

    /** On which GPUs small all-reduces take TensorRT-LLM's kernel, which FlashInfer brings to all engines on Blackwell. */
    public enum Fusion {
        ALWAYS,
        ON_BLACKWELL,
        NEVER
    }

    /** Tokens of a step that vLLM and TensorRT-LLM are set to on large GPUs, and SGLang's chunk of prompts. */
    private static final int TOKENS_PER_STEP = 8192;

    private static final int SGLANG_PROMPT_CHUNK = 16384;

    /** vLLM's {@code max_cudagraph_capture_size}; the others do not capture steps with prompts by default. */
    private static final int VLLM_CAPTURED_TOKENS = 512;

    /** Tokens of a step that decoding sequences always leave to prompts; a guess that only huge batches meet. */
    public static final int LEAST_ROOM = 512;

    /** The profile of {@code engine}; vLLM's where none is named. */
    public static EngineProfile of(Optional<Engine> engine, EngineConstants constants) {
        return of(engine.orElse(Engine.VLLM), constants);
    }

    public static EngineProfile of(Engine engine, EngineConstants constants) {
        String name = engine.label();
        double slowdown = constants.slowdown();
        double fourBit = constants.value("fourBitProduct.factor");
        double movement = constants.value("expertMovement.fraction");
        double scores = MemoryRule.of(name, Optional.empty()).orZero("sparse.scores");
        return new EngineProfile(
                slowdown * constants.value(name + ".stepSeconds"),
                slowdown * constants.value(name + ".sequenceSeconds"),
                slowdown * constants.value(name + ".gapSeconds"),
                slowdown * constants.value(name + ".launchSeconds"),
                constants.settings().capturedTokens().orElse(engine == Engine.VLLM ? VLLM_CAPTURED_TOKENS : 0),
                constants.value("olderGap.factor"),
                SmallKernels.counted(engine, constants.settings().moreExpertKernels()),
                new EngineKernels(1, fourBit, movement, constants.settings().paddedExpertRows(), scores, true),
                new EngineKernels(
                        slowdown, fourBit, movement, constants.settings().paddedExpertRows(), scores, true),
                new ExpertPopularity(constants.value("expertPopularity.deviation")),
                engine == Engine.TENSORRT_LLM ? Fusion.ALWAYS : Fusion.ON_BLACKWELL,
                engine == Engine.SGLANG,
                constants.settings().promptHoldSteps(),
                engine != Engine.TENSORRT_LLM,
                constants
                        .settings()
                        .tokensPerStep()
                        .orElse(engine == Engine.SGLANG ? SGLANG_PROMPT_CHUNK : TOKENS_PER_STEP),
                slowdown * constants.value(name + ".requestSeconds"),
                constants.value(name + ".inputTokenSeconds"),
                1,
                Optional.empty());
    }

    /** Training frameworks launch ahead of the GPU: nothing per step, 8 microseconds per layer; a guess. */
    public static final EngineProfile TRAINING = new EngineProfile(
            0,
            0,
            8e-6,
            0,
            0,
            1,
            new SmallKernels(1, 0, 0, 0, 0, 0, 0),
            EngineKernels.AS_MEASURED,
            EngineKernels.AS_MEASURED,
            ExpertPopularity.GIVEN,
            Fusion.NEVER,
            false,
            0,
            false,
            TOKENS_PER_STEP,
            0,
            0,
            1,
            Optional.empty());

    /**
     * Steps between a request's arrival and the one with its prompt: the one in progress, and the next, which engines plan
     * while that runs.
     */
    public int waitSteps() {
        return 2;
    }

    /** Seconds of a step beside its kernels and their gaps, with {@code sequences} decoding on the rank. */
    public double stepSeconds(double sequences) {
        return stepSeconds + sequences * sequenceSeconds;
    }

    /**
     * Prompts of {@code length} tokens that a step has room for beside {@code decoding} sequences; below one where it takes a part
     * of a prompt. An engine that does not split prompts makes room for one, unless none would ever fit.
     */
    public double roomInPrompts(double decoding, int length) {
        double left = ownPromptStep ? tokensPerStep : tokensPerStep - decoding * positions();
        double room = Math.max(LEAST_ROOM, left) / length;
        return splitsPrompts || length > tokensPerStep ? room : Math.max(1, room);
    }

    /**
     * Mean seconds between tokens where {@code share} steps with prompts come on a decode step: beside it where prompts have
     * steps of their own, else in its place.
     */
    public double secondsPerToken(double share, double decodeStep, double promptStep) {
        double decoding = ownPromptStep ? 1 : Math.max(0, 1 - share);
        return decoding * decodeStep + share * promptStep;
    }

    /** The same with overheads multiplied, see {@link Calibration}. */
    EngineProfile scaled(double step, double layer, double prompts, double requests) {
        return new EngineProfile(
                stepSeconds * step,
                sequenceSeconds * step,
                gapSeconds * layer,
                launchSeconds,
                capturedTokens,
                olderGapFactor,
                smallKernels,
                decodeKernels,
                promptKernels,
                popularity,
                fusion,
                ownPromptStep,
                promptHoldSteps,
                splitsPrompts,
                tokensPerStep,
                requestSeconds * requests,
                inputTokenSeconds * requests,
                promptInterference * prompts,
                speculation);
    }

    /**
     * The same with tokens that are guessed: a step samples each of those that it verifies, and what it takes beside its kernels it takes
     * for each model that runs.
     */
    public EngineProfile guessing(Optional<Speculation> guesses) {
        return new EngineProfile(
                stepSeconds * guesses.map(Speculation::runs).orElse(1),
                sequenceSeconds * guesses.map(Speculation::positions).orElse(1),
                gapSeconds,
                launchSeconds,
                capturedTokens,
                olderGapFactor,
                smallKernels,
                decodeKernels,
                promptKernels,
                popularity,
                fusion,
                ownPromptStep,
                promptHoldSteps,
                splitsPrompts,
                tokensPerStep,
                requestSeconds,
                inputTokenSeconds,
                promptInterference,
                guesses);
    }

    /** Tokens that a decode step computes of each sequence: one, and those that are guessed. */
    public int positions() {
        return speculation.map(Speculation::positions).orElse(1);
    }

    /** Tokens that a sequence gets from a decode step on average. */
    public double tokensPerDecodeStep() {
        return speculation.map(Speculation::tokensPerStep).orElse(1.0);
    }

    /** Decode steps of an answer of {@code tokens}, the first of which its prompt's step makes, and that step. */
    public double stepsPerAnswer(int tokens) {
        return 1 + (tokens - 1) / tokensPerDecodeStep();
    }

    /** Seconds of gaps and small kernels in {@code layer} where kernels overlap at their ends. */
    public double layerSeconds(Layer layer) {
        return gapSeconds * smallKernels.of(layer);
    }

    /**
     * Seconds in which the host launches the kernels of {@code layer}, the least that it takes in a step that is not
     * replayed.
     */
    public double launchSeconds(Layer layer) {
        return launchSeconds * smallKernels.of(layer);
    }

    /** Whether the host launches the kernels of {@code pass} one by one: steps without prompts are always replayed. */
    public boolean launches(Pass pass) {
        return launchSeconds > 0 && !pass.cached() && pass.tokens() > capturedTokens;
    }

    /** What gaps on {@code gpu} take of those where kernels overlap at their ends. */
    double gapFactor(Gpu gpu) {
        return blackwell(gpu) ? 1 : olderGapFactor;
    }

    /** Whether small all-reduces on {@code gpu} take TensorRT-LLM's kernel. */
    boolean fusesAllReduce(Gpu gpu) {
        return switch (fusion) {
            case ALWAYS -> true;
            case ON_BLACKWELL -> blackwell(gpu);
            case NEVER -> false;
        };
    }

    private static boolean blackwell(Gpu gpu) {
        return gpu.family().toLowerCase(Locale.ROOT).startsWith("blackwell");
    }
}
