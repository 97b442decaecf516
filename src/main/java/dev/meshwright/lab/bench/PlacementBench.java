package dev.meshwright.lab.bench;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.base.resource.MemoryLimit;
import dev.meshwright.facts.workload.RecordedLoads;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.experts.ExpertPlacement;
import dev.meshwright.placement.experts.ExpertProblem;
import dev.meshwright.placement.experts.planner.PlacementPlanner;
import dev.meshwright.placement.experts.planner.PlacementPolicies;
import dev.meshwright.placement.experts.planner.PlacementPolicy;
import dev.meshwright.placement.experts.planner.PolicyRun;
import dev.meshwright.question.place.PosedPlacement;
import dev.meshwright.question.search.Placers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Measures policies on cases of placement: cases x policies x seeds x budgets, the bound and known optima among the policies.
 *
 * @param policies by name
 * @param placers as {@link PosedPlacement} takes them
 * @param seeds of drawn loads and searches
 * @param budgets moves per layer of our own planner; {@link #USUAL} = what {@code place} would use
 * @param cancelled once true, nothing further is measured
 */
public record PlacementBench(
        PlacementPolicies policies,
        Placers placers,
        List<Integer> seeds,
        List<Long> budgets,
        BooleanSupplier cancelled) {

    /** A budget that stands for what {@code place} uses by itself. */
    public static final long USUAL = -1;

    public PlacementBench {
        seeds = List.copyOf(seeds);
        budgets = List.copyOf(budgets);
    }

    /**
     * The rows of a case, ours judged by what the case requires.
     *
     * @throws InvalidInputException if a policy or a setting is none
     */
    public List<BenchRow.Placement> rows(BenchCase one, List<String> algorithms) {
        Map<Integer, List<PosedPlacement>> posed = new HashMap<>();
        List<BenchRow.Placement> rows = new ArrayList<>();
        for (String algorithm : algorithms) {
            boolean searches = algorithm.equals(PlacementPolicies.OURS);
            for (long budget : searches ? budgets : List.of(USUAL)) {
                List<List<Measured>> bySeed = new ArrayList<>();
                for (int seed : seeds) {
                    if (!cancelled.getAsBoolean()) {
                        // Posed once for all policies: sampling tokens takes longer than placing.
                        bySeed.add(measured(
                                one, posed.computeIfAbsent(seed, unused -> posed(one, seed)), algorithm, seed, budget));
                    }
                }
                if (bySeed.stream().anyMatch(measured -> !measured.isEmpty())) {
                    String moves = budget == USUAL ? "" : String.format(Locale.ROOT, "%,d moves", budget);
                    rows.add(
                            new BenchRow.Placement(one.name(), algorithm, moves, Measured.together(bySeed), List.of()));
                }
            }
        }
        return Requirements.judged(one.require(), rows);
    }

    /**
     * Looks at what a case needs without measuring anything.
     *
     * @throws InvalidInputException with all that is wrong with the case
     */
    public void require(BenchCase one, List<String> algorithms) {
        double bytes = one.loads().bytes();
        if (!MemoryLimit.allows(bytes)) {
            throw new InvalidInputException(List.of(new Fault(
                    "",
                    "cases/" + one.name() + "/drawn",
                    Figures.bytes(bytes),
                    "loads take more than the " + Figures.bytes(MemoryLimit.bytes()) + " of memory that may be taken",
                    "Maybe fewer layers, or a larger --memory-limit and Java heap.")));
        }
        algorithms.forEach(algorithm -> policy(policies, algorithm));
        for (List<RecordedLoads> files : one.problems(seeds.getFirst())) {
            one.stale().ifPresent(stale -> requireShape(one, stale.loads(), files.getFirst()));
            one.request(files, seeds.getFirst()).require();
        }
        one.stale().ifPresent(stale -> policy(policies, stale.algorithm()));
    }

    private static void requireShape(BenchCase one, RecordedLoads stale, RecordedLoads loads) {
        if (stale.layers() != loads.layers() || stale.experts() != loads.experts()) {
            throw new InvalidInputException(List.of(new Fault(
                    stale.name(),
                    "cases/" + one.name() + "/current/loads",
                    stale.layers() + " x " + stale.experts(),
                    "has another shape than " + loads.name() + ": " + loads.layers() + " x " + loads.experts(),
                    "")));
        }
    }

    private List<PosedPlacement> posed(BenchCase one, int seed) {
        return one.problems(seed).stream()
                .map(files -> PosedPlacement.of(one.request(files, current(one, seed), seed), placers))
                .toList();
    }

    /** What a policy made of the stale loads. */
    private Optional<ExpertPlacement> current(BenchCase one, int seed) {
        return one.stale().map(stale -> {
            ExpertProblem before = PosedPlacement.of(one.request(List.of(stale.loads()), seed), placers)
                    .problem();
            PolicyRun run = policy(policies, stale.algorithm())
                    .run(before, Budget.ofMoves(0, seed))
                    .orElseThrow(() -> noPlacement(stale.algorithm()));
            return switch (run) {
                case PolicyRun.Placed placed -> placed.placed().placement();
                case PolicyRun.Figure figure -> throw noPlacement(stale.algorithm());
            };
        });
    }

    /** What came out, one entry per problem of the case; empty where the policy does not apply. */
    private List<Measured> measured(
            BenchCase one, List<PosedPlacement> problems, String algorithm, int seed, long budget) {
        List<Measured> measured = new ArrayList<>();
        for (int index = 0; index < problems.size(); index++) {
            PosedPlacement posed = problems.get(index);
            long perLayer = budget == USUAL ? PlacementPlanner.usualMoves(posed.problem()) : budget;
            Budget moves =
                    Budget.ofMoves(perLayer * posed.problem().layers(), seed).withCancelled(cancelled);
            policy(knowing(one, index), algorithm)
                    .run(posed.problem(), moves)
                    .ifPresent(run -> measured.add(Measured.of(posed, run)));
        }
        return measured;
    }

    /** The policies with the optimum of a problem of the case, or of all its files together. */
    private PlacementPolicies knowing(BenchCase one, int problem) {
        if (one.optima().isEmpty()) {
            return policies;
        }
        return policies.knowing(
                one.separately()
                        ? PolicyRun.Figure.of(one.optima().get(problem))
                        : new PolicyRun.Figure(
                                one.optima().stream()
                                        .mapToDouble(Double::doubleValue)
                                        .average()
                                        .orElseThrow(),
                                one.optima().stream()
                                        .mapToDouble(Double::doubleValue)
                                        .max()
                                        .orElseThrow()));
    }

    private static PlacementPolicy policy(PlacementPolicies policies, String name) {
        return policies.find(name)
                .orElseThrow(() -> wrong(
                        name,
                        "is no placer",
                        "Maybe one of "
                                + String.join(
                                        ", ",
                                        policies.all().stream()
                                                .map(PlacementPolicy::name)
                                                .toList())
                                + "."));
    }

    private static InvalidInputException noPlacement(String name) {
        return wrong(name, "makes no placement to start from", "Maybe eplb-style.");
    }

    private static InvalidInputException wrong(String name, String message, String maybe) {
        return new InvalidInputException(List.of(new Fault("", "algorithms", name, message, maybe)));
    }
}
