package dev.meshwright.question.audit.premise;

import dev.meshwright.cost.LengthSweep;
import dev.meshwright.layout.draft.DegreesDraft;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.question.check.CheckedPlan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The plan under every set of premises that was asked for. */
public final class Worlds {

    private final World base;
    private final PlanDraft draft;
    private final Replanner replanner;
    private final Settled settled;
    private final Map<Map<String, Double>, World> known = new HashMap<>();
    private final Map<Map<String, Double>, World> chosen = new HashMap<>();
    private final Set<Map<String, Double>> unfit = new HashSet<>();

    /**
     * The worlds of a plan.
     *
     * @param base the plan without premises
     * @param draft the same plan as its author wrote it
     */
    public Worlds(World base, PlanDraft draft, Replanner replanner) {
        this.base = base;
        this.draft = draft;
        this.replanner = replanner;
        this.settled = new Settled(base.plan(), draft);
    }

    /** The plan without premises. */
    public World base() {
        return base;
    }

    /** Whether the cost model takes that premise in, so that it changes the plan's world and not only conclusions. */
    public boolean takes(String quantity, double value) {
        return Inputs.applied(new Scenario(base.plan().problem(), draft), quantity, value)
                .isPresent();
    }

    /**
     * The plan under premises that the cost model takes in, evaluated anew; the batch, and all else that premises are not
     * about, stays as it is without them where that works. Where their parts do not fit together the
     * evaluation stays as it was, and only the stated numbers change.
     *
     * @param inputs values in base units, each {@linkplain #takes taken}
     */
    public World under(Map<String, Double> inputs, String origin) {
        return inputs.isEmpty()
                ? base
                : known.computeIfAbsent(new TreeMap<>(inputs), this::evaluated).stating(inputs, origin);
    }

    /** Whether the parts of the plan fit together under premises, so that it was evaluated anew. */
    public boolean fit(Map<String, Double> inputs, String origin) {
        under(inputs, origin);
        return !unfit.contains(new TreeMap<>(inputs));
    }

    /**
     * The same with the batch, and all else that the plan leaves open, chosen anew as suits the objective best under the
     * premises.
     */
    public World best(Map<String, Double> inputs, String origin) {
        return inputs.isEmpty()
                ? base
                : chosen.computeIfAbsent(
                                new TreeMap<>(inputs),
                                premises ->
                                        world(checked(settled.attempts(premises).getLast(), premises), premises))
                        .stating(inputs, origin);
    }

    /** With as much of what is settled without premises as works. */
    private World evaluated(Map<String, Double> inputs) {
        CheckedPlan best = null;
        for (DegreesDraft degrees : settled.attempts(inputs)) {
            CheckedPlan plan = checked(degrees, inputs);
            if (best == null || settled.flaws(plan, inputs) < settled.flaws(best, inputs)) {
                best = plan;
            }
            if (settled.keeps(plan, inputs)) {
                break;
            }
        }
        return world(Objects.requireNonNull(best), inputs);
    }

    private CheckedPlan checked(DegreesDraft degrees, Map<String, Double> inputs) {
        Scenario scenario = new Scenario(base.plan().problem(), draft).with(degrees);
        for (Map.Entry<String, Double> input : inputs.entrySet()) {
            Optional<Scenario> changed = Inputs.applied(scenario, input.getKey(), input.getValue());
            scenario = changed.orElse(scenario);
        }
        return replanner.check(base.plan().question().with(scenario.problem()), scenario.plan());
    }

    private World world(CheckedPlan plan, Map<String, Double> inputs) {
        if (plan.evaluated().isEmpty()) {
            unfit.add(inputs);
            return base;
        }
        LengthSweep sweep =
                LengthSweep.of(plan.question(), plan.evaluated().orElseThrow().layout());
        return World.of(plan, base.batchStated() || inputs.containsKey("batch"), sweep)
                .changing(settled.changes(plan, inputs).stream().toList());
    }
}
