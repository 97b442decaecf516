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
            case Training training -> Pass.training(degrees.microBatch(), training.longest());
        };
    }

    /** The prefill pass between decode steps of serving: one prompt, as requests come one at a time. */
    Pass servingPrefill(Serving serving) {
        return Pass.prefill(1, serving.longest());
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

    /**
     * Performance of one replica with continuous batching of C sequences per attention rank, prompts of I and answers of
     * O tokens.
     *
     * <pre>
     * t_p  = slowest stage's prefill seconds per sequence          t_d = decode cycle
     * TPOT = t_d + (C - 1) t_p / (O - 1)  each answer sees every other sequence's prompt once; the prompt's own pass
     *                                     gives the first token
     * TTFT = request + step + latency (1 + ahead (C - 1)) + polls TPOT      the prompt, its share of the other
     *                                     sequences' prompts before it, and the decode steps until it is seen
     * tokens/s = C O / (TTFT + (O - 1) TPOT)       Little's law
     * </pre>
     */
    Performance serving(Serving serving, Degrees degrees, PassTimes decode, PassTimes prefill, Ledger ledger) {
        int steps = Math.max(1, serving.outputTokens() - 1);
        double sequences = degrees.sequencesPerRank();
        double prompts = 1;
        double promptSeconds = prefill.maxSeconds() / prompts;
        double cycle = decodeCycle(degrees, decode);
        double perToken = cycle + (sequences - 1) * promptSeconds / steps;
        double latency = prefill.sumSeconds() / prompts;
        double first = engine.requestSeconds()
                + engine.stepSeconds()
                + latency * (1 + engine.promptsAheadShare() * (sequences - 1))
                + engine.pollSteps() * perToken;
        double lifetime = first + steps * perToken;
        double inFlight = sequencesPerReplica(degrees, serving.concurrency());
        double requests = inFlight / lifetime;
        if (ledger.active()) {
            noteCycle(ledger, "decodeStep", degrees, decode, cycle);
            Term prompt = Term.from("t_p", promptSeconds, Unit.SECONDS, "promptSeconds");
            ledger.note(
                    "promptSeconds",
                    promptSeconds,
                    Unit.SECONDS,
                    "slowestStage / prompts",
                    "a prefill pass between decode steps reads as many prompts as a step takes",
                    Term.from("slowestStage", prefill.maxSeconds(), Unit.SECONDS, "prefill.slowestStage"),
                    Term.count("prompts", prompts));
            ledger.note(
                    "timePerOutputToken",
                    perToken,
                    Unit.SECONDS,
                    "t_d + (C - 1) * t_p / (O - 1)",
                    "continuous batching: every answer sees every other sequence's prompt once",
                    Term.from("t_d", cycle, Unit.SECONDS, "decodeStep"),
                    Term.count("C", sequences),
                    prompt,
                    Term.count("O", steps + 1));
            ledger.note(
                    "timeToFirstToken",
                    first,
                    Unit.SECONDS,
                    "request + overhead + latency / prompts * (1 + ahead * (C - 1)) + polls * TPOT",
                    "own prompt, its share of other prompts, decode steps until it is seen (fitted, docs/COST_MODEL.md)",
                    Term.of("request", engine.requestSeconds(), Unit.SECONDS),
                    Term.of("overhead", engine.stepSeconds(), Unit.SECONDS),
                    Term.from("latency", prefill.sumSeconds(), Unit.SECONDS, "prefill.microBatch"),
                    Term.count("prompts", prompts),
                    Term.of("ahead", engine.promptsAheadShare(), Unit.FRACTION),
                    Term.count("C", sequences),
                    Term.count("polls", engine.pollSteps()),
                    Term.from("TPOT", perToken, Unit.SECONDS, "timePerOutputToken"));
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
