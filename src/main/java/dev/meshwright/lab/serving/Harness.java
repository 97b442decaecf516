package dev.meshwright.lab.serving;

import dev.meshwright.facts.workload.Arrivals;
import dev.meshwright.facts.workload.Length;
import dev.meshwright.lab.row.RowValues;
import dev.meshwright.lab.serving.release.Submissions;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a benchmark drives an engine: what it sends, and when.
 *
 * @param kind of benchmark
 * @param input tokens of prompts
 * @param output tokens of answers
 * @param requestsPerClient that are counted; all clients send their first ones together
 * @param clients that send their next request when they have an answer; 0 where the row's concurrency says it
 * @param arrivals when requests come to the deployment: as its clients have answers, or in a stream that waits for none
 * @param settings of the engine that it is known to be started with, by name as {@link InferencexRecipes} has them
 */
public record Harness(
        Kind kind,
        Length input,
        Length output,
        int requestsPerClient,
        int clients,
        Arrivals arrivals,
        Map<String, String> settings) {

    public Harness {
        settings = Map.copyOf(settings);
    }

    /** A benchmark of which no setting of the engine is known. */
    public Harness(Kind kind, Length input, Length output, int requestsPerClient, int clients, Arrivals arrivals) {
        this(kind, input, output, requestsPerClient, clients, arrivals, Map.of());
    }

    /** Benchmarks whose settings are known. */
    public enum Kind {
        /** SemiAnalysis' InferenceX: lengths from 0.8 to 1 of the nominal ones ({@code benchmark_serving}, {@code --random-range-ratio 0.8}). */
        INFERENCEX("InferenceX"),
        /** aiconfigurator's own runs with aiperf: equal lengths, servers configured by its generator. */
        AICONFIGURATOR("aiconfigurator"),
        /** {@code benchmark.sh} of an export: clients start at any time of the first requests' lives. */
        EXPORTED("meshwright export"),
        /** Anything else. */
        OTHER("another harness");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** Name in tables. */
        String words() {
            return words;
        }
    }

    private static final Set<List<Integer>> INFERENCEX_LENGTHS =
            Set.of(List.of(1024, 1024), List.of(1024, 8192), List.of(8192, 1024));

    private static final double INFERENCEX_LEAST = 0.8;

    private static final int INFERENCEX_REQUESTS = 10;

    private static final int AICONFIGURATOR_REQUESTS = 20;

    /** As many rounds as the script has. */
    private static final int EXPORTED_REQUESTS = 10;

    /** SGLang's cookbook sends 80 requests with 16 clients and 500 with 100. */
    private static final int OTHER_REQUESTS = 5;

    /** Standard deviation of the logarithms of lengths that are said to be spread, and no more: that of public traces is 0.6 to 1. */
    private static final double SPREAD = 0.8;

    /** Organization and model, as in {@code Qwen_Qwen3-32B.csv}. */
    private static final Pattern OWN_FILE = Pattern.compile("source_file=\\w+_[A-Z][\\w.-]*\\.csv");

    private static final Pattern UNIFORM =
            Pattern.compile("uniform (\\d+)\\.\\.(\\d+) / (\\d+)\\.\\.(\\d+).*", Pattern.CASE_INSENSITIVE);

    /** The harness behind a row with these nominal lengths. */
    static Harness of(Map<String, String> row, int input, int output) {
        String named = row.getOrDefault("harness", "").toLowerCase(Locale.ROOT);
        String lengths = row.getOrDefault("lengths", "").toLowerCase(Locale.ROOT);
        Arrivals arrivals = arrivals(row);
        int clients = RowValues.count(row, "max_concurrency", 0);
        Matcher uniform = UNIFORM.matcher(lengths);
        if (named.equals(Kind.EXPORTED.words())) {
            return exported(uniform, input, output, clients, arrivals);
        }
        if (uniform.matches() && Integer.parseInt(uniform.group(2)) > 1) {
            return new Harness(Kind.OTHER, range(uniform, 1), range(uniform, 3), OTHER_REQUESTS, clients, arrivals);
        }
        if (lengths.contains("spread") || lengths.contains("sharegpt")) {
            Map<String, String> settings = Submissions.settings(row.getOrDefault("id", ""));
            boolean equal = Boolean.parseBoolean(settings.get("equal"));
            return new Harness(
                    Kind.OTHER,
                    spread(input, settings.get("longestInput")),
                    equal ? new Length.Fixed(output) : spread(output, settings.get("longestOutput")),
                    OTHER_REQUESTS,
                    clients,
                    arrivals,
                    settings);
        }
        boolean inferencex = lengths.contains("inferencex")
                || (named.isEmpty() && !ownRun(row) && INFERENCEX_LENGTHS.contains(List.of(input, output)))
                || named.startsWith("inferencex");
        if (inferencex) {
            return new Harness(Kind.INFERENCEX, drawn(input), drawn(output), INFERENCEX_REQUESTS, clients, arrivals);
        }
        boolean own = named.equals("aic")
                || row.getOrDefault("silicon_data_source", "").contains("source_file");
        return new Harness(
                own ? Kind.AICONFIGURATOR : Kind.OTHER,
                new Length.Fixed(input),
                new Length.Fixed(output),
                own ? AICONFIGURATOR_REQUESTS : OTHER_REQUESTS,
                clients,
                arrivals);
    }

    /** Whether the source is a file of aiconfigurator's own runs: those are named after their model. */
    private static boolean ownRun(Map<String, String> row) {
        return OWN_FILE.matcher(row.getOrDefault("silicon_data_source", "")).find();
    }

    private static Harness exported(Matcher uniform, int input, int output, int clients, Arrivals arrivals) {
        boolean ranges = uniform.matches();
        return new Harness(
                Kind.EXPORTED,
                ranges ? range(uniform, 1) : new Length.Fixed(input),
                ranges ? range(uniform, 3) : new Length.Fixed(output),
                EXPORTED_REQUESTS,
                clients,
                arrivals);
    }

    /** Clients that send prompts and answers of these lengths, as one's own measurements have them. */
    public static Harness plain(int input, int output) {
        return new Harness(
                Kind.OTHER,
                new Length.Fixed(input),
                new Length.Fixed(output),
                OTHER_REQUESTS,
                0,
                new Arrivals.Clients());
    }

    /** Requests of these lengths that all wait from the start, as at maximal load. */
    public static Harness atOnce(int input, int output, int requests) {
        return new Harness(
                Kind.OTHER,
                new Length.Fixed(input),
                new Length.Fixed(output),
                1,
                requests,
                new Arrivals.Clients(),
                Map.of());
    }

    /** Lengths that differ, of which the longest may be known. */
    private static Length spread(int mean, @Nullable String longest) {
        return longest == null
                ? new Length.LogNormal(mean, SPREAD)
                : Length.LogNormal.upTo(mean, Math.max(mean + 1, Integer.parseInt(longest)));
    }

    /** When its engine was built; empty where nothing tells. */
    Optional<LocalDate> built() {
        return Optional.ofNullable(settings.get("built")).map(LocalDate::parse);
    }

    private static Arrivals arrivals(Map<String, String> row) {
        OptionalDouble all = RowValues.number(row, "rate_req_s");
        int replicas = Math.max(1, RowValues.count(row, "replicas", 1));
        return all.isPresent() && all.getAsDouble() > 0
                ? new Arrivals.Poisson(all.getAsDouble() / replicas)
                : new Arrivals.Clients();
    }

    private static Length range(Matcher uniform, int group) {
        int least = Math.max(1, Integer.parseInt(uniform.group(group)));
        return new Length.Uniform(least, Math.max(least, Integer.parseInt(uniform.group(group + 1))));
    }

    private static Length drawn(int nominal) {
        return new Length.Uniform(Math.max(1, (int) Math.round(INFERENCEX_LEAST * nominal)), nominal);
    }
}
