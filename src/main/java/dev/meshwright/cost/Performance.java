package dev.meshwright.cost;

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
        double stepSeconds) {}
