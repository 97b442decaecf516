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

    /** Tokens of a step that decoding sequences always leave to prompts; a guess that only huge batches meet. */
    private static final int LEAST_ROOM = 512;

    private final Workload workload;
    private final EngineProfile engine;

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

    /** The pass of a micro-batch that has prompts, or of the prompts alone where they have a step of their own. */
    Pass servingPrefill(Serving serving, Degrees degrees) {
        PromptSteps steps = promptSteps(serving, degrees);
        return prompts(serving, degrees, steps.prompts(), steps.ranksWithPrompts());
    }

    /**
     * The same with as many prompts as a step has room for when all sequences arrive at once: half of them decode on
     * average while the others are read.
     */
    Pass burstPrefill(Serving serving, Degrees degrees) {
        Pass alone = Pass.prefill(
                Math.min(degrees.sequencesPerRank(), promptsPerFullStep(serving, degrees)), serving.longest());
        Pass decode = mainPass(degrees);
        return engine.ownPromptStep()
                ? alone
                : Pass.mixed(Pass.decode(decode.sequences() / 2, decode.context()), alone, 1);
    }

    private Pass prompts(Serving serving, Degrees degrees, double prompts, double ranksWithPrompts) {
        Pass alone = Pass.prefill(prompts, serving.longest());
        return engine.ownPromptStep()
                ? alone.onSomeRanks(ranksWithPrompts)
                : Pass.mixed(mainPass(degrees), alone, ranksWithPrompts);
    }

    /** How prompts fall on steps. */
    PromptSteps promptSteps(Serving serving, Degrees degrees) {
        return PromptSteps.of(
                degrees.sequencesPerRank(),
                serving.outputTokens(),
                roomInPrompts(serving, degrees.microBatch()),
                degrees.data(),
                engine.promptHoldSteps());
    }

    /** Prompts that a step has room for beside {@code decoding} sequences. */
    private double roomInPrompts(Serving serving, double decoding) {
        double left = engine.ownPromptStep() ? engine.tokensPerStep() : engine.tokensPerStep() - decoding;
        return Math.max(LEAST_ROOM, left) / serving.longest();
    }

    /** Prompts of a full step in a burst; engines that split prompts fill it to the last token. */
    private double promptsPerFullStep(Serving serving, Degrees degrees) {
        double room = roomInPrompts(serving, degrees.microBatch() / 2.0);
        return Math.max(1, engine.splitsPrompts() ? room : Math.floor(room));
    }

    /** Performance of one replica in prefill: m micro-batches one after the other through the stages. */
    Performance prefill(Prefill prefill, Degrees degrees, PassTimes times, Ledger ledger) {
        double tokens = sequencesPerReplica(degrees, prefill.concurrency()) * prefill.longest();
        double cycle = engine.stepSeconds()
                + Schedule.cycleSeconds(times.sumSeconds(), times.maxSeconds(), degrees.microBatches());
        noteCycle(ledger, "stepTime", degrees, times, engine.stepSeconds(), cycle);
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
        noteCycle(ledger, "timePerOutputToken", degrees, times, engine.stepSeconds(degrees.sequencesPerRank()), cycle);
        double tokens = sequencesPerReplica(degrees, decode.concurrency());
        noteRate(ledger, tokens, cycle);
        return new Performance(tokens / cycle, 0, OptionalDouble.empty(), OptionalDouble.of(cycle), cycle);
    }

    /** A step in which every sequence gets a token. */
    private double decodeCycle(Degrees degrees, PassTimes times) {
        return engine.stepSeconds(degrees.sequencesPerRank())
                + Schedule.cycleSeconds(times.sumSeconds(), times.maxSeconds(), degrees.microBatches());
    }

    /** A step with prompts: one of its micro-batches has them too, or they go the way alone in a step of their own. */
    private double promptStep(Degrees degrees, PassTimes decode, PassTimes prompts) {
        if (engine.ownPromptStep()) {
            return engine.stepSeconds() + prompts.sumSeconds();
        }
        double others = (degrees.microBatches() - 1) * decode.maxSeconds();
        return engine.stepSeconds(degrees.sequencesPerRank())
                + Math.max(others + prompts.maxSeconds(), prompts.sumSeconds());
    }

    /**
     * Mean time between tokens when a share of the steps has prompts. Where more prompts arrive than steps have room for,
     * every step has some and sequences wait for their turn; that wait counts here.
     */
    private double perOutputToken(PromptSteps steps, double cycle, double promptStep, PassTimes prompts) {
        double share = engine.promptInterference() * steps.ofOthers();
        if (engine.ownPromptStep()) {
            return cycle + share * ownStep(prompts);
        }
        return share < 1 ? (1 - share) * cycle + share * promptStep : share * promptStep;
    }

    /** What a step of prompts alone keeps from decoding: stages follow each other, so the slowest counts. */
    private double ownStep(PassTimes prompts) {
        return engine.stepSeconds() + prompts.maxSeconds();
    }

    /** What a request waits for when steps with prompts take {@code prefill} and, in a burst, {@code burst}. */
    ServingTimes servingTimes(Serving serving, Degrees degrees, PassTimes decode, PassTimes prefill, PassTimes burst) {
        double cycle = decodeCycle(degrees, decode);
        double promptStep = promptStep(degrees, decode, prefill);
        PromptSteps prompts = promptSteps(serving, degrees);
        double perToken = perOutputToken(prompts, cycle, promptStep, prefill);
        double steps = Math.max(1, degrees.sequencesPerRank() / promptsPerFullStep(serving, degrees));
        double tokenization = serving.longest() * engine.inputTokenSeconds();
        double ahead = (sequencesPerReplica(degrees, serving.concurrency()) - 1) / 2;
        return new ServingTimes(
                perToken,
                cycle,
                perToken,
                engine.requestSeconds() + tokenization,
                1 + engine.pollSteps(),
                prompts.heldSteps(),
                promptStep,
                new ServingTimes.Burst(steps, promptStep(degrees, decode, burst), Math.max(0, ahead) * tokenization));
    }

    /** Seconds that the sequences of a rank keep it busy during their lives. */
    double busySeconds(Serving serving, Degrees degrees, PassTimes decode, PassTimes prefill) {
        double cycle = decodeCycle(degrees, decode);
        double promptStep = promptStep(degrees, decode, prefill);
        double own = engine.ownPromptStep() ? ownStep(prefill) : promptStep - cycle;
        return decodeSteps(serving) * perOutputToken(promptSteps(serving, degrees), cycle, promptStep, prefill) + own;
    }

    /** Decode steps in the life of a sequence, one at least. */
    private static int decodeSteps(Serving serving) {
        return Math.max(1, serving.outputTokens() - 1);
    }

    /** Steps with prompts in the life of a rank's sequences: those of others while they decode, and their own. */
    double promptStepsPerLife(Serving serving, Degrees degrees) {
        return decodeSteps(serving) * promptSteps(serving, degrees).ofOthers() + 1;
    }

    /** Decode passes of micro-batches without prompts in the life of a rank's sequences. */
    double decodePassesPerLife(Serving serving, Degrees degrees) {
        double all = (double) decodeSteps(serving) * degrees.microBatches();
        return engine.ownPromptStep() ? all : Math.max(0, all - promptStepsPerLife(serving, degrees));
    }

    /** Step overhead of the life of a rank's sequences. */
    double overheadPerLife(Serving serving, Degrees degrees) {
        double own = engine.ownPromptStep() ? promptStepsPerLife(serving, degrees) * engine.stepSeconds() : 0;
        return decodeSteps(serving) * engine.stepSeconds(degrees.sequencesPerRank()) + own;
    }

    /**
     * Performance of one replica with continuous batching of C sequences per attention rank and answers of O tokens.
     *
     * <pre>
     * t_m  = a step with prompts: beside the decoding sequences (TensorRT-LLM, vLLM) or alone (SGLang)
     * TPOT = (1 - q) t_d + q t_m, or t_d + q t_m      q steps with others' prompts per decode step, see {@link PromptSteps}
     * TTFT = request + (1 + polls) TPOT + t_m         the step in progress, then its own
     * tokens/s = C O / (TTFT + (O - 1) TPOT)       Little's law
     * </pre>
     */
    Performance serving(Serving serving, Degrees degrees, PassTimes decode, PassTimes prefill, Ledger ledger) {
        int steps = serving.outputTokens() - 1;
        ServingTimes times = servingTimes(serving, degrees, decode, prefill, prefill);
        double cycle = times.decodeStep();
        double perToken = times.perOutputToken();
        double first = times.firstToken();
        double inFlight = sequencesPerReplica(degrees, serving.concurrency());
        double requests = inFlight / (first + steps * perToken);
        if (ledger.active()) {
            new ServingNotes(ledger, engine, serving.longest(), promptSteps(serving, degrees), times)
                    .take(degrees, decode, prefill, cycle);
            noteCycle(ledger, "decodeStep", degrees, decode, engine.stepSeconds(degrees.sequencesPerRank()), cycle);
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

    private static void noteCycle(
            Ledger ledger, String quantity, Degrees degrees, PassTimes times, double overhead, double cycle) {
        if (ledger.active()) {
            ledger.note(
                    quantity,
                    cycle,
                    Unit.SECONDS,
                    "overhead + max(m * slowest, way)",
                    "m micro-batches go round; with fewer than stages the pipe idles",
                    Term.of("overhead", overhead, Unit.SECONDS),
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
