package dev.meshwright.lab.serving;

import dev.meshwright.replay.Latencies;

/**
 * What the clients of a benchmark wait for, from its replay, in seconds.
 *
 * @param firstToken time to the first token over all requests
 * @param outputToken time per token after the first, over all requests
 * @param waiting mean time until a step begins to read a request's prompt
 * @param request mean time of the way to the engine, of it
 * @param decodeStep time per token of a step without prompts
 * @param tokensPerSecond output tokens of all requests over the time until the last is complete
 */
public record ReplayedServing(
        Latencies firstToken,
        Latencies outputToken,
        double waiting,
        double request,
        double decodeStep,
        double tokensPerSecond) {}
