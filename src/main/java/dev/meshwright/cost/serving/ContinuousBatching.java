package dev.meshwright.cost.serving;

import dev.meshwright.base.derivation.Ledger;
import dev.meshwright.base.derivation.Term;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.cost.engine.EngineProfile;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.evaluation.ServingTimes;
import dev.meshwright.cost.layer.Pass;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.layout.Degrees;
import java.util.OptionalDouble;

/**
 * Serving by one replica with continuous batching of C sequences per attention rank and answers of O tokens.
 *
 * <pre>
 * t_m  = a step with prompts: beside the decoding sequences (TensorRT-LLM, vLLM) or alone (SGLang)
 * TPOT = (1 - q) t_d + q t_m, or t_d + q t_m      q rounds with others' prompts per decode step, see {@link PromptSteps};
 *                                                 t_d, t_m rounds of all micro-batches without and with prompts
 * TTFT = request + 2 TPOT + c t_m       the step in progress and the one planned meanwhile, then its own: c where the prompt is
 *                                       longer than a step
 * tokens/s = C O / (TTFT + (O - 1) TPOT)       Little's law
 * </pre>
 *
 * <p>Where a step makes s tokens of a sequence on average ({@link dev.meshwright.facts.engine.Speculation}) it lives for (O - 1) / s of them:
 * TPOT is the time between steps over s, and the wait for the first token two times between steps.
 *
 * @param serving requests
 * @param degrees of the replica
 * @param engine that serves them
 */
public record ContinuousBatching(Serving serving, Degrees degrees, EngineProfile engine) {

    /** The pass of a micro-batch without prompts. */
    public Pass decodePass() {
        return decodePass(1);
    }

    private Pass decodePass(double share) {
        return Pass.decode(
                share * degrees.microBatch(), serving.longest() + serving.outputTokens() / 2.0, engine.positions());
    }

    /** The pass of a micro-batch that has prompts, or of the prompts alone where they have a step of their own. */
    public Pass promptPass() {
        PromptSteps steps = promptSteps();
        return promptPass(steps.prompts(), steps.chunks(), steps.ranksWithPrompts(), steps.decodingShare());
    }

    /**
     * Tokens that the prefix cache has are seen and not read. The same with that many prompts, read in {@code chunks} steps, on that share of the attention ranks. A part of a prompt begins
     * anywhere in its first I (1 - 1/c) tokens; where k ranks have some, all wait for the last of k such beginnings, which is
     * k / (k + 1) of the way on average.
     *
     * @param decodingShare share of the sequences that decode beside them
     */
    public Pass promptPass(double prompts, double chunks, double ranksWithPrompts, double decodingShare) {
        double ranks = Math.max(1, ranksWithPrompts * degrees.data());
        double seen = 1 / (2 * chunks) + (1 - 1 / chunks) * ranks / (ranks + 1);
        double read = serving.readTokens();
        Pass alone = Pass.chunks(prompts * chunks, prompts * read, serving.cachedTokens() + seen * read, prompts);
        return engine.ownPromptStep()
                ? alone.onSomeRanks(ranksWithPrompts)
                : Pass.mixed(decodePass(decodingShare), alone, ranksWithPrompts);
    }

    /** How prompts fall on steps. */
    public PromptSteps promptSteps() {
        return promptSteps(degrees.microBatch(), degrees.microBatch());
    }

    /** The same with {@code sequences} in a micro-batch, beside {@code decoding} of which prompts have to fit. */
    public PromptSteps promptSteps(double sequences, double decoding) {
        return PromptSteps.of(
                sequences,
                degrees.microBatches(),
                engine.stepsPerAnswer(serving.outputTokens()),
                engine.roomInPrompts(decoding, serving.readTokens()),
                degrees.data(),
                engine.promptHoldSteps(),
                engine.ownPromptStep());
    }

    /** A step without prompts, in which every sequence gets a token. */
    private Cycle decodeStep(PassTimes decode) {
        return new Cycle(engine.stepSeconds(degrees.sequencesPerRank()), degrees.microBatches(), decode);
    }

    /** A step that a prompt is read in, or a part of one: beside its own micro-batch while the others decode, or alone. */
    private double promptStep(PassTimes decode, PassTimes prompts) {
        if (engine.ownPromptStep()) {
            return engine.stepSeconds() + prompts.sumSeconds();
        }
        double others = (degrees.microBatches() - 1) * decode.maxSeconds();
        return engine.stepSeconds(degrees.sequencesPerRank())
                + Math.max(others + prompts.maxSeconds(), prompts.sumSeconds());
    }

