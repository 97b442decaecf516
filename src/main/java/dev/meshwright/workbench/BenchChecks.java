package dev.meshwright.workbench;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.io.measured.BenchFiles;
import dev.meshwright.io.measured.BenchFiles.Case;
import dev.meshwright.io.problem.ProblemFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Looks at everything that a benchmark needs before its first case runs, and tells all that is wrong at once. */
final class BenchChecks {

    private BenchChecks() {}

    /**
     * Requires what cases of placement need; cases whose files are not here will be skipped and are not looked at.
     *
     * @param attempt reads one and poses it
     * @throws InvalidInputException with what is wrong with all of them
     */
    static void require(BenchFiles.PlacementCases bench, List<Case> chosen, Consumer<Case> attempt) {
        List<Fault> faults = new ArrayList<>();
        for (Case one : chosen) {
            if (one.missing().isEmpty()) {
                gather(faults, one.name(), () -> attempt.accept(one));
            }
        }
        if (chosen.isEmpty() && !bench.cases().isEmpty()) {
            faults.add(new Fault("", "--case", "", "no case has a name that contains this", ""));
        }
        fail(faults);
    }

    /** Requires that problems can be read. */
    static void require(List<Path> problems) {
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
        List<Fault> different = faults.stream().distinct().toList();
        if (!different.isEmpty()) {
            throw new InvalidInputException(different);
        }
    }
}
