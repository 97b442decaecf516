package dev.meshwright.answer;

import dev.meshwright.answer.explain.Argument;
import dev.meshwright.answer.explain.judgement.Expenses;
import dev.meshwright.answer.explain.pool.PoolArgument;
import dev.meshwright.facts.problem.Targets.Scope;
import dev.meshwright.question.scale.Scaling;
import dev.meshwright.question.scale.node.NodeTypeScaling;
import dev.meshwright.question.scale.node.Size;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The hardware that a target needs.
 *
 * @param scaling sizes, proofs, roadmap, sensitivity
 * @param plans for each kind of node of {@code scaling}, in its order
 * @param pools likewise those of two pools; none where they were not asked for
 * @param notes what the problem leaves open, and what was calibrated
 */
public record ScaleAnswer(
        Scaling scaling, List<Plans> plans, List<PoolPlans> pools, List<String> notes, Provenance provenance) {

    public ScaleAnswer {
        plans = List.copyOf(plans);
        pools = List.copyOf(pools);
        notes = List.copyOf(notes);
    }

    /**
     * The layouts that answer for one kind of node.
     *
     * @param system of the smallest size that reaches the target together; empty where none does
     * @param perGpu of the size at which each GPU does, else of that with the most per GPU; empty where none works
     */
    public record Plans(Optional<Argument> system, Optional<Argument> perGpu) {

        private Optional<Argument> of(Scope scope) {
            return scope == Scope.SYSTEM ? system : perGpu;
        }
    }

    /**
     * The pools that answer for one kind of node.
     *
     * @param system of the smallest size that reaches the target together; empty where none does
     * @param perGpu of that at which each GPU does
     */
    public record PoolPlans(Optional<PoolArgument> system, Optional<PoolArgument> perGpu) {

        private Optional<PoolArgument> of(Scope scope) {
            return scope == Scope.SYSTEM ? system : perGpu;
        }
    }

    /** The pools that answer for a kind of node in a scope. */
    public Optional<PoolArgument> pools(int kind, Scope scope) {
        return pools.isEmpty() ? Optional.empty() : pools.get(kind).of(scope);
    }

    /**
     * What one kind of node costs that reaches the target.
     *
     * @param gpu its name
     * @param pools whether prompts and answers have GPUs of their own
     * @param gpus in use
     */
    public record Cost(String gpu, boolean pools, int gpus, Expenses expenses) {}

    /** What the best layout of a size costs; empty where there is none, or where prices are not known. */
    public Optional<Expenses> expenses(Size size) {
        return size.best().flatMap(best -> Expenses.of(size.problem(), best.layout(), best.evaluation()));
    }

    /**
     * What the kinds of node that reach the target cost, as far as their prices are known, cheapest first: by the hour where the system is to
     * reach it, since price and smallest size grow alike; by the token where each GPU is.
     */
    public List<Cost> costs() {
        boolean system = scaling.scope() == Scope.SYSTEM;
        List<Cost> costs = new ArrayList<>();
        for (int kind = 0; kind < plans.size(); kind++) {
            NodeTypeScaling scaled = scaling.kinds().get(kind);
            String gpu = scaled.nodeType().gpu().name();
            if (scaling.shares() && (system || scaled.perGpu().reachable())) {
                plans.get(kind).of(scaling.scope()).map(Argument::assessment).ifPresent(judged -> judged.expenses()
                        .ifPresent(expenses -> costs.add(
                                new Cost(gpu, false, judged.evaluation().gpus(), expenses))));
            }
            pools(kind, scaling.scope()).ifPresent(plan -> plan.expenses()
                    .ifPresent(expenses ->
                            costs.add(new Cost(gpu, true, plan.evaluation().gpus(), expenses))));
        }
        costs.sort(Comparator.comparingDouble(
                cost -> system ? cost.expenses().perHour() : cost.expenses().perMillionTokens()));
        return costs;
    }
}
