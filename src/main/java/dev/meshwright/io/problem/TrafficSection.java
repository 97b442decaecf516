package dev.meshwright.io.problem;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.base.quantity.Quantity;
import dev.meshwright.facts.workload.Arrivals;
import dev.meshwright.facts.workload.Length;
import dev.meshwright.facts.workload.RecordedRequests;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.io.traffic.LengthFiles;
import dev.meshwright.io.traffic.RequestTraces;
import dev.meshwright.io.tree.References;
import dev.meshwright.io.tree.TreeReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What requests of a problem file look like and when they come: lengths that differ, and {@code arrivals}. */
final class TrafficSection {

    /** More than anybody's: of a million tokens ten thousand are new. */
    private static final double MOST_CACHED = 0.99;

    static final List<String> LENGTH_FIELDS = List.of("uniform", "logNormal", "file");
    static final List<String> LOG_NORMAL_FIELDS = List.of("mean", "sigma");
    static final List<String> ARRIVAL_FIELDS =
            List.of("rate", "process", "trace", "cacheTokens", "poisson", "constant", "gamma", "variation");
    static final List<String> PROCESS_FIELDS = List.of("coefficientOfVariation");
    static final Map<String, Function<Double, Arrivals>> PROCESSES =
            new TreeMap<>(Map.of("poisson", Arrivals.Poisson::new, "constant", Arrivals.Constant::new));

    /** The ways to say when requests come, of which one is used. */
    private static final List<String> WAYS = List.of("rate", "trace", "poisson", "constant", "gamma");

    /** The rate of whoever asks how many requests may come. */
    private static final String LARGEST = "largest";

    private static final double LEAST_RATE = 1e-6;
    private static final double HIGHEST_RATE = 1e6;

    private static final double MOST_CACHE_TOKENS = 1e15;

    /** Gaps that differ less are constant, gaps that differ more are a few bursts in an age. */
    private static final double LEAST_VARIATION = 0.01;

    private static final double MOST_VARIATION = 100;

    /** Beyond it, one length in a thousand is 500 times the median: a slip of the pen. */
    private static final double MOST_SIGMA = 2;

    private static final double LEAST_SIGMA = 1e-3;

    private final References references;
    private final List<String> notes;

    TrafficSection(References references, List<String> notes) {
        this.references = references;
        this.notes = notes;
    }

    /** Lengths that differ from request to request; empty after a fault. */
    Optional<Length> lengths(TreeReader place) {
        place.object(LENGTH_FIELDS);
        if (LENGTH_FIELDS.stream().map(place::child).filter(Optional::isPresent).count() != 1) {
            place.fault("must have one of " + String.join(", ", LENGTH_FIELDS), "");
            return Optional.empty();
        }
        return place.child("uniform")
                .flatMap(TrafficSection::uniform)
                .or(() -> place.child("logNormal").flatMap(TrafficSection::logNormal))
                .or(() -> place.child("file").flatMap(file -> recorded(file, LengthFiles::read)));
    }

    private static Optional<Length> uniform(TreeReader place) {
        List<TreeReader> bounds = place.isList() ? place.items() : List.of();
        if (bounds.size() != 2) {
            place.fault("must be the least and the most tokens", "Maybe [800, 1024].");
            return Optional.empty();
        }
        OptionalInt least = bounds.getFirst().integer(1, Workload.LONGEST);
        OptionalInt most = bounds.getLast().integer(1, Workload.LONGEST);
        if (least.isEmpty() || most.isEmpty()) {
            return Optional.empty();
        }
        if (least.getAsInt() > most.getAsInt()) {
            place.fault(
                    "has a least length above the most", "Maybe [" + most.getAsInt() + ", " + least.getAsInt() + "].");
            return Optional.empty();
        }
        return Optional.of(new Length.Uniform(least.getAsInt(), most.getAsInt()));
    }

    private static Optional<Length> logNormal(TreeReader place) {
        if (!place.object(LOG_NORMAL_FIELDS)) {
            return Optional.empty();
        }
        OptionalDouble mean =
                place.required("mean").map(at -> at.number(1, Workload.LONGEST)).orElse(OptionalDouble.empty());
        OptionalDouble sigma = place.required("sigma")
                .map(at -> at.number(LEAST_SIGMA, MOST_SIGMA))
                .orElse(OptionalDouble.empty());
        return mean.isPresent() && sigma.isPresent()
                ? Optional.of(new Length.LogNormal(mean.getAsDouble(), sigma.getAsDouble()))
                : Optional.empty();
    }

