package dev.meshwright.cost.pass;

import dev.meshwright.base.derivation.Ledger;
import dev.meshwright.base.derivation.Term;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.cost.engine.EngineProfile;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.layer.Pass;
import dev.meshwright.cost.schedule.Schedule;
import dev.meshwright.cost.serving.ContinuousBatching;
import dev.meshwright.cost.serving.Cycle;
import dev.meshwright.cost.serving.PassTimes;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import java.util.OptionalDouble;

/** From the time of passes to what users see, for one replica; {@link ContinuousBatching} does so for serving. */
public final class WorkloadTiming {

    private final Workload workload;
    private final EngineProfile engine;

    WorkloadTiming(Workload workload, EngineProfile engine) {
        this.workload = workload;
        this.engine = engine;
    }

    /** The pass whose cycle is the step: decode in serving. */
    public Pass mainPass(Degrees degrees) {
        return switch (workload) {
            case Prefill prefill -> Pass.prefill(degrees.microBatch(), prefill.longest(), prefill.cachedTokens());
            case Decode decode ->
                Pass.decode(degrees.microBatch(), decode.longest() + decode.outputTokens() / 2.0, engine.positions());
            case Serving serving -> batching(serving, degrees).decodePass();
            case Training training -> Pass.training(degrees.microBatch(), training.longest(), degrees.context());
        };
    }

    /** Serving under {@code degrees}. */
    public ContinuousBatching batching(Serving serving, Degrees degrees) {
        return new ContinuousBatching(serving, degrees, engine);
    }

    /** Performance of one replica in prefill: m micro-batches one after the other through the stages. */
    public Performance prefill(Prefill prefill, Degrees degrees, PassTimes times, Ledger ledger) {
        double tokens = degrees.sequencesPerReplica(prefill.concurrency()) * prefill.longest();
        Cycle cycle = new Cycle(engine.stepSeconds(), degrees.microBatches(), times);
        cycle.note(ledger, "stepTime", "main");
        double last = engine.stepSeconds()
                + Schedule.makespanSeconds(times.sumSeconds(), times.maxSeconds(), degrees.microBatches(), 1);
        if (ledger.active()) {
            ledger.note(
                    "timeToFirstToken",
                    last,
                    Dimension.SECONDS,
                    "overhead + m * slowest + (way - slowest)",
                    "the last micro-batch leaves the pipeline",
                    Term.of("overhead", engine.stepSeconds(), Dimension.SECONDS),
                    Term.count("m", degrees.microBatches()),
                    Term.from("slowest", "main.slowestStage"),
                    Term.from("way", "main.microBatch"));
        }
        double seconds = cycle.seconds();
        noteRate(ledger, tokens, seconds, "stepTime");
        return new Performance(
                tokens / seconds, tokens / seconds, OptionalDouble.of(last), OptionalDouble.empty(), seconds);
    }

    /** Performance of one replica in decode: every sequence gets a token per cycle, or as many as a step makes with guesses. */
    public Performance decode(Decode decode, Degrees degrees, PassTimes times, Ledger ledger) {
        Cycle cycle = new Cycle(engine.stepSeconds(degrees.sequencesPerRank()), degrees.microBatches(), times);
        double seconds = cycle.seconds();
        double perStep = engine.tokensPerDecodeStep();
        double tokens = perStep * degrees.sequencesPerReplica(decode.concurrency());
        if (engine.speculation().isEmpty()) {
            cycle.note(ledger, "timePerOutputToken", "main");
            noteRate(ledger, tokens, seconds, "timePerOutputToken");
        } else {
            cycle.note(ledger, "decodeStep", "main");
            noteGuesses(ledger, seconds / perStep);
            noteRate(ledger, tokens, seconds, "decodeStep");
        }
        return new Performance(
                tokens / seconds, 0, OptionalDouble.empty(), OptionalDouble.of(seconds / perStep), seconds);
    }

    /**
     * Performance of one optimizer step of the whole system.
     *
     * @param globalTokens tokens of the step
     * @param microBatch seconds of one micro-batch forward and backward
     * @param afterSeconds exposed gradient traffic and optimizer
     */
    public Performance training(
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
                    Dimension.SECONDS,
                    "m * slowest + (way - slowest) / v + after",
                    "1F1B, interleaved v times (arXiv 2104.04473); then exposed gradient traffic and the optimizer",
                    Term.count("m", degrees.microBatches()),
                    Term.from("slowest", "main.slowestStage"),
                    Term.from("way", "main.microBatch"),
                    Term.count("v", degrees.virtualStages()),
                    Term.of("after", afterSeconds, Dimension.SECONDS));
            ledger.note(
                    "throughput.system",
                    globalTokens / step,
                    Dimension.TOKENS_PER_SECOND,
                    "tokens / step",
                    "all replicas together make one step",
                    Term.count("tokens", globalTokens),
                    Term.from("step", "stepTime"));
            ledger.note(
                    "throughput.replica",
                    globalTokens / step / degrees.replicas(),
                    Dimension.TOKENS_PER_SECOND,
                    "system / replicas",
                    "an equal part of the step",
                    Term.from("system", "throughput.system"),
                    Term.count("replicas", degrees.replicas()));
        }
        return new Performance(
                globalTokens / step, globalTokens / step, OptionalDouble.empty(), OptionalDouble.empty(), step);
    }

    private void noteGuesses(Ledger ledger, double perToken) {
        if (ledger.active()) {
            ledger.note(
                    "timePerOutputToken",
                    perToken,
                    Dimension.SECONDS,
                    "t_d / s",
                    "a step makes s tokens of a sequence: 1 + the chances that its guesses count",
                    Term.from("t_d", "decodeStep"),
                    Term.count("s", engine.tokensPerDecodeStep()));
        }
    }

    private static void noteRate(Ledger ledger, double tokens, double cycle, String quantity) {
        if (ledger.active()) {
            ledger.note(
                    "throughput.replica",
                    tokens / cycle,
                    Dimension.TOKENS_PER_SECOND,
                    "tokens / step",
                    "tokens of all attention ranks of one replica per step",
                    Term.count("tokens", tokens),
                    Term.from("step", quantity));
        }
    }
}
