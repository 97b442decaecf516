package dev.meshwright.lab.bench;

import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.lab.bench.Metric.Kind;
import dev.meshwright.question.search.SearchResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Measures searches of one problem: every limit, every seed.
 *
 * @param seeds of the searches
 * @param limits seconds after which a search is cut; 0 = never
 * @param cancelled once true, nothing further is measured
 */
public record SearchBench(List<Integer> seeds, List<Integer> limits, BooleanSupplier cancelled) {

    private static final double NANOSECONDS = 1e9;

    public SearchBench {
        seeds = List.copyOf(seeds);
        limits = limits.isEmpty() ? List.of(0) : List.copyOf(limits);
    }

    /** A whole search, from the problem's file to the answer. */
    @FunctionalInterface
    public interface Searcher {
        /** The search with a seed and a limit of time. */
        SearchResult search(int seed, Optional<Duration> limit);
    }

    private record Run(SearchResult result, double seconds) {

        /** Tokens per second of the best layout, NaN if there is none. */
        double tokensPerSecond() {
            return result.best()
                    .map(best -> best.evaluation().performance())
                    .map(Performance::tokensPerSecond)
                    .orElse(Double.NaN);
        }
    }

    /** One row for each limit. */
    public List<BenchRow.Search> rows(String problem, Searcher searcher) {
        List<BenchRow.Search> rows = new ArrayList<>();
        for (int limit : limits) {
            List<Run> runs = new ArrayList<>();
            for (int seed : seeds) {
                if (!cancelled.getAsBoolean()) {
                    runs.add(run(searcher, limit, seed));
                }
            }
            if (!runs.isEmpty()) {
                rows.add(new BenchRow.Search(problem, together(limit, runs)));
            }
        }
        return rows;
    }

    private static Run run(Searcher searcher, int limit, int seed) {
        long start = System.nanoTime();
        SearchResult result =
                searcher.search(seed, limit == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(limit)));
        return new Run(result, (System.nanoTime() - start) / NANOSECONDS);
    }

    /** Mean throughput and its spread, the largest gap, median and slowest time. */
    private static List<Metric> together(int limit, List<Run> runs) {
        double[] tokens =
                runs.stream().mapToDouble(Run::tokensPerSecond).sorted().toArray();
        double[] seconds = runs.stream().mapToDouble(Run::seconds).sorted().toArray();
        return List.of(
                Metric.count("limitSeconds", limit),
                Metric.count("seeds", runs.size()),
                new Metric(
                        "throughput",
                        Kind.TOKENS_PER_SECOND,
                        runs.stream()
                                .mapToDouble(Run::tokensPerSecond)
                                .average()
                                .orElse(Double.NaN)),
                new Metric("spread", Kind.TOKENS_PER_SECOND, tokens[tokens.length - 1] - tokens[0]),
                new Metric(
                        "gap",
                        Kind.SHARE,
                        runs.stream()
                                .mapToDouble(run -> run.result().gap())
                                .max()
                                .orElse(0)),
                Metric.truth(
                        "complete", runs.stream().allMatch(run -> run.result().complete())),
                Metric.count("combinations", runs.getFirst().result().combinations()),
                Metric.count(
                        "placed",
                        runs.stream()
                                .mapToInt(run -> run.result().placed())
                                .max()
                                .orElse(0)),
                new Metric("seconds", Kind.SECONDS, seconds[seconds.length / 2]),
                new Metric("slowestSeconds", Kind.SECONDS, seconds[seconds.length - 1]));
    }
}
