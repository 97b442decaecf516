package dev.meshwright.workbench.compare;

import dev.meshwright.answer.explain.comparison.Comparison;
import dev.meshwright.answer.json.pool.PoolsDocument;
import dev.meshwright.answer.json.report.ReportDocument;
import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.io.plan.ContenderFile;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.layout.draft.PoolsDraft;
import dev.meshwright.workbench.CheckRequest;
import dev.meshwright.workbench.Constants;
import dev.meshwright.workbench.Effort;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Compares plans that are checked first, and answers as they are. */
public final class Comparing {

    /** More columns than this nobody reads. */
    public static final int MOST = 8;

    private Comparing() {}

    /**
     * By what plans are checked first.
     *
     * @param replayed whether serving loops are replayed
     */
    public record Terms(ProblemDocument problem, Constants constants, boolean replayed, Effort effort) {}

    /** The answer that {@code check} gives to a plan, as it prints it. */
    public static ContenderFile.Read checked(
            Workbench workbench, String name, Terms terms, PlanDraft plan, Watch watch) {
        CheckRequest request = new CheckRequest(
                terms.problem(),
                plan,
                terms.constants(),
                List.of(),
                OptionalInt.empty(),
                terms.replayed(),
                terms.effort());
        return ContenderFile.of(name, ReportDocument.of(workbench.check(request, watch), Optional.empty()));
    }

    /** The same of a plan with pools. */
    public static ContenderFile.Read checked(Workbench workbench, String name, Terms terms, PoolsDraft plan) {
        return ContenderFile.of(
                name,
                PoolsDocument.of(
                        workbench.check(terms.problem(), plan, terms.constants(), terms.replayed(), terms.effort())));
    }

    /**
     * All of them beside the first.
     *
     * @throws InvalidInputException if they are too few or too many, or their throughputs count different tokens
     */
    public static Compared of(List<ContenderFile.Read> read) {
        List<Fault> faults = new ArrayList<>();
        if (read.size() < 2 || read.size() > MOST) {
            faults.add(
                    new Fault("", "", String.valueOf(read.size()), "must be 2 to " + MOST + " plans or answers", ""));
        }
        String counted = read.isEmpty() ? "" : counts(read.getFirst());
        for (ContenderFile.Read other : read) {
            if (!counts(other).equals(counted)) {
                faults.add(new Fault(
                        other.contender().name(),
                        "/evaluation/throughput/counts",
                        counts(other),
                        "cannot be compared with the first, whose throughput counts " + counted,
                        ""));
            }
        }
        if (!faults.isEmpty()) {
            throw new InvalidInputException(faults);
        }
        List<Map<String, ?>> answers = new ArrayList<>();
        read.forEach(one -> answers.add(one.document()));
        return new Compared(
                Comparison.of(read.stream().map(ContenderFile.Read::contender).toList()), answers);
    }

    private static String counts(ContenderFile.Read read) {
        return read.document().get("evaluation") instanceof Map<?, ?> evaluation
                        && evaluation.get("throughput") instanceof Map<?, ?> throughput
                        && throughput.get("counts") instanceof String counts
                ? counts
                : "";
    }
}