    /**
     * Mean time between steps when a share of the steps has prompts. Where more prompts arrive than steps have room for,
     * every step has some and sequences wait for their turn; that wait counts here.
     */
    private double perStep(PromptSteps steps, double decodeStep, PassTimes prompts) {
        double share = engine.promptInterference() * steps.ofOthers();
        return engine.secondsPerToken(share, decodeStep, promptRound(prompts).seconds());
    }

    /**
     * A step in which every micro-batch has prompts, beside its sequences or in their place. Each has the prompts of its own
     * sequences alone, so a share of its steps has some whatever the others have.
     */
    private Cycle promptRound(PassTimes prompts) {
        double overhead =
                engine.ownPromptStep() ? engine.stepSeconds() : engine.stepSeconds(degrees.sequencesPerRank());
        return new Cycle(overhead, degrees.microBatches(), prompts);
    }

    /** What a request waits for when passes with prompts take {@code prompts}. */
    public ServingTimes times(PassTimes decode, PassTimes prompts) {
        double decodeStep = decodeStep(decode).seconds();
        double promptStep = promptStep(decode, prompts);
        PromptSteps promptSteps = promptSteps();
        double perStep = perStep(promptSteps, decodeStep, prompts);
        double tokenization = serving.longest() * engine.inputTokenSeconds();
        return new ServingTimes(
                perStep / engine.tokensPerDecodeStep(),
                decodeStep,
                perStep,
                engine.requestSeconds() + tokenization,
                engine.waitSteps(),
                promptSteps.heldSteps(),
                promptSteps.chunks() * promptStep);
    }

    /** Performance of the replica. */
    public Performance performance(PassTimes decode, PassTimes prompts, Ledger ledger) {
        int steps = serving.outputTokens() - 1;
        ServingTimes times = times(decode, prompts);
        double perToken = times.perOutputToken();
        double first = times.firstToken();
        double inFlight = degrees.sequencesPerReplica(serving.concurrency());
        double requests = inFlight / (first + steps * perToken);
        if (ledger.active()) {
            new ServingNotes(ledger, engine, serving.longest(), promptSteps(), times).take(degrees);
            decodeStep(decode).note(ledger, "decodeStep", "main");
            promptRound(prompts).note(ledger, "promptRound", "prefill");
            ledger.note(
                    "throughput.replica",
                    requests * serving.outputTokens(),
                    Dimension.TOKENS_PER_SECOND,
                    "sequences * O / (TTFT + (O - 1) * TPOT)",
                    "Little's law",
                    Term.count("sequences", inFlight),
                    Term.count("O", steps + 1),
                    Term.from("TTFT", "timeToFirstToken"),
                    Term.from("TPOT", "timePerOutputToken"));
        }
        return new Performance(
                requests * serving.outputTokens(),
                requests * serving.longest(),
                OptionalDouble.of(first),
                OptionalDouble.of(perToken),
                times.decodeStep());
    }

    /** Seconds that the sequences of a rank keep it busy during their lives. */
    public double busySeconds(PassTimes decode, PassTimes prompts) {
        double decodeStep = decodeStep(decode).seconds();
        double round = promptRound(prompts).seconds();
        double read = promptSteps().chunks() * round;
        double own = engine.ownPromptStep() ? read : Math.max(0, read - decodeStep);
        return decodeSteps() * perStep(promptSteps(), decodeStep, prompts) + own / degrees.microBatches();
    }

    /** Decode steps in the life of a sequence, one at least. */
    private double decodeSteps() {
        return Math.max(1, engine.stepsPerAnswer(serving.outputTokens()) - 1);
    }

    /** Rounds with prompts in the life of a rank's sequences: those of others while they decode, and their own in one micro-batch. */
    private double promptStepsPerLife() {
        return decodeSteps() * promptSteps().ofOthers() + promptSteps().chunks() / degrees.microBatches();
    }

    /** Passes of micro-batches with prompts in the life of a rank's sequences. */
    public double promptPassesPerLife() {
        return degrees.microBatches() * promptStepsPerLife();
    }

    /** Decode passes of micro-batches without prompts in the life of a rank's sequences. */
    public double decodePassesPerLife() {
        double all = decodeSteps() * degrees.microBatches();
        return engine.ownPromptStep() ? all : Math.max(0, all + promptSteps().chunks() - 1 - promptPassesPerLife());
    }

    /** Step overhead of the life of a rank's sequences. */
    public double overheadPerLife() {
        double more =
                engine.ownPromptStep() ? promptStepsPerLife() : promptSteps().chunks() - 1;
        return decodeSteps() * engine.stepSeconds(degrees.sequencesPerRank()) + more * engine.stepSeconds();
    }
}
