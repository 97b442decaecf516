package dev.meshwright.workbench;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.RecordedLoads;
import dev.meshwright.io.loads.RecordedLoadFiles;
import dev.meshwright.io.measured.BenchFiles;
import dev.meshwright.io.measured.BenchFiles.Case;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.lab.bench.BenchAnswer;
import dev.meshwright.lab.bench.BenchCase;
import dev.meshwright.lab.bench.BenchLoads;
import dev.meshwright.lab.bench.BenchRow;
import dev.meshwright.lab.bench.PlacementBench;
import dev.meshwright.lab.bench.SearchBench;
import dev.meshwright.placement.experts.planner.PlacementPolicies;
import dev.meshwright.question.search.Placers;
import dev.meshwright.question.search.SearchResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs a benchmark: reads the files of one case after the other and has it measured. */
record Benching(Workbench workbench, BenchRequest request, Watch watch, Consumer<BenchAnswer> soFar) {

    BenchAnswer answer(PlacementPolicies policies, Placers placers) {
        return switch (request.bench()) {
            case BenchFiles.PlacementCases bench -> placements(bench, policies, placers);
            case BenchFiles.SearchProblems bench -> searches(bench);
        };
    }

    private BenchAnswer placements(BenchFiles.PlacementCases bench, PlacementPolicies policies, Placers placers) {
        PlacementBench measuring =
                new PlacementBench(policies, placers, bench.seeds(), bench.budgets(), watch.cancelled());
        require(bench, measuring);
        List<BenchRow.Placement> rows = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (Case one : chosen(bench)) {
            if (watch.cancelled().getAsBoolean()) {
                break;
            }
            List<Path> missing = one.missing();
            if (missing.isEmpty()) {
                watch.events().accept(new Event.Measuring(one.name()));
                rows.addAll(measuring.rows(read(one), algorithms(bench, one)));
                soFar.accept(new BenchAnswer.Placements(rows, skipped));
            } else {
                skipped.add(one.name() + ": skipped, " + missing.getFirst().getFileName() + " is not here");
            }
        }
        return new BenchAnswer.Placements(rows, skipped);
    }

    private List<Case> chosen(BenchFiles.PlacementCases bench) {
        return bench.cases().stream()
                .filter(one -> one.name().contains(request.only()))
                .toList();
    }

    private List<String> algorithms(BenchFiles.PlacementCases bench, Case one) {
        if (!request.algorithms().isEmpty()) {
            return request.algorithms();
        }
        return one.algorithms().isEmpty() ? bench.algorithms() : one.algorithms();
    }

    private static BenchCase read(Case one) {
        BenchLoads loads = one.drawn()
                .<BenchLoads>map(drawn -> drawn)
                .orElseGet(() -> new BenchLoads.Recorded(
                        one.loads().stream().map(RecordedLoadFiles::read).toList()));
        return new BenchCase(
                one.name(),
                loads,
                one.separately(),
                one.ranks(),
                one.slots(),
                one.settings(),
                one.current().map(start -> new BenchCase.Stale(start.algorithm(), stale(start))),
                one.optimum()
                        .map(known -> one.loads().stream()
                                .map(file -> known.of(stem(file, "[a-z]+")))
                                .toList())
                        .orElse(List.of()),
                one.require());
    }

    private static RecordedLoads stale(BenchFiles.Current start) {
        return RecordedLoadFiles.read(start.loads());
    }

    private BenchAnswer searches(BenchFiles.SearchProblems bench) {
        SearchBench measuring = new SearchBench(bench.seeds(), bench.limits(), watch.cancelled());
        List<Path> problems = bench.problems().stream()
                .filter(problem -> String.valueOf(problem.getFileName()).contains(request.only()))
                .toList();
        require(problems);
        List<BenchRow.Search> rows = new ArrayList<>();
        for (Path problem : problems) {
            if (!watch.cancelled().getAsBoolean()) {
                watch.events().accept(new Event.Measuring(String.valueOf(problem.getFileName())));
                rows.addAll(measuring.rows(
                        stem(problem, "(yaml|yml|json)"), (seed, limit) -> search(problem, seed, limit)));
                soFar.accept(new BenchAnswer.Searches(rows));
            }
        }
        return new BenchAnswer.Searches(rows);
    }

    private SearchResult search(Path file, int seed, Optional<Duration> limit) {
        Effort effort = new Effort(seed, limit);
        Placers placers = workbench.placers(effort, watch);
        Problem problem = ProblemFiles.open(file).problem();
        watch.events().accept(new Event.Searching(problem));
        return workbench.search(problem, placers, 0, watch).result();
    }

    private static String stem(Path file, String extension) {
        return String.valueOf(file.getFileName()).replaceFirst("\\." + extension + "$", "");
    }

    /** Looks at all that cases need before the first runs; those whose files are not here will be skipped. */
    private void require(BenchFiles.PlacementCases bench, PlacementBench measuring) {
        List<Fault> faults = new ArrayList<>();
        for (Case one : chosen(bench)) {
            if (one.missing().isEmpty()) {
                gather(faults, one.name(), () -> measuring.require(read(one), algorithms(bench, one)));
            }
        }
        if (chosen(bench).isEmpty() && !bench.cases().isEmpty()) {
            faults.add(new Fault("", "--case", request.only(), "no case has a name that contains this", ""));
        }
        fail(faults);
    }

    private static void require(List<Path> problems) {
        List<Fault> faults = new ArrayList<>();
        problems.forEach(problem -> gather(faults, "", () -> ProblemFiles.open(problem)));
        fail(faults);
    }

    private static void gather(List<Fault> faults, String name, Runnable attempt) {
        try {
            attempt.run();
        } catch (InvalidInputException invalid) {
            invalid.faults()
                    .forEach(fault -> faults.add(
                            fault.file().isEmpty() && !name.isEmpty()
                                    ? new Fault(
                                            "case " + name, fault.path(), fault.value(), fault.message(), fault.maybe())
                                    : fault));
        }
    }

    private static void fail(List<Fault> faults) {
        if (!faults.isEmpty()) {
            throw new InvalidInputException(faults.stream().distinct().toList());
        }
    }
}
