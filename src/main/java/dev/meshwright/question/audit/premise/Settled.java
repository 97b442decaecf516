package dev.meshwright.question.audit.premise;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Violation;
import dev.meshwright.layout.draft.DegreeName;
import dev.meshwright.layout.draft.DegreesDraft;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.question.check.CheckedPlan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the plan says, or was filled in for it, stays as it is under premises about something else: the argument of a document
 * is about one deployment. Where that no longer works, as little as possible is filled in anew, and said.
 */
final class Settled {

    /** What a completion fills in, beside recomputation. */
    private static final List<DegreeName> FILLED = List.of(
            DegreeName.REPLICAS,
            DegreeName.MICRO_BATCH,
            DegreeName.MICRO_BATCHES,
            DegreeName.VIRTUAL_STAGES,
            DegreeName.SLOTS_PER_RANK);

    private static final Set<DegreeName> BATCHES = Set.of(DegreeName.MICRO_BATCH, DegreeName.MICRO_BATCHES);

    /** What may be filled in anew, the least first, where premises leave the degrees as they are. */
    private static final List<Set<DegreeName>> SAME_DEGREES = List.of(Set.of(), BATCHES);

    /** The same where premises state degrees: slots follow experts, replicas the GPUs, batches the ranks. */
    private static final List<Set<DegreeName>> OTHER_DEGREES = List.of(
            Set.of(),
            Set.of(DegreeName.SLOTS_PER_RANK),
            Set.of(DegreeName.REPLICAS, DegreeName.SLOTS_PER_RANK),
            Set.of(DegreeName.MICRO_BATCH, DegreeName.MICRO_BATCHES, DegreeName.SLOTS_PER_RANK),
            Set.copyOf(FILLED));

    private final CheckedPlan base;
    private final PlanDraft draft;

    /**
     * What is settled without premises.
     *
     * @param base the plan, completed
     * @param draft the same plan as its author wrote it
     */
    Settled(CheckedPlan base, PlanDraft draft) {
        this.base = base;
        this.draft = draft;
    }

    /** Degrees to try one after the other: first all that is settled, then less and less of it. */
    List<DegreesDraft> attempts(Map<String, Double> premises) {
        boolean others = otherDegrees(premises);
        Set<DegreesDraft> attempts = new LinkedHashSet<>();
        for (Set<DegreeName> anew : others ? OTHER_DEGREES : SAME_DEGREES) {
            attempts.add(others ? written(anew) : completed(anew));
        }
        return List.copyOf(attempts);
    }

    private static boolean otherDegrees(Map<String, Double> premises) {
        return premises.keySet().stream().anyMatch(quantity -> quantity.startsWith("degrees."));
    }

    /** The plan as it was read, with everything filled in but {@code anew}. */
    private DegreesDraft completed(Set<DegreeName> anew) {
        return DegreesDraft.of(base.degrees())
                .without(anew.stream()
                        .filter(name -> draft.degrees().get(name).isEmpty())
                        .toArray(DegreeName[]::new));
    }

    /** The plan as it was written, to be read with other degrees, and what was filled in but {@code anew}. */
    private DegreesDraft written(Set<DegreeName> anew) {
        DegreesDraft degrees = draft.degrees();
        if (anew.containsAll(FILLED)) {
            return degrees;
        }
        DegreesDraft filled = DegreesDraft.of(base.degrees());
        for (DegreeName name : FILLED) {
            OptionalInt value = filled.get(name);
            degrees =
                    anew.contains(name) || value.isEmpty() ? degrees : degrees.withUnlessStated(name, value.getAsInt());
        }
        return new DegreesDraft(degrees.stated(), degrees.recomputation().or(filled::recomputation), degrees.form());
    }

    /** Whether nothing is worse than without premises, and as many sequences are in flight. */
    boolean keeps(CheckedPlan plan, Map<String, Double> premises) {
        return flaws(plan, premises) == 0;
    }

    /** How much is worse than without premises; what does not fit together is worst, another batch the least. */
    int flaws(CheckedPlan plan, Map<String, Double> premises) {
        if (plan.evaluated().isEmpty()) {
            return Integer.MAX_VALUE;
        }
        Set<Constraint> broken = broken(plan);
        broken.removeAll(broken(base));
        return 2 * broken.size() + (aboutWork(premises) || inFlight(plan) == inFlight(base) ? 0 : 1);
    }

    private static Set<Constraint> broken(CheckedPlan plan) {
        Set<Constraint> broken = new LinkedHashSet<>();
        plan.violations().stream().map(Violation::constraint).forEach(broken::add);
        return broken;
    }

    private static boolean aboutWork(Map<String, Double> premises) {
        return premises.containsKey("batch");
    }

    private static long inFlight(CheckedPlan plan) {
        Workload workload = plan.problem().workload();
        long places = plan.degrees().sequences(workload);
        OptionalInt asked = workload.stepSequences();
        return asked.isPresent() ? Math.min(places, asked.getAsInt()) : places;
    }

    /** What premises that are not about it changed nevertheless, one sentence; empty where all of it stays. */
    Optional<String> changes(CheckedPlan plan, Map<String, Double> premises) {
        Map<DegreeName, Integer> before = DegreesDraft.of(base.degrees()).stated();
        Map<DegreeName, Integer> after = DegreesDraft.of(plan.degrees()).stated();
        List<String> changed = new ArrayList<>();
        for (DegreeName name : FILLED) {
            boolean stated = premises.containsKey("degrees." + name.field());
            boolean batch = aboutWork(premises) && BATCHES.contains(name);
            int was = before.getOrDefault(name, 0);
            int is = after.getOrDefault(name, 0);
            if (!stated && !batch && was != is) {
                changed.add(name.field() + " " + is + " instead of " + was);
            }
        }
        Degrees.Recomputation was = base.degrees().recomputation();
        Degrees.Recomputation is = plan.degrees().recomputation();
        if (was != is) {
            changed.add("another recomputation");
        }
        if (!aboutWork(premises) && inFlight(plan) != inFlight(base)) {
            changed.add(Figures.number(inFlight(plan), "sequence") + " in flight instead of "
                    + Figures.count(inFlight(base)));
        }
        return changed.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "Under these premises the plan does not stay as it is: " + String.join(", ", changed) + ".");
    }
}
