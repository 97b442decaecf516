package dev.meshwright.question.audit.premise;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.LengthSweep;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.question.audit.fact.EvaluationFacts;
import dev.meshwright.question.audit.fact.FactBook;
import dev.meshwright.question.audit.fact.Facts;
import dev.meshwright.question.audit.fact.LayoutFacts;
import dev.meshwright.question.audit.fact.Overflow;
import dev.meshwright.question.audit.fact.ProblemFacts;
import dev.meshwright.question.audit.fact.QuantityCatalogue;
import dev.meshwright.question.audit.fact.Work;
import dev.meshwright.question.check.CheckedPlan;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A plan as it is under some premises, and what is known of it.
 *
 * @param plan checked and evaluated as the premises have it
 * @param batchStated whether anybody says how many sequences are in flight
 * @param facts by the names of their quantities
 * @param unstated names of numbers that neither plan nor problem nor data sheet states: what was filled in, and all that the
 *     cost model predicts
 * @param changes what premises changed that they are not about, whole sentences
 */
public record World(
        CheckedPlan plan,
        boolean batchStated,
        Map<String, Derivation> facts,
        Set<String> unstated,
        List<String> changes) {

    /** What stands for an assumption that the problem does not make. */
    private static final List<String> DEFAULTS =
            List.of("efficiency.compute", "efficiency.memoryBandwidth", "step.tokens");

    public World {
        unstated = Set.copyOf(unstated);
        changes = List.copyOf(changes);
    }

    /**
     * The world of a checked plan.
     *
     * @param sweep the layout at every sequence length of the problem
     */
    public static World of(CheckedPlan plan, boolean batchStated, LengthSweep sweep) {
        Facts facts = new Facts();
        new ProblemFacts(plan.problem(), facts).take();
        new LayoutFacts(plan.problem(), plan.degrees(), facts)
                .take(plan.evaluated().map(CheckedPlan.Evaluated::layout));
        Map<String, Derivation> stated = new LinkedHashMap<>(facts.all());
        plan.evaluated().ifPresent(evaluated -> {
            new EvaluationFacts(plan.problem(), evaluated.evaluation(), facts).take();
            new PhaseFacts(plan.question(), facts).take(evaluated.layout());
        });
        if (!sweep.points().isEmpty()) {
            lengths(sweep.points(), facts);
        }
        Overflow.of(plan.problem())
                .ifPresent(overflow ->
                        facts.put("overflow.share", overflow.droppedShare(), "beyond the problem's capacity factor"));
        return new World(plan, batchStated, facts.all(), unstated(plan, batchStated, stated, facts), List.of());
    }

    private static Set<String> unstated(
            CheckedPlan plan, boolean batchStated, Map<String, Derivation> stated, Facts facts) {
        Set<Derivation> same = Collections.newSetFromMap(new IdentityHashMap<>());
        same.addAll(stated.values());
        Set<String> unstated = new HashSet<>();
        facts.all().forEach((name, fact) -> {
            if (!same.contains(fact)) {
                unstated.add(name);
            }
        });
        Assumptions assumptions = plan.problem().assumptions();
        if (!batchStated) {
            unstated.add("batch");
        }
        unstated.addAll(DEFAULTS);
        assumptions.computeEfficiency().ifPresent(share -> unstated.remove("efficiency.compute"));
        assumptions.memoryBandwidthEfficiency().ifPresent(share -> unstated.remove("efficiency.memoryBandwidth"));
        return unstated;
    }

    /** Whether plan, problem, data sheet or architecture say it, and the cost model has no part in it. */
    public boolean states(Derivation fact) {
        return fact.isGiven()
                ? facts.containsKey(fact.quantity()) && !unstated.contains(fact.quantity())
                : fact.inputs().stream().allMatch(input -> states(input.derivation()));
    }

    /** The same plan, whose evaluation does not change, with stated numbers in the place of what is known. */
    World stating(Map<String, Double> inputs, String origin) {
        Map<String, Derivation> all = new LinkedHashMap<>(facts);
        inputs.forEach((quantity, value) -> all.put(
                quantity,
                Derivation.given(
                        quantity, value, QuantityCatalogue.get(quantity).dimension(), origin)));
        return new World(plan, batchStated || inputs.containsKey("batch"), all, unstated, changes);
    }

    World changing(List<String> sentences) {
        return new World(plan, batchStated, facts, unstated, sentences);
    }

    /** What follows without any further premise. */
    public FactBook book() {
        return new FactBook(Work.of(plan.problem().workload()), facts, Map.of());
    }

    /** How many sequences are in flight; empty where nobody says so and no evaluation chose it. */
    public Optional<Derivation> batch() {
        return Optional.ofNullable(facts.get("batch"));
    }

    private static void lengths(List<LengthSweep.Point> points, Facts facts) {
        facts.put(
                        "memory.perGpu.shortest",
                        points.getFirst().evaluation().heaviestStage().memoryBytes(),
                        "cost model at " + Figures.count(points.getFirst().length()) + " tokens")
                .put(
                        "memory.perGpu.longest",
                        points.getLast().evaluation().heaviestStage().memoryBytes(),
                        "cost model at " + Figures.count(points.getLast().length()) + " tokens")
                .put("sequence.shortest", points.getFirst().length(), "shortest sequence of the problem");
    }
}
