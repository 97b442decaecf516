package dev.meshwright.facts.workload;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Requests as somebody recorded them, in the order in which they came: 20 bytes of each, so that millions fit. Two recordings
 * of the same requests are equal, wherever they come from.
 */
public final class RecordedRequests {

    private static final double A_MINUTE = 60;

    /** Mean times between requests. */
    private static final double LONG_SILENCE = 100;

    private final String source;
    private final double[] seconds;
    private final int[] inputs;
    private final int[] outputs;
    private final int[] prefixes;
    private final double meanInput;
    private final double meanOutput;
    private final long longestContext;

    private RecordedRequests(String source, double[] seconds, int[] inputs, int[] outputs, int[] prefixes) {
        if (seconds.length == 0) {
            throw new IllegalArgumentException("nothing was recorded");
        }
        this.source = source;
        this.seconds = seconds;
        this.inputs = inputs;
        this.outputs = outputs;
        this.prefixes = prefixes;
        this.meanInput = Arrays.stream(inputs).average().orElseThrow();
        this.meanOutput = Arrays.stream(outputs).average().orElseThrow();
        long longest = 0;
        for (int number = 0; number < seconds.length; number++) {
            longest = Math.max(longest, (long) inputs[number] + outputs[number]);
        }
        this.longestContext = longest;
    }

    /** Where they come from, such as the name of a file. */
    public String source() {
        return source;
    }

    /** How many there are, one at least. */
    public int size() {
        return seconds.length;
    }

    /** When request {@code number} came, in seconds after the first. */
    public double arrivalSeconds(int number) {
        return seconds[number];
    }

    /** Tokens of the prompt of request {@code number}. */
    public int inputTokens(int number) {
        return inputs[number];
    }

    /** Tokens of the answer of request {@code number}. */
    public int outputTokens(int number) {
        return outputs[number];
    }

    /** Tokens at the start of the prompt of request {@code number} that requests before it had as well; 0 where nobody says. */
    public int prefixTokens(int number) {
        return prefixes.length == 0 ? 0 : prefixes[number];
    }

    /** Whether any request shares tokens with others. */
    public boolean sharesPrefixes() {
        return prefixes.length > 0;
    }

    /** Share of the tokens of all prompts that requests before had as well. */
    public double prefixShare() {
        return Arrays.stream(prefixes).asLongStream().sum() / (meanInput * size());
    }

    /** Mean tokens of prompts. */
    public double meanInput() {
        return meanInput;
    }

    /** Mean tokens of answers. */
    public double meanOutput() {
        return meanOutput;
    }

    /** Tokens of the longest prompt with its answer. */
    public long longestContext() {
        return longestContext;
    }

    /** Seconds from the first to the last. */
    public double spanSeconds() {
        return seconds[seconds.length - 1];
    }

    /**
     * The first request after the longest time without any, where that is more than a hundred times the mean and more than a
     * minute; 0 where there is none.
     */
    public int longestSilence() {
        double longest = Math.max(A_MINUTE, LONG_SILENCE * spanSeconds() / size());
        int after = 0;
        for (int number = 1; number < size(); number++) {
            if (seconds[number] - seconds[number - 1] > longest) {
                longest = seconds[number] - seconds[number - 1];
                after = number;
            }
        }
        return after;
    }

    /** Requests per second on average; empty where all came at once. */
    public OptionalDouble perSecond() {
        return spanSeconds() > 0 ? OptionalDouble.of((size() - 1) / spanSeconds()) : OptionalDouble.empty();
    }

    /** The same arrivals with prompts or answers that are all alike, where that is given. */
    public RecordedRequests alike(OptionalInt input, OptionalInt output) {
        return new RecordedRequests(
                source,
                seconds,
                input.isPresent() ? filled(input.getAsInt()) : inputs,
                output.isPresent() ? filled(output.getAsInt()) : outputs,
                input.isPresent() ? new int[0] : prefixes);
    }

    private int[] filled(int tokens) {
        int[] all = new int[seconds.length];
        Arrays.fill(all, tokens);
        return all;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecordedRequests requests
                && Arrays.equals(seconds, requests.seconds)
                && Arrays.equals(inputs, requests.inputs)
                && Arrays.equals(outputs, requests.outputs)
                && Arrays.equals(prefixes, requests.prefixes);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(seconds) + Arrays.hashCode(inputs)) + Arrays.hashCode(outputs);
    }

    @Override
    public String toString() {
        return size() + " requests of " + source;
    }

    /** Gathers requests one by one, in the order in which they came. */
    public static final class Builder {

        private final String source;
        private double[] seconds = new double[1024];
        private int[] inputs = new int[1024];
        private int[] outputs = new int[1024];
        private int[] prefixes = new int[0];
        private int size;

        /**
         * Nothing yet.
         *
         * @param source where they come from
         */
        public Builder(String source) {
            this.source = source;
        }

        /** How many there are so far. */
        public int size() {
            return size;
        }

        /**
         * One more.
         *
         * @param arrivalSeconds not before the one before
         * @param prefixTokens of the prompt that requests before had as well, 0 for none
         */
        public void add(double arrivalSeconds, int inputTokens, int outputTokens, int prefixTokens) {
            boolean late = size == 0 || arrivalSeconds >= seconds[size - 1];
            if (!Double.isFinite(arrivalSeconds) || !late || inputTokens < 1 || outputTokens < 1) {
                throw new IllegalArgumentException("no request " + size + ": " + arrivalSeconds + " s, " + inputTokens
                        + " in, " + outputTokens + " out");
            }
            if (size == seconds.length) {
                int more = size + size / 2;
                seconds = Arrays.copyOf(seconds, more);
                inputs = Arrays.copyOf(inputs, more);
                outputs = Arrays.copyOf(outputs, more);
            }
            if (prefixTokens > 0 && prefixes.length < seconds.length) {
                prefixes = Arrays.copyOf(prefixes, seconds.length);
            }
            seconds[size] = arrivalSeconds;
            inputs[size] = inputTokens;
            outputs[size] = outputTokens;
            if (prefixTokens > 0) {
                prefixes[size] = prefixTokens;
            }
            size++;
        }

        /** All of them, with times from the first on. */
        public RecordedRequests build() {
            double[] since = Arrays.copyOf(seconds, size);
            for (int number = 1; number < size; number++) {
                since[number] -= since[0];
            }
            if (size > 0) {
                since[0] = 0;
            }
            return new RecordedRequests(
                    source,
                    since,
                    Arrays.copyOf(inputs, size),
                    Arrays.copyOf(outputs, size),
                    prefixes.length == 0 ? prefixes : Arrays.copyOf(prefixes, size));
        }
    }
}
