package dev.meshwright.cost.evaluation;

import dev.meshwright.facts.problem.TargetOutcome;
import dev.meshwright.facts.problem.Targets;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What the user of one replica, or of the whole system, sees.
 *
 * @param tokensPerSecond tokens that count: input tokens in prefill, output tokens in decode and serving, all in training
 * @param inputTokensPerSecond input tokens read per second
 * @param timeToFirstTokenSeconds from request to first token; empty in decode and training
 * @param timePerOutputTokenSeconds between output tokens; empty in prefill and training
 * @param stepSeconds of one step: a decode step, a prefill batch, an optimizer step
 */
public record Performance(
        double tokensPerSecond,
        double inputTokensPerSecond,
        OptionalDouble timeToFirstTokenSeconds,
        OptionalDouble timePerOutputTokenSeconds,
        double stepSeconds) {

    /** Each of {@code targets} beside what {@code gpus} GPUs reach together. */
    public List<TargetOutcome> against(Targets targets, int gpus) {
        return targets.outcomes(tokensPerSecond, gpus, timeToFirstTokenSeconds, timePerOutputTokenSeconds);
    }

    /** Replicas run independently: their rates add up, and users see the longest times. */
    public static Performance ofReplicas(List<Performance> replicas) {
        double tokens = 0;
        double input = 0;
        double first = 0;
        double perToken = 0;
        double step = 0;
        for (Performance replica : replicas) {
            tokens += replica.tokensPerSecond();
            input += replica.inputTokensPerSecond();
            first = Math.max(first, replica.timeToFirstTokenSeconds().orElse(0));
            perToken = Math.max(perToken, replica.timePerOutputTokenSeconds().orElse(0));
            step = Math.max(step, replica.stepSeconds());
        }
        return new Performance(
                tokens,
                input,
                first > 0 ? OptionalDouble.of(first) : OptionalDouble.empty(),
                perToken > 0 ? OptionalDouble.of(perToken) : OptionalDouble.empty(),
                step);
    }
}
