package dev.meshwright.lab.inference;

import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.StageCost;
import dev.meshwright.cost.evaluation.ServingTimes;
import dev.meshwright.cost.schedule.Schedule;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.lab.serving.Harness;
import dev.meshwright.lab.serving.MeasuredServing;
import dev.meshwright.lab.serving.ServingCase;
import dev.meshwright.lab.serving.ServingRecipe;
import dev.meshwright.lab.serving.ServingRow;
import dev.meshwright.layout.Degrees;
import java.util.List;
import java.util.OptionalInt;

/**
 * What the passes of a published deployment add up to. Every pass is the cost model's.
 *
 * <pre>
 * prompt latency   overhead + the batch's way through the stages
 * token latency    a decode step at the mean context
 * static batch     B O / (prompts + sum of the decode steps 1 to O - 1, the context of step i being I + i)
 * in flight        the serving law at the stated number of requests, as far as their cache fits
 * maximal load     N O / (floor(N/P) L(P) + L(N mod P)), P requests that fit, L(n) = prompt step + (O - 1) TPOT(n);
 *                  with several stages the replay of all requests of the run
 * </pre>
 *
 * <p>At maximal load all N requests of a run wait from the start. They go through in waves of the P that the engine admits,
 * the last one smaller; one that enters waits neither to be noticed nor for a step in progress. With P = N it is a static
 * batch. The largest batch is the fastest, because all its sequences share each reading of the weights.
 *
 * @param deployed the deployment
 */
record DeploymentTimes(InferenceCase deployed) {

    /** Contexts at which decode steps of a static batch are evaluated; between them their time is nearly linear. */
    private static final int CONTEXTS = 9;

    /** The figure that the row measures: seconds, or output tokens per second and GPU. */
    double figure() {
        InferenceRow row = deployed.row();
        return switch (row.kind()) {
            case PROMPT_LATENCY -> promptSeconds();
            case TOKEN_LATENCY -> stepSeconds(meanContext());
            case STATIC_BATCH -> staticBatchRate() / row.gpus();
            case IN_FLIGHT -> inFlightRate() / row.gpus();
            case MAXIMAL_LOAD -> maximalRate() / row.gpus();
        };
    }

    private Evaluation evaluate(Workload workload) {
        ServingCase ran = deployed.deployment();
        return deployed.costModel(ran.problem().withWorkload(workload)).evaluate(ran.layout());
    }

    /** The pass that reads the prompts of all sequences at once. */
    Evaluation prompt() {
        return evaluate(new Prefill(List.of(deployed.row().inputTokens()), sequences()));
    }

    /** A decode step of all sequences with {@code context} tokens in the cache. */
    Evaluation step(int context) {
        return evaluate(new Decode(List.of(context), 1, sequences()));
    }

    private OptionalInt sequences() {
        return OptionalInt.of(deployed.row().sequences());
    }

    /** Tokens in the cache halfway through the answer. */
    int meanContext() {
        return deployed.row().inputTokens() + deployed.row().outputTokens() / 2;
    }

    /**
     * Seconds until the batch is read. Chunks of a prompt follow each other through the stages; each is taken as an equal
     * part of the work, as engines make them that shorten chunks while the context grows.
     */
    double promptSeconds() {
        Evaluation whole = prompt();
        double seconds = whole.performance().timeToFirstTokenSeconds().orElseThrow();
        int chunks = deployed.row().chunks();
        if (chunks == 1 || deployed.row().pipeline() == 1) {
            return seconds;
        }
        double sum = whole.stages().stream().mapToDouble(StageCost::seconds).sum();
        double slowest =
                whole.stages().stream().mapToDouble(StageCost::seconds).max().orElseThrow();
        return seconds - sum + Schedule.makespanSeconds(sum / chunks, slowest / chunks, chunks, 1);
    }

    double stepSeconds(int context) {
        return step(context).performance().timePerOutputTokenSeconds().orElseThrow();
    }

    /** Output tokens per second of static batches, one after the other. */
    double staticBatchRate() {
        InferenceRow row = deployed.row();
        double prompts = prompt().performance().timeToFirstTokenSeconds().orElseThrow();
        double steps = row.outputTokens() > 1 ? (row.outputTokens() - 1) * meanStepSeconds() : 0;
        return (double) row.sequences() * row.outputTokens() / (prompts + steps);
    }

    /** Mean over the contexts of a batch's decode steps, by the trapezoidal rule. */
    private double meanStepSeconds() {
        int first = deployed.row().inputTokens() + 1;
        int span = deployed.row().outputTokens() - 2;
        if (span == 0) {
            return stepSeconds(first);
        }
        double sum = 0;
        for (int point = 0; point < CONTEXTS; point++) {
            double weight = point == 0 || point == CONTEXTS - 1 ? 0.5 : 1;
            sum += weight * stepSeconds(first + Math.round((float) span * point / (CONTEXTS - 1)));
        }
        return sum / (CONTEXTS - 1);
    }

    /** Output tokens per second with a fixed number of requests in flight; those whose cache does not fit wait. */
    double inFlightRate() {
        ServingCase admitted = deployed.admitted(deployed.deployment());
        return deployed.costModel(admitted.problem())
                .evaluate(admitted.layout())
                .performance()
                .tokensPerSecond();
    }

    /** Output tokens per second of a run of more requests than fit; stages that work at the same time know no waves: they are replayed. */
    double maximalRate() {
        int requests = deployed.served().concurrency();
        if (deployed.row().pipeline() > 1) {
            return replayedRate(requests);
        }
        int places = places(requests);
        int rest = requests % places;
        int fullWaves = requests / places;
        double seconds = fullWaves * waveSeconds(places) + (rest > 0 ? waveSeconds(rest) : 0);
        return (double) requests * deployed.row().outputTokens() / seconds;
    }

    private double replayedRate(int requests) {
        InferenceRow row = deployed.row();
        ServingRow driven = deployed.served().drivenBy(Harness.atOnce(row.inputTokens(), row.outputTokens(), requests));
        MeasuredServing measured = new MeasuredServing(
                driven, deployed.admitted(deployed.with(requests)), ServingRecipe.plain(driven.degrees()));
        return measured.replayed(deployed.catalogues(), deployed.catalogues().engines())
                .tokensPerSecond();
    }

    /** How many of {@code requests} the engine admits. */
    int places(int requests) {
        Degrees degrees = deployed.admitted(deployed.with(requests)).layout().degrees();
        return Math.min(requests, degrees.sequencesPerRank() * degrees.data() * degrees.replicas());
    }

    /** Seconds in which {@code sequences} requests are read and answered together. */
    double waveSeconds(int sequences) {
        InferenceRow row = deployed.row();
        ServingCase wave = deployed.with(sequences);
        Workload workload = new Serving(List.of(row.inputTokens()), row.outputTokens(), OptionalInt.of(sequences));
        ServingTimes times = deployed.costModel(wave.problem().withWorkload(workload))
                .servingTimes(wave.layout().degrees());
        return times.promptStep() + (row.outputTokens() - 1) * times.perOutputToken();
    }
}
