package dev.meshwright.cost.bound;

import dev.meshwright.cost.engine.EngineProfile;
import dev.meshwright.cost.layer.Pass;
import dev.meshwright.cost.serving.ContinuousBatching;
import dev.meshwright.cost.serving.PassTimes;
import dev.meshwright.cost.serving.PromptSteps;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.layout.Degrees;
import java.util.function.BiFunction;

/**
 * What continuous batching takes at least, for every batch of a box: intervals through {@link ContinuousBatching}.
 *
 * <p>With more sequences in a micro-batch more of its steps have prompts ({@link PromptSteps}: p, and with it q) on no fewer of the
 * ranks; fewer prompts fit beside larger micro-batches, so that those in parts have no fewer parts there. So the fewest prompts of a step are those of the fewest sequences beside
 * the largest micro-batch, as do the fewest decode beside them, while ever fewer of a larger batch do; and the least q is that of the fewest sequences beside the smallest. q / B falls with B. The time between
 * tokens is t_d (1 - q)+ + q t_m, or t_d + q t_m, of rounds of all m micro-batches without and with prompts; per sequence in flight
 * (n = m B) it is at least the largest of
 *
 * <pre>
 *   the least time between tokens / n_hi
 *   the time from t_d / n, t_m / n at their least and the q in its range that makes it least
 *   (1 - q)+ t_d / n + (q / B) (t_m / m), with q at its most in the first and at B_hi in the second term
 * </pre>
 */
final class ServingFamily {

    private final Serving serving;
    private final EngineProfile engine;
    private final BatchBox box;
    private final PassRange decode;
    private final PassRange prompts;
    private final double least;
    private final double most;
    private final double leastPerSequence;
    private final double chunks;

    /**
     * The batches of {@code box}.
     *
     * @param decode passes without prompts
     * @param prompts passes with prompts, with no more of them than a step has
     */
    private ServingFamily(Serving serving, EngineProfile engine, BatchBox box, PassRange decode, PassRange prompts) {
        this.serving = serving;
        this.engine = engine;
        this.box = box;
        this.decode = decode;
        this.prompts = prompts;
        ContinuousBatching batching = new ContinuousBatching(serving, box.small(), engine);
        PromptSteps fewest = batching.promptSteps(box.smallest(), box.largest());
        PromptSteps low = batching.promptSteps(box.smallest(), box.smallest());
        PromptSteps high = batching.promptSteps(box.largest(), box.largest());
        PromptSteps far = batching.promptSteps(box.largest(), box.smallest());
        chunks = low.chunks();
        double interference = held(engine, box) ? 0 : engine.promptInterference();
        double perStep = 1.0 / engine.stepsPerAnswer(serving.outputTokens());
        least = interference * Math.max(0, low.perDecodeStep() - perStep / (fewest.prompts() * box.fewest()));
        most = interference * Math.max(0, high.perDecodeStep() - perStep / (far.prompts() * box.most()));
        leastPerSequence = interference
                * far.perDecodeStep()
                / box.largest()
                * Math.max(0, 1 - high.ranksWithPrompts() / box.least());
    }

    /**
     * The batches of a box.
     *
     * @param decode passes without prompts
     * @param times seconds of a pass of degrees
     */
    static ServingFamily of(
            Serving serving,
            EngineProfile engine,
            BatchBox box,
            PassRange decode,
            BiFunction<Degrees, Pass, PassTimes> times) {
        if (held(engine, box)) {
            return new ServingFamily(serving, engine, box, decode, decode);
        }
        ContinuousBatching small = new ContinuousBatching(serving, box.small(), engine);
        ContinuousBatching large = new ContinuousBatching(serving, box.large(), engine);
        PromptSteps fewest = small.promptSteps(box.smallest(), box.largest());
        double prompts = fewest.prompts();
        PromptSteps least = small.promptSteps(box.smallest(), box.smallest());
        double share = least.ranksWithPrompts();
        Pass beside = small.promptPass(prompts, least.chunks(), share, fewest.decodingShare());
        PassTimes atSmall = times.apply(box.small(), beside);
        if (engine.ownPromptStep()) {
            return new ServingFamily(serving, engine, box, decode, new PassRange(box, atSmall, atSmall, false));
        }
        Pass besideLargest = large.promptPass(
                prompts,
                least.chunks(),
                share,
                large.promptSteps(box.largest(), box.largest()).decodingShare());
        boolean alike = engine.launches(beside) == engine.launches(besideLargest);
        PassTimes atLarge = alike ? times.apply(box.large(), besideLargest) : atSmall;
        return new ServingFamily(serving, engine, box, decode, new PassRange(box, atSmall, atLarge, alike));
    }

