package dev.meshwright.cost;

import dev.meshwright.cost.compute.Pass;
import dev.meshwright.cost.ledger.Ledger;
import dev.meshwright.cost.ledger.Term;
import dev.meshwright.cost.ledger.Unit;
import dev.meshwright.cost.pipeline.Schedule;
import dev.meshwright.layout.Degrees;
import dev.meshwright.workload.Workload;
import dev.meshwright.workload.Workload.Decode;
import dev.meshwright.workload.Workload.Prefill;
import dev.meshwright.workload.Workload.Serving;
import dev.meshwright.workload.Workload.Training;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** From the time of passes to what users see, for one replica. */
final class WorkloadTiming {

    private final Workload workload;
    private final EngineProfile engine;

    /** Tokens of a step that decoding sequences always leave to prompts; a guess that only huge batches meet. */
    private static final int LEAST_ROOM = 512;

    WorkloadTiming(Workload workload, EngineProfile engine) {
        this.workload = workload;
        this.engine = engine;
    }

    /** The pass whose cycle is the step: decode in serving. */
    Pass mainPass(Degrees degrees) {
        return switch (workload) {
            case Prefill prefill -> Pass.prefill(degrees.microBatch(), prefill.longest());
            case Decode decode -> Pass.decode(degrees.microBatch(), decode.longest() + decode.outputTokens() / 2.0);
            case Serving serving -> Pass.decode(degrees.microBatch(), serving.longest() + serving.outputTokens() / 2.0);
            case Training training -> Pass.training(degrees.microBatch(), training.longest(), degrees.context());
        };
    }

    /** The pass that reads the prompts of a step that has any. */
    Pass servingPrefill(Serving serving, Degrees degrees) {
        return prompts(serving, promptSteps(serving, degrees).prompts());
    }

    /** The pass that reads as many prompts as a step has room for when all sequences arrive at once. */
    Pass burstPrefill(Serving serving, Degrees degrees) {
        return prompts(serving, Math.min(degrees.sequencesPerRank(), promptsPerFullStep(serving, degrees)));
    }

    private Pass prompts(Serving serving, double prompts) {
        return engine.ownPromptStep()
                ? Pass.prefill(prompts, serving.longest())
                : Pass.promptsBesideDecode(prompts, serving.longest());
    }

    /** How prompts fall on steps. */
    PromptSteps promptSteps(Serving serving, Degrees degrees) {
        return PromptSteps.of(degrees.sequencesPerRank(), serving.outputTokens(), roomInPrompts(serving, degrees));
    }

    private double roomInPrompts(Serving serving, Degrees degrees) {
        int decoding = engine.ownPromptStep() ? 0 : degrees.microBatch();
        return (double) Math.max(LEAST_ROOM, engine.tokensPerStep() - decoding) / serving.longest();
    }

    private double promptsPerFullStep(Serving serving, Degrees degrees) {
        return Math.max(1, Math.floor(roomInPrompts(serving, degrees)));
    }

    /** Performance of one replica in prefill: m micro-batches one after the other through the stages. */
    Performance prefill(Prefill prefill, Degrees degrees, PassTimes times, Ledger ledger) {
        double tokens = sequencesPerReplica(degrees, prefill.concurrency()) * prefill.longest();
        double cycle = engine.stepSeconds()
                + Schedule.cycleSeconds(times.sumSeconds(), times.maxSeconds(), degrees.microBatches());
        noteCycle(ledger, "stepTime", degrees, times, cycle);
        double last = engine.stepSeconds()
                + Schedule.makespanSeconds(times.sumSeconds(), times.maxSeconds(), degrees.microBatches(), 1);
        if (ledger.active()) {
            ledger.note(
                    "timeToFirstToken",
                    last,
                    Unit.SECONDS,
                    "overhead + m * slowest + (way - slowest)",
                    "the last micro-batch leaves the pipeline",
                    Term.of("overhead", engine.stepSeconds(), Unit.SECONDS),
                    Term.count("m", degrees.microBatches()),
                    Term.from("slowest", times.maxSeconds(), Unit.SECONDS, "main.slowestStage"),
                    Term.from("way", times.sumSeconds(), Unit.SECONDS, "main.microBatch"));
        }
        noteRate(ledger, tokens, cycle);
        return new Performance(tokens / cycle, tokens / cycle, OptionalDouble.of(last), OptionalDouble.empty(), cycle);
    }

