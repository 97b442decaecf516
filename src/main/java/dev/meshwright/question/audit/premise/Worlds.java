package dev.meshwright.question.audit.premise;

import dev.meshwright.cost.LengthSweep;
import dev.meshwright.layout.draft.DegreeName;
import dev.meshwright.layout.draft.DegreesDraft;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.question.check.CheckedPlan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The plan under every set of premises that was asked for. */
public final class Worlds {

    private final World base;
    private final PlanDraft draft;
    private final Replanner replanner;
    private final Map<Map<String, Double>, World> known = new HashMap<>();
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
    }

    /** The plan without premises. */
    public World base() {
        return base;
    }

    /** Whether the cost model takes that premise in, so that it changes the plan's world and not only conclusions. */
    public boolean takes(String quantity, double value) {
        return Inputs.applied(scenario(Map.of()), quantity, value).isPresent();
    }

    /**
     * The plan under premises that the cost model takes in, evaluated anew. Where their parts do not fit together the
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

    private World evaluated(Map<String, Double> inputs) {
        Scenario scenario = scenario(inputs);
        for (Map.Entry<String, Double> input : inputs.entrySet()) {
            Optional<Scenario> changed = Inputs.applied(scenario, input.getKey(), input.getValue());
            scenario = changed.orElse(scenario);
        }
        CheckedPlan plan = replanner.check(base.plan().question().with(scenario.problem()), scenario.plan());
        if (plan.evaluated().isEmpty()) {
            unfit.add(inputs);
            return base;
        }
        LengthSweep sweep =
                LengthSweep.of(plan.question(), plan.evaluated().orElseThrow().layout());
        return World.of(plan, base.batchStated() || inputs.containsKey("batch"), sweep);
    }

    /**
     * What premises change: the plan as it was read, completed but for its batch, or where premises state degrees, the plan
     * as it was written.
     */
    private Scenario scenario(Map<String, Double> inputs) {
        boolean otherDegrees = inputs.keySet().stream().anyMatch(quantity -> quantity.startsWith("degrees."));
        Scenario written = new Scenario(base.plan().problem(), draft);
        return otherDegrees ? written : written.with(completed());
    }

    private DegreesDraft completed() {
        DegreesDraft all = DegreesDraft.of(base.plan().degrees());
        Map<DegreeName, Integer> stated = new LinkedHashMap<>(all.stated());
        for (DegreeName batch : new DegreeName[] {DegreeName.MICRO_BATCH, DegreeName.MICRO_BATCHES}) {
            if (draft.degrees().get(batch).isEmpty()) {
                stated.remove(batch);
            }
        }
        return new DegreesDraft(stated, all.recomputation(), all.form());
    }
}
