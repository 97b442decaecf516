package dev.meshwright.placement.experts.planner;

import dev.meshwright.placement.Budget;
import dev.meshwright.placement.experts.ExpertPlacement;
import dev.meshwright.placement.experts.ExpertPlacer;
import dev.meshwright.placement.experts.ExpertProblem;
import dev.meshwright.placement.experts.PlacedLayers;
import dev.meshwright.placement.experts.start.EplbStyle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Every policy that a table of placements can have, by name: the one registry of them. */
public final class PlacementPolicies {

    /** What {@code place} does. */
    public static final String OURS = "meshwright";

    /** What no placement can beat. */
    public static final String LOWER_BOUND = "lower-bound";

    /** The best there is, where it is known. */
    public static final String OPTIMUM = "optimum";

    /** What runs today. */
    public static final String CURRENT = "current";

    private static final String HIERARCHICAL = "eplb-hierarchical";

    private final Supplier<PlacementPlanner> planners;
    private final List<PlacementPolicy> all;

    /**
     * The registry.
     *
     * @param solver beside the placers that need none
     * @param planners makes the planner of one run
     */
    public PlacementPolicies(ExpertPlacer solver, Supplier<PlacementPlanner> planners) {
        this.planners = planners;
        List<PlacementPolicy> policies = new ArrayList<>();
        ExpertPlacers.all().forEach(placer -> policies.add(of(placer)));
        policies.add(judged(HIERARCHICAL, PlacementPolicies::hierarchical));
        policies.add(of(solver));
        policies.add(judged(CURRENT, (problem, budget) -> problem.migration().map(ExpertProblem.Migration::current)));
        policies.add(policy(
                OURS,
                (problem, budget) -> Optional.of(planned(Collections.nCopies(problem.layers(), problem), budget))));
        policies.add(policy(LOWER_BOUND, (problem, budget) -> Optional.of(lowerBound(problem, budget))));
        policies.add(policy(OPTIMUM, (problem, budget) -> Optional.empty()));
        all = List.copyOf(policies);
    }

    private PlacementPolicies(Supplier<PlacementPlanner> planners, List<PlacementPolicy> all) {
        this.planners = planners;
        this.all = List.copyOf(all);
    }

    /** The same where the best that there is for a problem is known. */
    public PlacementPolicies knowing(PolicyRun.Figure optimum) {
        return new PlacementPolicies(
                planners,
                all.stream()
                        .map(policy -> policy.name().equals(OPTIMUM)
                                ? policy(OPTIMUM, (problem, budget) -> Optional.of(optimum))
                                : policy)
                        .toList());
    }

    /** All of them, in the order in which they are listed. */
    public List<PlacementPolicy> all() {
        return all;
    }

    /** The policy of that name. */
    public Optional<PlacementPolicy> find(String name) {
        return all.stream().filter(policy -> policy.name().equals(name)).findFirst();
    }

    /** A placer for plain problems, given the mean of the profiles and judged by all of them. */
    public static PlacementPolicy of(ExpertPlacer placer) {
        return judged(
                placer.name(),
                (problem, budget) ->
                        Optional.of(placer.place(problem.meanProfile(), budget).placement()));
    }

    /** Our own planner's placement; the problem of each layer may have another number of slots. */
    public PolicyRun.Placed planned(List<ExpertProblem> problemOfLayer, Budget budget) {
        long start = System.nanoTime();
        PlacedLayers placed = planners.get().place(problemOfLayer, budget);
        return new PolicyRun.Placed(placed, milliseconds(start));
    }

    private PolicyRun lowerBound(ExpertProblem problem, Budget budget) {
        List<ExpertProblem> problemOfLayer = Collections.nCopies(problem.layers(), problem);
        List<Double> bounds =
                BalanceBounds.of(problemOfLayer, planned(problemOfLayer, budget).placed(), false);
        return PolicyRun.Figure.of(
                bounds.stream().mapToDouble(Double::doubleValue).average().orElseThrow());
    }

    /** The published policy with whole groups; it needs as many on each node. */
    private static Optional<ExpertPlacement> hierarchical(ExpertProblem problem, Budget budget) {
        int groups = problem.groupsChosenTogether();
        boolean applies = problem.nodes() > 1 && groups > 0 && groups % problem.nodes() == 0;
        return applies
                ? Optional.of(new EplbStyle(groups, problem.nodes())
                        .place(problem.meanProfile(), budget)
                        .placement())
                : Optional.empty();
    }

    private static PlacementPolicy judged(
            String name, BiFunction<ExpertProblem, Budget, Optional<ExpertPlacement>> placing) {
        return policy(name, (problem, budget) -> {
            long start = System.nanoTime();
            Optional<ExpertPlacement> placement = placing.apply(problem, budget);
            double milliseconds = milliseconds(start);
            return placement.map(
                    found -> new PolicyRun.Placed(PlacementPlanner.judge(name, problem, found), milliseconds));
        });
    }

    private static double milliseconds(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    private static PlacementPolicy policy(String name, BiFunction<ExpertProblem, Budget, Optional<PolicyRun>> run) {
        return new PlacementPolicy() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<PolicyRun> run(ExpertProblem problem, Budget budget) {
                return run.apply(problem, budget);
            }
        };
    }
}
