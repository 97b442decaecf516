package dev.meshwright.replay.deployment;

import dev.meshwright.replay.StepTimes;
import dev.meshwright.replay.scheduler.SchedulerSettings;
import dev.meshwright.replay.scheduler.StepWork;

/**
 * Steps of a decode pool. The last token of a prompt whose other tokens were handed over is computed as that of a decoding sequence, whatever
 * part of a block a scheduler counts for it; a prompt whose sequence lost its seat is read anew.
 *
 * @param steps of an engine that knows nothing of that
 */
record HandedOverSteps(StepTimes steps) implements StepTimes {

    @Override
    public double seconds(StepWork[] ranks) {
        StepWork[] decoding = new StepWork[ranks.length];
        for (int rank = 0; rank < ranks.length; rank++) {
            StepWork work = ranks[rank];
            decoding[rank] = work;
            if (work.prompts() > 0 && work.promptTokens() <= SchedulerSettings.BLOCK_TOKENS * work.prompts()) {
                double seen = work.promptPositions() / work.promptTokens() * work.prompts();
                decoding[rank] = new StepWork();
                decoding[rank].addDecoding(
                        work.decoding() + work.prompts(), work.decodingPositions() + Math.round(seen));
            }
        }
        return steps.seconds(decoding);
    }
}