    /** Whether prompts wait for each other: they follow another law then, of which nothing is used here. */
    private static boolean held(EngineProfile engine, BatchBox box) {
        return box.small().data() > 1 && engine.promptHoldSteps() > 0;
    }

    /** The same without batches that take longer than {@code seconds} for a token. */
    ServingFamily within(double seconds) {
        double stage = decode.longestPerSequence();
        if (!engine.ownPromptStep()) {
            // Steps with prompts may be the shorter ones: they exchange tokens in another way.
            stage = Math.min(stage, prompts.wayPerSequence());
        }
        BatchBox narrower = box.within(
                seconds * engine.tokensPerDecodeStep(), engine.stepSeconds(), engine.sequenceSeconds() + stage);
        return narrower.equals(box)
                ? this
                : new ServingFamily(serving, engine, narrower, decode.narrowed(narrower), prompts.narrowed(narrower));
    }

    BatchBox box() {
        return box;
    }

    private double decodeStep() {
        return engine.stepSeconds(box.least()) + decode.cycle();
    }

    private double decodeStepPerSequence() {
        return engine.stepSeconds(box.inFlight()) / box.inFlight() + decode.cyclePerSequence();
    }

    /** The steps that a request's prompt is read in. */
    private double promptStep() {
        PassTimes pass = prompts.small();
        if (engine.ownPromptStep()) {
            return chunks * (engine.stepSeconds() + pass.sumSeconds());
        }
        double others = (box.fewest() - 1) * decode.small().maxSeconds();
        return chunks * (engine.stepSeconds(box.least()) + Math.max(others + pass.maxSeconds(), pass.sumSeconds()));
    }

    private double promptStepPerSequence() {
        double atLeast = promptStep() / box.inFlight();
        if (engine.ownPromptStep()) {
            return atLeast;
        }
        double others = (1 - 1.0 / box.fewest()) * decode.longestPerSequence();
        double own = prompts.longestPerSequence() / box.most();
        double fixed = engine.stepSeconds(box.inFlight()) / box.inFlight();
        return Math.max(atLeast, chunks * (fixed + Math.max(others + own, prompts.wayPerSequence())));
    }

    /** A round in which every micro-batch has prompts. */
    private double promptRound() {
        return (engine.ownPromptStep() ? engine.stepSeconds() : engine.stepSeconds(box.least())) + prompts.cycle();
    }

    private double promptRoundPerSequence() {
        double overhead = engine.ownPromptStep() ? engine.stepSeconds() : engine.stepSeconds(box.inFlight());
        return overhead / box.inFlight() + prompts.cyclePerSequence();
    }

    /** The part of a micro-batch in such a round. */
    private double promptRoundPerMicroBatch() {
        return engine.stepSeconds() / box.most() + prompts.small().maxSeconds();
    }

    /** The time between steps with the q in its range that makes it least. */
    private double secondsPerStep(double decodeStep, double promptStep) {
        double other = Math.clamp(1, least, Math.max(least, most));
        return Math.min(
                engine.secondsPerToken(least, decodeStep, promptStep),
                engine.secondsPerToken(other, decodeStep, promptStep));
    }

    /** Seconds between output tokens, at least. */
    double perOutputToken() {
        return perStep() / engine.tokensPerDecodeStep();
    }

    private double perStep() {
        return secondsPerStep(decodeStep(), promptRound());
    }

    /** Seconds of a step without prompts, at least. */
    double stepSeconds() {
        return decodeStep();
    }

    /** Seconds to the first token, at least. */
    double firstToken() {
        return handling() + waitSteps() * perStep() + promptStep();
    }

    private double handling() {
        return engine.requestSeconds() + serving.longest() * engine.inputTokenSeconds();
    }

    private double waitSteps() {
        return engine.waitSteps();
    }

    /** Steps after the one that makes the first token. */
    private double steps() {
        return engine.stepsPerAnswer(serving.outputTokens()) - 1;
    }

    /** Seconds of a request's life, at least. */
    double life() {
        return firstToken() + steps() * perStep();
    }

    /** The same per sequence in flight: one over it is the most requests that an attention rank ends per second. */
    double lifePerSequence() {
        double step = decodeStepPerSequence();
        double promptStep = promptStepPerSequence();
        double decoding = engine.ownPromptStep() ? 1 : Math.max(0, 1 - most);
        double perStep = Math.max(
                perStep() / box.inFlight(),
                Math.max(
                        secondsPerStep(step, promptRoundPerSequence()),
                        decoding * step + leastPerSequence * promptRoundPerMicroBatch()));
        double perSequence = handling() / box.inFlight() + promptStep + (waitSteps() + steps()) * perStep;
        return Math.max(life() / box.inFlight(), perSequence);
    }
}