    /**
     * Sequences of one replica on average. Micro-batches are rounded up to whole sequences; the time is that of the
     * fullest rank, but no more sequences are served than there are.
     */
    double sequencesPerReplica(Degrees degrees, OptionalInt concurrency) {
        double places = (double) degrees.sequencesPerRank() * degrees.data();
        return concurrency.isPresent()
                ? Math.min(places, (double) concurrency.getAsInt() / degrees.replicas())
                : places;
    }

    /** Performance of one replica in decode: every sequence gets a token per cycle. */
    Performance decode(Decode decode, Degrees degrees, PassTimes times, Ledger ledger) {
        double cycle = decodeCycle(degrees, times);
        noteCycle(ledger, "timePerOutputToken", degrees, times, cycle);
        double tokens = sequencesPerReplica(degrees, decode.concurrency());
        noteRate(ledger, tokens, cycle);
        return new Performance(tokens / cycle, 0, OptionalDouble.empty(), OptionalDouble.of(cycle), cycle);
    }

    private double decodeCycle(Degrees degrees, PassTimes times) {
        return engine.stepSeconds()
                + Schedule.cycleSeconds(times.sumSeconds(), times.maxSeconds(), degrees.microBatches());
    }

    /** What a request waits for when prompts take {@code prefill} and, in a burst, {@code burst}. */
    ServingTimes servingTimes(Serving serving, Degrees degrees, PassTimes decode, PassTimes prefill, PassTimes burst) {
        double cycle = decodeCycle(degrees, decode);
        double perToken = cycle + promptSteps(serving, degrees).ofOthers() * promptStepSeconds(prefill.maxSeconds());
        double beside = engine.ownPromptStep() ? engine.stepSeconds() : cycle;
        double steps = Math.max(1, degrees.sequencesPerRank() / promptsPerFullStep(serving, degrees));
        double tokenization = serving.longest() * engine.inputTokenSeconds();
        double ahead = (sequencesPerReplica(degrees, serving.concurrency()) - 1) / 2;
        return new ServingTimes(
                perToken,
                engine.requestSeconds() + tokenization + engine.pollSteps() * perToken,
                beside + prefill.sumSeconds(),
                (steps + 1) / 2 * (beside + burst.sumSeconds()) + Math.max(0, ahead) * tokenization);
    }

    /** Seconds that prompts add to a decode step, or take in a step of their own. */
    private double promptStepSeconds(double passSeconds) {
        double pass = engine.promptInterference() * passSeconds;
        return engine.ownPromptStep() ? engine.stepSeconds() + pass : pass;
    }

    /** Seconds that all prompts of the life of a rank's sequences keep it busy. */
    double promptSecondsPerLife(Serving serving, Degrees degrees, PassTimes prefill) {
        return promptStepsPerLife(serving, degrees) * promptStepSeconds(prefill.maxSeconds());
    }

    /** Steps with prompts in the life of a rank's sequences: those of others while they decode, and their own. */
    double promptStepsPerLife(Serving serving, Degrees degrees) {
        int steps = Math.max(1, serving.outputTokens() - 1);
        return steps * promptSteps(serving, degrees).ofOthers() + 1;
    }

    /** Step overhead of the life of a rank's sequences. */
    double overheadPerLife(Serving serving, Degrees degrees) {
        double own = engine.ownPromptStep() ? promptStepsPerLife(serving, degrees) : 0;
        return (Math.max(1, serving.outputTokens() - 1) + own) * engine.stepSeconds();
    }

