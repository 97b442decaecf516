package dev.meshwright.question.audit.premise;

import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.draft.DegreesDraft;
import dev.meshwright.layout.draft.PlanDraft;

/**
 * A problem and a plan, both as premises have them.
 *
 * @param problem that the plan is checked against
 * @param plan as it is stated
 */
record Scenario(Problem problem, PlanDraft plan) {

    Scenario with(Problem other) {
        return new Scenario(other, plan);
    }

    Scenario with(DegreesDraft degrees) {
        return new Scenario(
                problem,
                new PlanDraft(
                        plan.problemName(),
                        plan.problemDigest(),
                        degrees,
                        plan.stages(),
                        plan.experts(),
                        plan.devices(),
                        plan.predictionStage(),
                        plan.claims()));
    }
}
