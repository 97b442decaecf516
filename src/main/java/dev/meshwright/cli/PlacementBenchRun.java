package dev.meshwright.cli;

import dev.meshwright.answer.text.BenchText.Measured;
import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.workload.RecordedLoads;
import dev.meshwright.io.loads.RecordedLoadFiles;
import dev.meshwright.io.measured.BenchFiles;
import dev.meshwright.io.measured.BenchFiles.Case;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.experts.ExpertPlacement;
import dev.meshwright.placement.experts.ExpertPlacer;
import dev.meshwright.placement.experts.ExpertProblem;
import dev.meshwright.placement.experts.PlacedLayers;
import dev.meshwright.placement.experts.PlainProblem;
import dev.meshwright.placement.experts.planner.ExpertPlacers;
import dev.meshwright.placement.experts.planner.PlacementPlanner;
import dev.meshwright.placement.experts.start.EplbStyle;
import dev.meshwright.placement.timefold.experts.TimefoldExpertPlacer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Runs one case of a placement benchmark with one algorithm, seed and budget. */
final class PlacementBenchRun {

    static final String OURS = "meshwright";
    static final String BOUND = "lower-bound";
    static final String OPTIMUM = "optimum";
    static final String CURRENT = "current";
    private static final String HIERARCHICAL = "eplb-hierarchical";
    private static final String TIMEFOLD = "timefold";

    private final Case one;
    private final Planner planner;
    private final BooleanSupplier cancelled;
    private final Map<Integer, List<Prepared>> prepared = new HashMap<>();

    PlacementBenchRun(Case one, Planner planner, BooleanSupplier cancelled) {
        this.one = one;
        this.planner = planner;
        this.cancelled = cancelled;
    }

    /** What came out, one entry per problem of the case; empty where the algorithm does not apply. */
    List<Measured> measure(String algorithm, int seed, long budget) {
        if (algorithm.equals(OPTIMUM)) {
            return one.optimum()
                    .map(known -> one.loads().stream()
                            .map(file -> Measured.bound(known.of(stem(file))))
                            .toList())
                    .orElse(List.of());
        }
        List<Measured> measured = new ArrayList<>();
        for (Prepared one : prepared.computeIfAbsent(seed, this::prepare)) {
            place(one, algorithm, seed, budget).ifPresent(measured::add);
        }
        return measured;
    }

    /** A problem of the case, made once for all algorithms: sampling tokens takes longer than placing. */
    private record Prepared(PlaceOptions options, PlacementSetup setup, ExpertProblem problem) {}

    private List<Prepared> prepare(int seed) {
        List<Prepared> all = new ArrayList<>();
        for (List<RecordedLoads> files : problems(seed)) {
            PlaceOptions options = options();
            PlacementSetup setup = setup(options, files, seed);
            all.add(new Prepared(options, setup, setup.problem()));
        }
        return all;
    }

    private List<List<RecordedLoads>> problems(int seed) {
        List<RecordedLoads> files = one.drawn()
                .map(drawn -> DrawnLoads.draw(drawn, seed))
                .orElseGet(
                        () -> one.loads().stream().map(RecordedLoadFiles::read).toList());
        return one.separately() ? files.stream().map(List::of).toList() : List.of(files);
    }

    private Optional<Measured> place(Prepared prepared, String algorithm, int seed, long budget) {
        PlacementSetup setup = prepared.setup();
        ExpertProblem problem = prepared.problem();
        long perLayer =
                budget == BenchFiles.USUAL ? PlacementRun.usualMoves(problem, prepared.options().groups > 0) : budget;
        Budget moves = Budget.ofMoves(perLayer * problem.layers(), seed).withCancelled(cancelled);
        if (algorithm.equals(OURS)) {
            PlacementRun run = PlacementRun.of(problem, moves);
            return Optional.of(measured(setup, problem, run.placed(), run.milliseconds()));
        }
        if (algorithm.equals(BOUND)) {
            PlacedLayers placed = PlacementRun.of(problem, moves).placed();
            double[] bounds =
                    PlaceCommand.bounds(java.util.Collections.nCopies(problem.layers(), problem), placed, false);
            return Optional.of(Measured.bound(Arrays.stream(bounds).average().orElseThrow()));
        }
        long start = System.nanoTime();
        Optional<ExpertPlacement> placement = placement(setup, problem, algorithm, moves);
        double milliseconds = (System.nanoTime() - start) / 1e6;
        return placement.map(
                found -> measured(setup, problem, PlacementPlanner.judge(algorithm, problem, found), milliseconds));
    }

