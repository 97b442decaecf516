package dev.meshwright.io.traffic;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.base.quantity.NearNames;
import dev.meshwright.base.quantity.Quantity;
import dev.meshwright.facts.workload.RecordedRequests;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.io.tree.Faults;
import dev.meshwright.io.tree.TextLines;
import dev.meshwright.io.tree.TreeReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.LongStream;

/**
 * Reads recorded requests, a JSON object in each line: {@code arrival} (seconds, or a time with its unit), {@code input} and
 * {@code output} (tokens), {@code prefix} (tokens at the start of the prompt that requests before it had as well) where known, or
 * {@code blocks} (names of its prompt's blocks of {@value PrefixBlocks#BLOCK_TOKENS} tokens, each of which stands for all before it too).
 */
public final class RequestTraces {

    /** More take more memory than a replay should; 80 MB. */
    static final int MOST_REQUESTS = 4_000_000;

    /** A file of another form would give one or more per line. */
    static final int MOST_FAULTS = 10;

    private static final List<String> FIELDS = List.of("arrival", "input", "output", "prefix", "blocks");

    /** What public traces call the same (Mooncake, Azure). */
    private static final Map<String, String> OTHER_NAMES = Map.of(
            "timestamp",
            "Maybe arrival, in seconds.",
            "inputlength",
            "Maybe input.",
            "inputtokens",
            "Maybe input.",
            "contexttokens",
            "Maybe input.",
            "outputlength",
            "Maybe output.",
            "outputtokens",
            "Maybe output.",
            "generatedtokens",
            "Maybe output.",
            "hashids",
            "Maybe blocks.");

    /** Whole numbers up to this are exact. */
    private static final double MOST_NAME = 1L << 53;

    /** Times of day in seconds since 1970 have ten digits. */
    private static final double LATEST_SECONDS = 1e10;

    private final Faults faults;
    private final RecordedRequests.Builder requests;
    private final PrefixBlocks cache;
    private double lastSeconds = Double.NEGATIVE_INFINITY;
    private long lastLine;

    private RequestTraces(Path file, String name, long cacheTokens) {
        this.cache = new PrefixBlocks(cacheTokens);
        this.faults = new Faults(file.toString(), MOST_FAULTS);
        this.requests = new RecordedRequests.Builder(name);
    }

    /**
     * Reads a trace.
     *
     * @param name by which the recording is known
     * @throws InvalidInputException with what is wrong with the file, of much the first {@value #MOST_FAULTS}
     */
    public static RecordedRequests read(Path file, String name) {
        return read(file, name, Long.MAX_VALUE);
    }

    /**
     * The same with prompts whose blocks are looked up in a cache.
     *
     * @param cacheTokens that it holds
     */
    public static RecordedRequests read(Path file, String name, long cacheTokens) {
        RequestTraces trace = new RequestTraces(file, name, cacheTokens);
        new TextLines(file, trace.faults).forEach(trace::take);
        if (trace.lastLine == 0) {
            trace.faults.add("", "", "has no request", "");
        }
        trace.faults.throwIfAny();
        return trace.requests.build();
    }

    private boolean take(long number, String text) {
        if (requests.size() == MOST_REQUESTS) {
            faults.add("line " + number, "", "is more than the " + MOST_REQUESTS + " requests of a trace", "");
            return false;
        }
        lastLine = lastLine == 0 ? number : lastLine;
        TreeReader.line(faults, number, text).ifPresent(line -> {
            if (line.object(FIELDS, FIELDS, RequestTraces::suggestion)) {
                request(line, number);
            }
        });
        return true;
    }

    private static String suggestion(String field) {
        String other = OTHER_NAMES.get(NearNames.letters(field));
        return other == null ? NearNames.maybe(field, FIELDS) : other;
    }

    private void request(TreeReader line, long number) {
        OptionalDouble seconds =
                line.required("arrival").map(RequestTraces::seconds).orElse(OptionalDouble.empty());
        OptionalInt input = tokens(line, "input");
        OptionalInt output = tokens(line, "output");
        int most = input.orElse(Workload.LONGEST);
        int prefix = line.child("prefix")
                .map(place -> place.integer(0, most).orElse(0))
                .orElse(0);
        List<Long> blocks = line.child("blocks")
                .map(place -> blocks(place, line.child("prefix").isPresent(), most))
                .orElse(List.of());
        if (seconds.isEmpty()) {
            return;
        }
        if (seconds.getAsDouble() < lastSeconds) {
            line.child("arrival")
                    .orElseThrow()
                    .fault("is earlier than in line " + lastLine, "Maybe sort the lines by arrival.");
            return;
        }
        lastSeconds = seconds.getAsDouble();
        lastLine = number;
        if (input.isPresent() && output.isPresent()) {
            int shared = blocks.isEmpty() ? prefix : cache.shared(blocks, input.getAsInt());
            requests.add(lastSeconds, input.getAsInt(), output.getAsInt(), shared);
        }
    }

    /** Names of the blocks of a prompt of at most {@code most} tokens; none after a fault. */
    private static List<Long> blocks(TreeReader place, boolean prefix, int most) {
        if (prefix) {
            place.fault("has no meaning beside prefix", "Maybe leave one of them out.");
            return List.of();
        }
        if (!place.isList()) {
            place.fault("must be a list of whole numbers", "");
            return List.of();
        }
        List<TreeReader> names = place.items();
        if (names.size() > Math.ceilDiv(most, PrefixBlocks.BLOCK_TOKENS)) {
            place.fault(
                    "names " + names.size() + " blocks of " + PrefixBlocks.BLOCK_TOKENS + " tokens, and the prompt has "
                            + most + " tokens",
                    "");
            return List.of();
        }
        return names.stream()
                .map(name -> name.number(-MOST_NAME, MOST_NAME))
                .flatMapToLong(name -> name.isPresent() ? LongStream.of((long) name.getAsDouble()) : LongStream.empty())
                .boxed()
                .toList();
    }

    private static OptionalDouble seconds(TreeReader place) {
        if (place.node().isNumber()) {
            return place.number(0, LATEST_SECONDS);
        }
        return place.quantity(Dimension.SECONDS, 0, LATEST_SECONDS)
                .map(Quantity::value)
                .map(OptionalDouble::of)
                .orElse(OptionalDouble.empty());
    }

    private static OptionalInt tokens(TreeReader line, String field) {
        return line.required(field)
                .map(place -> place.integer(1, Workload.LONGEST))
                .orElse(OptionalInt.empty());
    }
}
