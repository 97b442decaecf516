package dev.meshwright.question.audit.premise;

import dev.meshwright.cost.engine.Question;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.question.check.CheckedPlan;

/** Checks a plan again, against a problem that premises changed; the same way as the plan itself was checked. */
@FunctionalInterface
public interface Replanner {

    /** The plan checked against the problem of {@code question}. */
    CheckedPlan check(Question question, PlanDraft plan);
}
