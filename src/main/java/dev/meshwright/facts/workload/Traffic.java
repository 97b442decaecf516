package dev.meshwright.facts.workload;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How the requests of a serving workload differ from each other, and when they come.
 *
 * @param input lengths of prompts; empty where all are as long as the workload says, or where a trace says it
 * @param output lengths of answers, likewise
 * @param arrivals when requests come
 * @param prefixHitRate share of the tokens of a prompt, from its start, that the cache has from requests before; a trace says it itself
 */
public record Traffic(Optional<Length> input, Optional<Length> output, Arrivals arrivals, double prefixHitRate) {

    /** Requests that share nothing, unless they are a trace that says so. */
    public Traffic(Optional<Length> input, Optional<Length> output, Arrivals arrivals) {
        this(input, output, arrivals, 0);
    }

    /** Clients that wait for their answers, with prompts and answers as long as the workload says. */
    public static final Traffic PLAIN = new Traffic(Optional.empty(), Optional.empty(), new Arrivals.Clients());

    /** Share of the tokens of prompts that the cache has: that of a trace is of all its tokens. */
    public double cachedShare() {
        return arrivals instanceof Arrivals.Trace trace ? trace.requests().prefixShare() : prefixHitRate;
    }

    /** The same with prompts of which the cache has that share. */
    public Traffic withPrefixHitRate(double share) {
        return new Traffic(input, output, arrivals, share);
    }

    /** Lengths of prompts, where the workload says {@code tokens}; a trace has its own. */
    public Length inputOr(int tokens) {
        return input.orElseGet(() -> new Length.Fixed(tokens));
    }

    /** Lengths of answers, where the workload says {@code tokens}; a trace has its own. */
    public Length outputOr(int tokens) {
        return output.orElseGet(() -> new Length.Fixed(tokens));
    }

    /** Whether not all prompts are of one length. */
    public boolean drawnInput() {
        return input.isPresent() || arrivals instanceof Arrivals.Trace;
    }

    /**
     * Tokens of the longest prompt with the longest answer that may follow it, where the workload says these. Of distributions
     * without end, see {@link Length#longest}.
     */
    long longestContext(int inputTokens, int outputTokens) {
        return arrivals instanceof Arrivals.Trace trace
                ? trace.requests().longestContext()
                : (long) inputOr(inputTokens).longest() + outputOr(outputTokens).longest();
    }

    /** The same with prompts that are all {@code tokens} long. */
    Traffic withInput(int tokens) {
        return new Traffic(Optional.empty(), output, alike(OptionalInt.of(tokens), OptionalInt.empty()), prefixHitRate);
    }

    /** The same with answers that are all {@code tokens} long. */
    Traffic withOutput(int tokens) {
        return new Traffic(input, Optional.empty(), alike(OptionalInt.empty(), OptionalInt.of(tokens)), prefixHitRate);
    }

    private Arrivals alike(OptionalInt inputTokens, OptionalInt outputTokens) {
        return arrivals instanceof Arrivals.Trace trace
                ? new Arrivals.Trace(trace.requests().alike(inputTokens, outputTokens))
                : arrivals;
    }
}
