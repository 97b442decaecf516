package dev.meshwright.cli;

import dev.meshwright.io.AtomicFiles;
import dev.meshwright.io.BenchFiles;
import dev.meshwright.io.BenchFiles.Case;
import dev.meshwright.io.BenchFiles.PlacementBench;
import dev.meshwright.io.Documents;
import dev.meshwright.io.Fault;
import dev.meshwright.io.InvalidInputException;
import dev.meshwright.io.RecordedLoads;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.ExpertPlacer;
import dev.meshwright.placement.ExpertPlacers;
import dev.meshwright.placement.LoadProfile;
import dev.meshwright.placement.PlacedLayers;
import dev.meshwright.placement.PlacementPlanner;
import dev.meshwright.placement.PlacementProblem;
import dev.meshwright.placement.SlotCost;
import dev.meshwright.placement.timefold.TimefoldExpertPlacer;
import dev.meshwright.placement.timefold.TimefoldPolish;
import dev.meshwright.report.BenchText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures placers against each other and against the bound. */
@Command(
        name = "bench",
        description = "Quality and speed of the placers: cases x algorithms x seeds, with the lower bound as one row.",
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {

    private static final String OURS = "meshwright";
    private static final String BOUND = "lower-bound";

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

    BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        PlacementBench bench = BenchFiles.read(config);
        List<BenchText.Row> rows = new ArrayList<>();
        for (Case one : bench.cases()) {
            for (String algorithm : bench.algorithms()) {
                if (!terminal.interrupted().getAsBoolean()) {
                    rows.add(measure(one, algorithm, bench.seeds()));
                }
            }
        }
        String json = Documents.toJson(
                Map.of("rows", rows.stream().map(BenchCommand::row).toList()));
        if (folder != null) {
            AtomicFiles.write(folder.resolve("bench.json"), json.getBytes(StandardCharsets.UTF_8));
            AtomicFiles.write(folder.resolve("bench.svg"), BenchText.svg(rows).getBytes(StandardCharsets.UTF_8));
        }
        terminal.answer(options.json() ? json : BenchText.of(rows, terminal.style()));
        return ExitCode.FINE.code();
    }

    private static Map<String, Object> row(BenchText.Row row) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("case", row.name());
        entry.put("algorithm", row.algorithm());
        entry.put("meanMaxOverMean", row.mean());
        entry.put("worstProfile", row.worst());
        entry.put("milliseconds", row.milliseconds());
        return entry;
    }

    private BenchText.Row measure(Case one, String algorithm, List<Integer> seeds) {
        double mean = 0;
        double worst = 0;
        double milliseconds = 0;
        for (int seed : seeds) {
            PlacementProblem problem = problem(one, seed);
            long start = System.nanoTime();
            PlacedLayers placed = place(problem, algorithm, one, seed);
            milliseconds += (System.nanoTime() - start) / 1e6 / seeds.size();
            for (int profile = 0; profile < problem.profiles().size(); profile++) {
                double value = algorithm.equals(BOUND)
                        ? placed.lowerBoundNanoseconds() / (double) PlacementSetup.EVEN_RANK / problem.layers()
                        : placed.maxOverMean(profile);
                mean += value / problem.profiles().size() / seeds.size();
                worst = Math.max(worst, value);
            }
        }
        return new BenchText.Row(one.name(), algorithm, mean, worst, milliseconds);
    }

    private PlacedLayers place(PlacementProblem problem, String algorithm, Case one, int seed) {
        Budget budget =
                Budget.ofMoves((long) one.moves() * problem.layers(), seed).withCancelled(terminal.interrupted());
        if (algorithm.equals(OURS) || algorithm.equals(BOUND)) {
            return new PlacementPlanner(new TimefoldPolish(), TimefoldPolish.PART_OF_MOVES).place(problem, budget);
        }
        ExpertPlacer placer = algorithm.equals("timefold") ? new TimefoldExpertPlacer() : named(algorithm);
        return PlacementPlanner.judge(
                algorithm, problem, placer.place(problem.meanProfile(), budget).placement());
    }

    private static ExpertPlacer named(String algorithm) {
        List<String> names =
                ExpertPlacers.all().stream().map(ExpertPlacer::name).toList();
        return ExpertPlacers.all().stream()
                .filter(placer -> placer.name().equals(algorithm))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(List.of(new Fault(
                        "",
                        "algorithms",
                        algorithm,
                        "is no placer",
                        "Maybe one of " + String.join(", ", names) + ", timefold, " + OURS + ", " + BOUND + "."))));
    }

    /** Recorded loads, or log-normal ones with sigma 1 of which each profile shares half its logarithm with the others. */
    private static PlacementProblem problem(Case one, int seed) {
        List<LoadProfile> profiles = new ArrayList<>();
        SlotCost cost = SlotCost.proportional(PlacementSetup.EVEN_RANK * one.ranks());
        for (Path path : one.loads()) {
            profiles.add(LoadProfile.fromLoads(
                    String.valueOf(path.getFileName()),
                    1,
                    RecordedLoads.read(path).loads(),
                    cost));
        }
        Random random = new Random(seed);
        double[][] common = new double[one.layers()][one.experts()];
        for (double[] row : common) {
            java.util.Arrays.setAll(row, expert -> random.nextGaussian());
        }
        double own = one.profiles() > 1 ? Math.sqrt(0.5) : 0;
        for (int profile = 0; one.loads().isEmpty() && profile < one.profiles(); profile++) {
            double[][] loads = new double[one.layers()][one.experts()];
            for (int layer = 0; layer < loads.length; layer++) {
                for (int expert = 0; expert < loads[layer].length; expert++) {
                    double shared = Math.sqrt(1 - own * own) * common[layer][expert];
                    loads[layer][expert] = Math.exp(shared + own * random.nextGaussian());
                }
            }
            profiles.add(LoadProfile.fromLoads("profile " + profile, 1, loads, cost));
        }
        return new PlacementProblem(
                one.ranks(),
                1,
                one.slots() / one.ranks(),
                false,
                profiles,
                profiles.size() > 1 ? 0.5 : 0,
                Optional.empty(),
                Optional.empty(),
                0);
    }
}
