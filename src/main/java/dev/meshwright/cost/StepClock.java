package dev.meshwright.cost;

import dev.meshwright.cost.bound.DegreeModel;
import dev.meshwright.cost.engine.EngineProfile;
import dev.meshwright.cost.layer.Pass;
import dev.meshwright.cost.schedule.Schedule;
import dev.meshwright.cost.serving.PassTimes;
import dev.meshwright.layout.Degrees;
import org.jspecify.annotations.Nullable;

/**
 * What steps of the serving loop take under degrees that are placed as well as can be: the passes that everything else is
 * priced with, of whatever a step happens to hold. One instance per thread.
 */
public final class StepClock {

    private final DegreeModel model;
    private final EngineProfile engine;
    private final Degrees degrees;
    private @Nullable Work known;
    private double knownMean;
    private PassTimes knownTimes = new PassTimes(0, 0);

    StepClock(DegreeModel model, EngineProfile engine, Degrees degrees) {
        this.model = model;
        this.engine = engine;
        this.degrees = degrees;
    }

    /**
     * What one attention rank computes in a step.
     *
     * @param decoding sequences that get a token each, or several where they are guessed
     * @param decodingPositions positions that such a sequence sees on average
     * @param prompts prompts of which tokens are read
     * @param promptTokens tokens of prompts that are read
     * @param promptPositions positions that such a token sees on average
     * @param promptsEnded prompts whose last token is read
     */
    public record Work(
            double decoding,
            double decodingPositions,
            double prompts,
            double promptTokens,
            double promptPositions,
            double promptsEnded) {}

    /**
     * Seconds that a step takes from end to end; with several stages as many micro-batches, all alike, follow each other meanwhile.
     *
     * @param busiest the rank that all others wait for, in a micro-batch
     * @param meanTokens tokens of a rank on average over those that step together
     */
    public double seconds(Work busiest, double meanTokens) {
        int stages = degrees.pipeline();
        PassTimes times = times(busiest, meanTokens);
        return engine.stepSeconds(busiest.decoding() * stages)
                + Schedule.cycleSeconds(times.sumSeconds(), times.maxSeconds(), stages);
    }

    /** Seconds of one micro-batch through all stages, its part of the step's overhead included. */
    public double waySeconds(Work busiest, double meanTokens) {
        return overhead(busiest) + times(busiest, meanTokens).sumSeconds();
    }

    /** The same in the slowest stage alone. */
    public double slowestStageSeconds(Work busiest, double meanTokens) {
        return overhead(busiest) + times(busiest, meanTokens).maxSeconds();
    }

    /** What of the overhead of a round is the same however many sequences its micro-batches have. */
    public double overheadSeconds(Work busiest, double meanTokens) {
        return engine.stepSeconds(0);
    }

    /** A pipeline asks for the slowest stage and for the whole way of the same pass, one after the other. */
    private PassTimes times(Work busiest, double meanTokens) {
        if (!busiest.equals(known) || meanTokens != knownMean) {
            knownTimes = model.passTimes(degrees, pass(busiest, meanTokens));
            known = busiest;
            knownMean = meanTokens;
        }
        return knownTimes;
    }

    /** The overhead of a step is that of all micro-batches. */
    private double overhead(Work microBatch) {
        int microBatches = degrees.microBatches();
        return engine.stepSeconds(microBatch.decoding() * microBatches) / microBatches;
    }

    /** Tokens that are computed of each sequence that decodes. */
    public int positions() {
        return engine.positions();
    }

    private Pass pass(Work work, double meanTokens) {
        Pass decode = Pass.decode(work.decoding(), work.decodingPositions(), engine.positions());
        if (work.promptTokens() == 0) {
            return decode.withMeanTokens(meanTokens);
        }
        Pass prompts = Pass.chunks(work.prompts(), work.promptTokens(), work.promptPositions(), work.promptsEnded());
        Pass all = work.decoding() == 0 ? prompts : Pass.mixed(decode, prompts, 1);
        return all.withMeanTokens(meanTokens);
    }
}