    private Optional<ExpertPlacement> placement(
            PlacementSetup setup, ExpertProblem problem, String algorithm, Budget budget) {
        if (algorithm.equals(CURRENT)) {
            return setup.current;
        }
        PlainProblem mean = problem.meanProfile();
        if (!algorithm.equals(HIERARCHICAL)) {
            return Optional.of(named(algorithm).place(mean, budget).placement());
        }
        int groups = Integer.parseInt(one.settings().getOrDefault("groups", "0"));
        boolean applies = problem.nodes() > 1 && groups > 0 && groups % problem.nodes() == 0;
        return applies
                ? Optional.of(new EplbStyle(groups, problem.nodes())
                        .place(mean, budget)
                        .placement())
                : Optional.empty();
    }

    private Measured measured(PlacementSetup setup, ExpertProblem problem, PlacedLayers placed, double milliseconds) {
        double[] profiles = new double[problem.profiles().size()];
        Arrays.setAll(profiles, placed::maxOverMean);
        return new Measured(
                Arrays.stream(profiles).average().orElseThrow(),
                Arrays.stream(profiles).max().orElseThrow(),
                setup.nodesPerTokenUnseen(problem, placed.placement()).orElse(placed.nodesPerToken()),
                problem.migration().isPresent()
                        ? placed.moves() / (double) (problem.layers() * problem.slots())
                        : Double.NaN,
                placed.feasible(),
                dev.meshwright.answer.json.PlacementDocument.optimal(placed),
                problem.layers(),
                milliseconds);
    }

    private PlaceOptions options() {
        PlaceOptions options = new PlaceOptions();
        options.ranks = one.ranks();
        options.slots = one.slots();
        one.settings().forEach((name, value) -> set(options, name, value));
        return options;
    }

    private void set(PlaceOptions options, String name, String value) {
        try {
            switch (name) {
                case "nodes" -> options.nodes = Integer.parseInt(value);
                case "groups" -> options.groups = Integer.parseInt(value);
                case "grouping" -> options.grouping = PlaceOptions.Grouping.valueOf(value);
                case "balanceLimit" -> options.balanceLimit = value;
                case "robust" -> options.robust = value;
                case "distinctRanks" -> options.distinct = Boolean.parseBoolean(value);
                case "maxMoves" -> options.maxMoves = value;
                default -> throw new IllegalArgumentException(name);
            }
        } catch (IllegalArgumentException wrong) {
            throw new InvalidInputException(
                    List.of(new Fault("", "cases/" + one.name() + "/" + name, value, "is no value of this", "")));
        }
    }

    private PlacementSetup setup(PlaceOptions options, List<RecordedLoads> files, int seed) {
        PlacementSetup setup = new PlacementSetup(options, planner, seed);
        setup.files.addAll(files);
        setup.current = one.current().map(start -> {
            PlacementSetup stale = new PlacementSetup(withoutMoves(), planner, seed);
            stale.files.add(RecordedLoadFiles.read(start.loads()));
            return named(start.algorithm())
                    .place(stale.problem().meanProfile(), Budget.ofMoves(0, seed))
                    .placement();
        });
        return setup;
    }

    private PlaceOptions withoutMoves() {
        PlaceOptions options = options();
        options.maxMoves = null;
        return options;
    }

    private static String stem(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("\\.[a-z]+$", "");
    }

    private static ExpertPlacer named(String algorithm) {
        List<String> names =
                ExpertPlacers.all().stream().map(ExpertPlacer::name).toList();
        if (algorithm.equals(TIMEFOLD)) {
            return new TimefoldExpertPlacer();
        }
        return ExpertPlacers.all().stream()
                .filter(placer -> placer.name().equals(algorithm))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(List.of(new Fault(
                        "",
                        "algorithms",
                        algorithm,
                        "is no placer",
                        "Maybe one of " + String.join(", ", names) + ", "
                                + String.join(", ", HIERARCHICAL, TIMEFOLD, CURRENT, OURS, BOUND, OPTIMUM) + "."))));
    }
}
