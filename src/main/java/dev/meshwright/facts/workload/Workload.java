package dev.meshwright.facts.workload;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** The work: one phase of inference, both together, or training. Lengths are tokens of one sequence. */
public sealed interface Workload permits Workload.Prefill, Workload.Decode, Workload.Serving, Workload.Training {

    /** Tokens of the longest sequence that can be asked about: a hundred times the longest context window on offer. */
    int LONGEST = 100_000_000;

    /** The phase as problem files spell it. */
    String phase();

    /** Lengths of a sweep, longest last; a single one where no sweep is asked for. */
    List<Integer> lengths();

    /** The length that must fit: the longest of the sweep. */
    default int longest() {
        return lengths().getLast();
    }

    /** Tokens of the longest sequence at its end: what the cache must hold of it. */
    default long longestContext() {
        return switch (this) {
            case Prefill prefill -> prefill.longest();
            case Decode decode -> (long) decode.longest() + decode.outputTokens() + decode.spareTokens();
            case Serving serving -> serving.traffic().longestContext(serving.longest(), serving.outputTokens());
            case Training training -> training.longest();
        };
    }

    /**
     * Sequences in flight in the whole system, where they are given; empty where they are free to choose, and in training, which
     * has a batch instead.
     */
    OptionalInt concurrency();

    /** Sequences that a step of the whole system works on, where they are given: the concurrency, in training the batch. */
    default OptionalInt stepSequences() {
        return concurrency();
    }

    /** The same work over other sequence lengths. */
    Workload over(List<Integer> others);

    /**
     * Reading prompts.
     *
     * @param lengths input tokens per sequence
     * @param concurrency sequences read at a time in the whole system; empty: free to choose
     * @param cachedTokens at the start of the longest that the cache has from requests before, which are seen and not read
     */
    record Prefill(List<Integer> lengths, OptionalInt concurrency, int cachedTokens) implements Workload {
        public Prefill {
            lengths = lengths.stream().sorted().toList();
        }

        /** Prompts that share nothing. */
        public Prefill(List<Integer> lengths, OptionalInt concurrency) {
            this(lengths, concurrency, 0);
        }

        /** Tokens of the longest that are read. */
        public int readTokens() {
            return longest() - cachedTokens;
        }

        @Override
        public String phase() {
            return "prefill";
        }

        @Override
        public Prefill over(List<Integer> others) {
            return new Prefill(others, concurrency);
        }
    }

    /**
     * Writing tokens one step at a time.
     *
     * @param lengths tokens already in the context when decoding starts
     * @param outputTokens tokens that are written; the mean context is {@code length + outputTokens / 2}
     * @param spareTokens tokens of cache that an engine sets aside for each sequence beyond those it writes
     * @param concurrency sequences in flight in the whole system; empty: free to choose
     */
    record Decode(List<Integer> lengths, int outputTokens, int spareTokens, OptionalInt concurrency)
            implements Workload {
        public Decode {
            lengths = lengths.stream().sorted().toList();
        }

        /** Room for the tokens that are written, and no more. */
        public Decode(List<Integer> lengths, int outputTokens, OptionalInt concurrency) {
            this(lengths, outputTokens, 0, concurrency);
        }

        @Override
        public String phase() {
            return "decode";
        }

        @Override
        public Decode over(List<Integer> others) {
            return new Decode(others, outputTokens, spareTokens, concurrency);
        }
    }

