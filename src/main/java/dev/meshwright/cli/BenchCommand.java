package dev.meshwright.cli;

import dev.meshwright.answer.picture.BenchPicture;
import dev.meshwright.answer.text.BenchText;
import dev.meshwright.answer.text.BenchText.Measured;
import dev.meshwright.answer.text.BenchText.Row;
import dev.meshwright.cli.option.AnswerOptions;
import dev.meshwright.io.measured.BenchFiles;
import dev.meshwright.io.measured.BenchFiles.Case;
import dev.meshwright.io.measured.BenchFiles.PlacementBench;
import dev.meshwright.io.measured.BenchFiles.SearchBench;
import dev.meshwright.io.tree.AtomicFiles;
import dev.meshwright.io.tree.Documents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures placers against each other, against the bound and against what is required; or searches. */
@Command(
        name = "bench",
        description =
                "Quality and speed: cases x algorithms x seeds x budgets of placers with the lower bound as one row, or searches.")
final class BenchCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Mixin
    private AnswerOptions options = new AnswerOptions();

    @Parameters(paramLabel = "CONFIG", description = "Such as benchmarks-config/placement.yaml.")
    private Path config = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            description = "Also write bench.json and bench.svg there.")
    private @Nullable Path folder;

    @Option(names = "--case", paramLabel = "TEXT", description = "Only cases or problems whose name contains this.")
    private String only = "";

    @Option(
            names = "--algorithms",
            split = ",",
            paramLabel = "NAME",
            description = "Only these rows (default: as configured).")
    private List<String> algorithms = new ArrayList<>();

    BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return switch (BenchFiles.read(config)) {
            case PlacementBench bench -> place(bench);
            case SearchBench bench -> search(bench);
        };
    }

    private int place(PlacementBench bench) {
        List<Row> rows = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (Case one : bench.cases()) {
            if (!one.name().contains(only) || terminal.interrupted().getAsBoolean()) {
                continue;
            }
            List<Path> missing = one.missing();
            if (missing.isEmpty()) {
                terminal.say(one.name() + " ...");
                rows.addAll(rows(bench, one));
            } else {
                skipped.add(one.name() + ": skipped, " + missing.getFirst().getFileName() + " is not here");
            }
        }
        boolean missed = rows.stream().anyMatch(row -> !row.missed().isEmpty());
        String json = Documents.toJson(document(rows, skipped));
        write(json, BenchPicture.of(rows));
        terminal.answer(options.json() ? json : BenchText.of(rows, skipped, terminal.style()));
        terminal.say("peak memory of this process: " + PeakMemory.text());
        return (missed ? ExitCode.MISSED : ExitCode.FINE).code();
    }

    private List<Row> rows(PlacementBench bench, Case one) {
        List<String> names =
                !algorithms.isEmpty() ? algorithms : one.algorithms().isEmpty() ? bench.algorithms() : one.algorithms();
        PlacementBenchRun run = new PlacementBenchRun(one, new Planner(options, terminal), terminal.interrupted());
        List<Row> rows = new ArrayList<>();
        for (String algorithm : names) {
            boolean searches = algorithm.equals(PlacementBenchRun.OURS);
            for (long budget : searches ? bench.budgets() : List.of(BenchFiles.USUAL)) {
                List<List<Measured>> bySeed = new ArrayList<>();
                for (int seed : bench.seeds()) {
                    if (!terminal.interrupted().getAsBoolean()) {
                        bySeed.add(run.measure(algorithm, seed, budget));
                    }
                }
                if (bySeed.stream().anyMatch(measured -> !measured.isEmpty())) {
                    String moves = budget == BenchFiles.USUAL ? "" : "%,d moves".formatted(budget);
                    rows.add(Row.of(one.name(), algorithm, moves, bySeed));
                }
            }
        }
        return Requirements.judged(one, rows);
    }

    private int search(SearchBench bench) {
        List<SearchBenchRun.Row> rows = new ArrayList<>();
        for (Path problem : bench.problems()) {
            if (String.valueOf(problem.getFileName()).contains(only)) {
                terminal.say(problem.getFileName() + " ...");
                rows.addAll(SearchBenchRun.of(problem, bench, terminal));
            }
        }
        String json = Documents.toJson(
                Map.of("rows", rows.stream().map(SearchBenchRun.Row::document).toList()));
        write(
                json,
                BenchPicture.ofSearches(
                        rows.stream().map(SearchBenchRun.Row::row).toList()));
        terminal.answer(
                options.json()
                        ? json
                        : BenchText.ofSearches(
                                rows.stream().map(SearchBenchRun.Row::row).toList(), terminal.style()));
        return ExitCode.FINE.code();
    }

    private void write(String json, String picture) {
        if (folder != null) {
            AtomicFiles.write(folder.resolve("bench.json"), json.getBytes(StandardCharsets.UTF_8));
            AtomicFiles.write(folder.resolve("bench.svg"), picture.getBytes(StandardCharsets.UTF_8));
            terminal.say("Written to " + folder);
        }
    }

    private static Map<String, Object> document(List<Row> rows, List<String> skipped) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("rows", rows.stream().map(BenchCommand::row).toList());
        document.put("skipped", skipped);
        document.put("peakBytes", PeakMemory.bytes());
        return document;
    }

    private static Map<String, Object> row(Row row) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("case", row.name());
        entry.put("algorithm", row.algorithm());
        entry.put("budget", row.budget());
        entry.put("meanMaxOverMean", row.mean());
        entry.put("spread", row.spread());
        entry.put("worstProfile", row.worst());
        if (row.nodesPerToken() > 0) {
            entry.put("nodesPerToken", row.nodesPerToken());
        }
        if (!Double.isNaN(row.moved())) {
            entry.put("movedFraction", row.moved());
        }
        entry.put("feasible", row.feasible());
        entry.put("optimalLayers", row.optimalLayers());
        entry.put("layers", row.layers());
        entry.put("milliseconds", row.milliseconds());
        entry.put("slowestMilliseconds", row.slowestMilliseconds());
        entry.put("missed", row.missed());
        return entry;
    }
}
