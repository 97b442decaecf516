package dev.meshwright.facts.workload;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How the requests of a serving workload differ from each other, and when they come.
 *
 * @param input lengths of prompts; empty where all are as long as the workload says, or where a trace says it
 * @param output lengths of answers, likewise
 * @param arrivals when requests come
 */
public record Traffic(Optional<Length> input, Optional<Length> output, Arrivals arrivals) {

    /** Clients that wait for their answers, with prompts and answers as long as the workload says. */
    public static final Traffic PLAIN = new Traffic(Optional.empty(), Optional.empty(), new Arrivals.Clients());

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
        return new Traffic(Optional.empty(), output, alike(OptionalInt.of(tokens), OptionalInt.empty()));
    }

    /** The same with answers that are all {@code tokens} long. */
    Traffic withOutput(int tokens) {
        return new Traffic(input, Optional.empty(), alike(OptionalInt.empty(), OptionalInt.of(tokens)));
    }

    private Arrivals alike(OptionalInt inputTokens, OptionalInt outputTokens) {
        return arrivals instanceof Arrivals.Trace trace
                ? new Arrivals.Trace(trace.requests().alike(inputTokens, outputTokens))
                : arrivals;
    }
}
