package dev.meshwright.cli;

import dev.meshwright.answer.text.BenchText.SearchRow;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.io.measured.BenchFiles.SearchBench;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.question.search.SearchResult;
import dev.meshwright.question.search.TargetedSearch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs searches of one problem: every limit, every seed. */
final class SearchBenchRun {

    private SearchBenchRun() {}

    /** One line of the table with its place in the JSON document. */
    record Row(SearchRow row) {
        Map<String, Object> document() {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("problem", row.problem());
            entry.put("limitSeconds", row.limitSeconds());
            entry.put("seeds", row.seeds());
            entry.put("throughput", row.tokensPerSecond());
            entry.put("spread", row.spread());
            entry.put("gap", row.gap());
            entry.put("complete", row.complete());
            entry.put("combinations", row.combinations());
            entry.put("placed", row.placed());
            entry.put("seconds", row.seconds());
            entry.put("slowestSeconds", row.slowestSeconds());
            return entry;
        }
    }

    static List<Row> of(Path file, SearchBench bench, Terminal terminal) {
        List<Row> rows = new ArrayList<>();
        for (int limit : bench.limits().isEmpty() ? List.of(0) : bench.limits()) {
            List<SearchRow> bySeed = new ArrayList<>();
            for (int seed : bench.seeds()) {
                if (!terminal.interrupted().getAsBoolean()) {
                    bySeed.add(one(file, limit, seed, terminal));
                }
            }
            if (!bySeed.isEmpty()) {
                rows.add(new Row(SearchRow.together(bySeed)));
            }
        }
        return rows;
    }

    private static SearchRow one(Path file, int limit, int seed, Terminal terminal) {
        long start = System.nanoTime();
        Optional<Duration> time = limit == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(limit));
        Planner planner = new Planner(seed, time, terminal);
        CostModel costModel =
                new CostModel(planner.question(ProblemFiles.open(file).problem()));
        SearchResult result;
        try (Progress progress = new Progress(Terminal.plain(terminal.out(), terminal.err()), costModel.problem())) {
            result = new TargetedSearch(costModel, planner.placers(), progress::searched)
                    .run(0)
                    .result();
        }
        double tokens = result.best()
                .map(best -> best.evaluation().performance())
                .map(Performance::tokensPerSecond)
                .orElse(Double.NaN);
        return new SearchRow(
                String.valueOf(file.getFileName()).replaceFirst("\\.(yaml|yml|json)$", ""),
                limit,
                1,
                tokens,
                0,
                result.gap(),
                result.complete(),
                result.combinations(),
                result.placed(),
                (System.nanoTime() - start) / 1e9,
                (System.nanoTime() - start) / 1e9);
    }
}