    /** When requests come; empty after a fault. */
    Optional<Arrivals> arrivals(TreeReader place) {
        if (!place.object(ARRIVAL_FIELDS)) {
            return Optional.empty();
        }
        List<String> ways = place.fieldNames().stream().filter(WAYS::contains).toList();
        if (ways.size() != 1) {
            place.fault(
                    "must have one of " + String.join(", ", WAYS), "Maybe {rate: 20 requests/s, process: poisson}.");
            return Optional.empty();
        }
        String way = ways.getFirst();
        needless(place, "process", way, "rate");
        needless(place, "variation", way, "gamma");
        needless(place, "cacheTokens", way, "trace");
        TreeReader value = place.required(way).orElse(place);
        return switch (way) {
            case "trace" -> {
                long cache = place.child("cacheTokens")
                        .map(tokens ->
                                (long) tokens.number(1, MOST_CACHE_TOKENS).orElse(MOST_CACHE_TOKENS))
                        .orElse(Long.MAX_VALUE);
                yield recorded(value, (path, name) -> RequestTraces.read(path, name, cache))
                        .map(this::trace);
            }
            case "poisson" -> rate(value).map(Arrivals.Poisson::new);
            case "constant" -> rate(value).map(Arrivals.Constant::new);
            case "gamma" -> {
                Optional<Double> variation = place.required("variation").flatMap(TrafficSection::variation);
                yield rate(value).flatMap(perSecond -> variation.map(spread -> new Arrivals.Gamma(perSecond, spread)));
            }
            default -> stream(value, place.child("process"));
        };
    }

    /** A stream of so many requests a second, or of as many as the targets allow. */
    private static Optional<Arrivals> stream(TreeReader value, Optional<TreeReader> process) {
        if (value.node().asString("").equals(LARGEST)) {
            Optional<Double> any = Optional.of(1.0);
            return (process.isEmpty() ? any.map(Arrivals.Poisson::new) : process(process.get(), any))
                    .map(stream -> new Arrivals.Clients(Optional.of(stream)));
        }
        Optional<Double> perSecond = rate(value);
        return process.isEmpty() ? perSecond.map(Arrivals.Poisson::new) : process(process.get(), perSecond);
    }

    private static void needless(TreeReader place, String field, String way, String its) {
        if (!way.equals(its)) {
            place.child(field).ifPresent(at -> at.fault("has no meaning beside " + way, ""));
        }
    }

    private static Optional<Double> rate(TreeReader place) {
        if (place.node().isNumber()) {
            OptionalDouble rate = place.number(LEAST_RATE, HIGHEST_RATE);
            return rate.isPresent() ? Optional.of(rate.getAsDouble()) : Optional.empty();
        }
        return place.quantity(Dimension.SEQUENCES_PER_SECOND, LEAST_RATE, HIGHEST_RATE)
                .map(Quantity::value);
    }

    private static Optional<Double> variation(TreeReader place) {
        OptionalDouble read = place.number(LEAST_VARIATION, MOST_VARIATION);
        return read.isPresent() ? Optional.of(read.getAsDouble()) : Optional.empty();
    }

    private static Optional<Arrivals> process(TreeReader place, Optional<Double> perSecond) {
        if (place.isObject()) {
            place.object(PROCESS_FIELDS);
            return place.required("coefficientOfVariation")
                    .flatMap(TrafficSection::variation)
                    .flatMap(spread -> perSecond.map(rate -> new Arrivals.Gamma(rate, spread)));
        }
        return place.choice(PROCESSES).flatMap(process -> perSecond.map(process));
    }

    private Arrivals trace(RecordedRequests requests) {
        int silence = requests.longestSilence();
        if (silence > 0) {
            double seconds = requests.arrivalSeconds(silence) - requests.arrivalSeconds(silence - 1);
            notes.add(requests.source() + " has no request for " + Figures.seconds(seconds) + " after request "
                    + Figures.count(silence) + "; whoever replays it waits as long.");
        }
        return new Arrivals.Trace(requests);
    }

    private <T> Optional<T> recorded(TreeReader place, BiFunction<Path, String, ? extends T> reader) {
        Optional<String> name = place.text();
        try {
            return name.flatMap(file -> references.file(place, file).map(path -> reader.apply(path, file)));
        } catch (InvalidInputException e) {
            place.adopt(e);
        }
        return Optional.empty();
    }

    /** Share of the tokens of prompts that the cache has, by either of its names. */
    double prefixHitRate(TreeReader section) {
        Optional<TreeReader> rate = section.child("prefixHitRate");
        Optional<TreeReader> cache = section.child("prefixCache");
        if (rate.isPresent() && cache.isPresent()) {
            cache.get()
                    .fault("has no meaning beside prefixHitRate, which says the same", "Maybe leave one of them out.");
            return 0;
        }
        return rate.or(() -> cache.filter(found -> found.object(List.of("hitRate")))
                        .flatMap(found -> found.required("hitRate")))
                .map(place -> place.fraction(0, MOST_CACHED).orElse(0))
                .orElse(0.0);
    }

    /** Notes a fault where a share is stated beside a trace. */
    static void noHits(TreeReader section) {
        for (String name : List.of("prefixHitRate", "prefixCache")) {
            section.child(name)
                    .ifPresent(stated -> stated.fault(
                            "has no meaning beside a trace, which says itself what requests share",
                            "Maybe prefix in its lines."));
        }
    }

    /** The same work, noted where the cache has something of its prompts. */
    static Workload noted(Workload.Serving work, List<String> notes) {
        if (work.cachedTokens() > 0) {
            notes.add("The prefix cache has " + Figures.count(work.cachedTokens()) + " of the "
                    + Figures.count(work.longest())
                    + " tokens of a prompt, the other " + Figures.count(work.readTokens())
                    + " are read. Memory is counted as if no sequence shared blocks with another; that prefixes nobody uses at the"
                    + " moment stay in what is left of it is taken for granted.");
        }
        return work;
    }
}