    /**
     * Prompts and answers with continuous batching: on the same GPUs, or on GPUs of their own.
     *
     * @param lengths input tokens per sequence, on average
     * @param outputTokens tokens written per sequence, on average
     * @param concurrency sequences in flight in the whole system; empty: free to choose
     * @param traffic how requests differ, and when they come
     * @param disaggregation whether prompts and answers may have GPUs of their own
     */
    record Serving(
            List<Integer> lengths,
            int outputTokens,
            OptionalInt concurrency,
            Traffic traffic,
            Disaggregation disaggregation)
            implements Workload {
        public Serving {
            lengths = lengths.stream().sorted().toList();
        }

        /** Prompts and answers on the same GPUs. */
        public Serving(List<Integer> lengths, int outputTokens, OptionalInt concurrency, Traffic traffic) {
            this(lengths, outputTokens, concurrency, traffic, Disaggregation.AGGREGATED);
        }

        /** Clients that wait for their answers, with prompts and answers that are all alike. */
        public Serving(List<Integer> lengths, int outputTokens, OptionalInt concurrency) {
            this(lengths, outputTokens, concurrency, Traffic.PLAIN);
        }

        @Override
        public String phase() {
            return "serving";
        }

        /** Tokens at the start of a prompt that the cache has from requests before: all but one at most. */
        public int cachedTokens() {
            return (int) Math.min(longest() - 1, Math.round(longest() * traffic.cachedShare()));
        }

        /** Tokens of a prompt that are read. */
        public int readTokens() {
            return longest() - cachedTokens();
        }

        /** Output tokens per second that a stream asks for; empty where nothing is sent by the second, or a recorded stream ends. */
        public OptionalDouble demandedTokensPerSecond() {
            OptionalDouble rate = traffic.arrivals().rate();
            return traffic.arrivals() instanceof Arrivals.Trace || rate.isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(rate.getAsDouble() * outputTokens);
        }

        /** Prompts of another length are all alike. */
        @Override
        public Serving over(List<Integer> others) {
            return new Serving(
                    others,
                    outputTokens,
                    concurrency,
                    traffic.drawnInput() && !others.equals(lengths) ? traffic.withInput(others.getLast()) : traffic,
                    disaggregation);
        }

        /** The same with answers that are all of this length. */
        public Serving withOutputTokens(int tokens) {
            return new Serving(lengths, tokens, concurrency, traffic.withOutput(tokens), disaggregation);
        }

        /** The same with so many sequences in flight. */
        public Serving withConcurrency(OptionalInt sequences) {
            return new Serving(lengths, outputTokens, sequences, traffic, disaggregation);
        }

        /** The same where prompts and answers may, or may not, have GPUs of their own. */
        public Serving withDisaggregation(Disaggregation other) {
            return new Serving(lengths, outputTokens, concurrency, traffic, other);
        }
    }

    /**
     * Optimizer steps.
     *
     * @param lengths tokens per sequence
     * @param globalBatch sequences per optimizer step in the whole system
     * @param microBatch sequences per micro-batch on one data-parallel rank; empty: free to choose
     * @param zeroStage how much of the training state is sharded over the data-parallel ranks: 0 none, 1 optimizer
     *     state, 2 gradients too, 3 weights too
     * @param trainPredictionLayers whether multi-token-prediction layers take part
     * @param recipe how the training framework runs a step
     */
    record Training(
            List<Integer> lengths,
            int globalBatch,
            OptionalInt microBatch,
            int zeroStage,
            boolean trainPredictionLayers,
            TrainingRecipe recipe)
            implements Workload {
        public Training {
            lengths = lengths.stream().sorted().toList();
        }

        /** Steps of a current framework, {@link TrainingRecipe#STANDARD}. */
        public Training(
                List<Integer> lengths,
                int globalBatch,
                OptionalInt microBatch,
                int zeroStage,
                boolean trainPredictionLayers) {
            this(lengths, globalBatch, microBatch, zeroStage, trainPredictionLayers, TrainingRecipe.STANDARD);
        }

        @Override
        public OptionalInt concurrency() {
            return OptionalInt.empty();
        }

        @Override
        public OptionalInt stepSequences() {
            return OptionalInt.of(globalBatch());
        }

        @Override
        public String phase() {
            return "training";
        }

        @Override
        public Training over(List<Integer> others) {
            return new Training(others, globalBatch, microBatch, zeroStage, trainPredictionLayers, recipe);
        }
    }
}