    /**
     * Performance of one replica with continuous batching of C sequences per attention rank and answers of O tokens.
     *
     * <pre>
     * t_p  = what the prompts of a step add to it (TensorRT-LLM, vLLM) or take in a step of their own (SGLang)
     * TPOT = t_d + p (n - 1)/n t_p         p steps with prompts per decode step, see {@link PromptSteps}
     * TTFT = request + (1 + polls) TPOT + step with the prompt       the step in progress, then its own
     * tokens/s = C O / (TTFT + (O - 1) TPOT)       Little's law
     * </pre>
     */
    Performance serving(Serving serving, Degrees degrees, PassTimes decode, PassTimes prefill, Ledger ledger) {
        int steps = Math.max(1, serving.outputTokens() - 1);
        ServingTimes times = servingTimes(serving, degrees, decode, prefill, prefill);
        double cycle = decodeCycle(degrees, decode);
        double perToken = times.perOutputToken();
        double first = times.firstToken();
        double inFlight = sequencesPerReplica(degrees, serving.concurrency());
        double requests = inFlight / (first + steps * perToken);
        if (ledger.active()) {
            new ServingNotes(ledger, engine, serving.longest(), promptSteps(serving, degrees), times)
                    .take(promptStepSeconds(prefill.maxSeconds()), prefill, cycle);
            noteCycle(ledger, "decodeStep", degrees, decode, cycle);
            ledger.note(
                    "throughput.replica",
                    requests * serving.outputTokens(),
                    Unit.TOKENS_PER_SECOND,
                    "sequences * O / (TTFT + (O - 1) * TPOT)",
                    "Little's law",
                    Term.count("sequences", inFlight),
                    Term.count("O", steps + 1),
                    Term.from("TTFT", first, Unit.SECONDS, "timeToFirstToken"),
                    Term.from("TPOT", perToken, Unit.SECONDS, "timePerOutputToken"));
        }
        return new Performance(
                requests * serving.outputTokens(),
                requests * serving.longest(),
                OptionalDouble.of(first),
                OptionalDouble.of(perToken),
                cycle);
    }

    /**
     * Performance of one optimizer step of the whole system.
     *
     * @param globalTokens tokens of the step
     * @param microBatch seconds of one micro-batch forward and backward
     * @param afterSeconds exposed gradient traffic and optimizer
     */
    Performance training(
            double globalTokens, Degrees degrees, PassTimes microBatch, double afterSeconds, Ledger ledger) {
        double step = Schedule.makespanSeconds(
                        microBatch.sumSeconds(),
                        microBatch.maxSeconds(),
                        degrees.microBatches(),
                        degrees.virtualStages())
                + afterSeconds;
        if (ledger.active()) {
            ledger.note(
                    "stepTime",
                    step,
                    Unit.SECONDS,
                    "m * slowest + (way - slowest) / v + after",
                    "1F1B, interleaved v times (arXiv 2104.04473); then exposed gradient traffic and the optimizer",
                    Term.count("m", degrees.microBatches()),
                    Term.from("slowest", microBatch.maxSeconds(), Unit.SECONDS, "main.slowestStage"),
                    Term.from("way", microBatch.sumSeconds(), Unit.SECONDS, "main.microBatch"),
                    Term.count("v", degrees.virtualStages()),
                    Term.of("after", afterSeconds, Unit.SECONDS));
            ledger.note(
                    "throughput.replica",
                    globalTokens / step,
                    Unit.TOKENS_PER_SECOND,
                    "tokens / step",
                    "all replicas together make one step",
                    Term.count("tokens", globalTokens),
                    Term.from("step", step, Unit.SECONDS, "stepTime"));
        }
        return new Performance(
                globalTokens / step, globalTokens / step, OptionalDouble.empty(), OptionalDouble.empty(), step);
    }

    private void noteCycle(Ledger ledger, String quantity, Degrees degrees, PassTimes times, double cycle) {
        if (ledger.active()) {
            ledger.note(
                    quantity,
                    cycle,
                    Unit.SECONDS,
                    "overhead + max(m * slowest, way)",
                    "m micro-batches go round; with fewer than stages the pipe idles",
                    Term.of("overhead", engine.stepSeconds(), Unit.SECONDS),
                    Term.count("m", degrees.microBatches()),
                    Term.from("slowest", times.maxSeconds(), Unit.SECONDS, "main.slowestStage"),
                    Term.from("way", times.sumSeconds(), Unit.SECONDS, "main.microBatch"));
        }
    }

    private static void noteRate(Ledger ledger, double tokens, double cycle) {
        if (ledger.active()) {
            ledger.note(
                    "throughput.replica",
                    tokens / cycle,
                    Unit.TOKENS_PER_SECOND,
                    "tokens / step",
                    "tokens of all attention ranks of one replica per step",
                    Term.count("tokens", tokens),
                    Term.of("step", cycle, Unit.SECONDS));
        }
    }
}
