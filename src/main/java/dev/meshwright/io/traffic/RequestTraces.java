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

/**
 * Reads recorded requests, a JSON object in each line: {@code arrival} (seconds, or a time with its unit), {@code input} and
 * {@code output} (tokens), {@code prefix} (tokens at the start of the prompt that requests before it had as well) where known.
 */
public final class RequestTraces {

    /** More take more memory than a replay should; 80 MB. */
    static final int MOST_REQUESTS = 4_000_000;

    /** A file of another form would give one or more per line. */
    static final int MOST_FAULTS = 10;

    private static final List<String> FIELDS = List.of("arrival", "input", "output", "prefix");

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
            "Maybe prefix, the number of tokens that requests before had as well.");

    /** Times of day in seconds since 1970 have ten digits. */
    private static final double LATEST_SECONDS = 1e10;

    private final Faults faults;
    private final RecordedRequests.Builder requests;
    private double lastSeconds = Double.NEGATIVE_INFINITY;
    private long lastLine;

    private RequestTraces(Path file, String name) {
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
        RequestTraces trace = new RequestTraces(file, name);
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
            requests.add(lastSeconds, input.getAsInt(), output.getAsInt(), prefix);
        }
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
