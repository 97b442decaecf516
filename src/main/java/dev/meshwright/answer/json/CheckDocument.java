package dev.meshwright.answer.json;

import dev.meshwright.answer.explain.Energy;
import dev.meshwright.answer.explain.Risk;
import dev.meshwright.cost.LengthSweep;
import dev.meshwright.question.audit.Audit;
import dev.meshwright.question.check.CheckedPlan;
import dev.meshwright.question.check.CheckedPlan.Evaluated;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The verdict on a plan as plain data. */
public final class CheckDocument {

    private CheckDocument() {}

    /**
     * The verdict.
     *
     * @param audit of its claims
     * @param layout the completed layout, or its degrees, as plain data
     * @param sweep the layout at every sequence length
     * @param risks of running it, each with its number
     * @param notes how the plan was read
     */
    public static Map<String, Object> of(
            CheckedPlan plan,
            Audit audit,
            Map<String, Object> layout,
            LengthSweep sweep,
            List<Risk> risks,
            List<String> notes) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("feasible", plan.feasible());
        document.put(
                "score",
                plan.evaluated()
                        .map(evaluated ->
                                EvaluationDocument.score(plan.problem(), evaluated.evaluation(), plan.violations()))
                        .orElse(-plan.violations().size() + "hard"));
        document.put("violations", EvaluationDocument.violations(plan.violations()));
        document.put(
                "evaluation",
                plan.evaluated()
                        .map(evaluated -> evaluation(plan, evaluated, sweep))
                        .orElse(null));
        document.put("claims", AuditDocument.claims(audit));
        document.put("contradictions", audit.contradictions());
        document.put("groups", audit.groups());
        audit.overflow().ifPresent(overflow -> document.put("overflow", AuditDocument.overflow(overflow)));
        document.put("risks", risks.stream().map(Risk::sentence).toList());
        document.put("layout", layout);
        document.put("notes", notes);
        return document;
    }

    private static Map<String, Object> evaluation(CheckedPlan plan, Evaluated evaluated, LengthSweep sweep) {
        Map<String, Object> bound = new LinkedHashMap<>();
        if (evaluated.bound().mayWork()) {
            double most = evaluated.bound().performance().tokensPerSecond();
            double reached = evaluated.evaluation().performance().tokensPerSecond();
            bound.put("throughput", most);
            bound.put("gap", Math.max(0, most / reached - 1));
            bound.put("argument", "No placement of experts, layers and ranks can exceed it with these degrees.");
        }
        Map<String, Object> document = EvaluationDocument.of(plan.problem(), evaluated.evaluation(), bound);
        document.put("feasible", plan.feasible());
        document.put("score", EvaluationDocument.score(plan.problem(), evaluated.evaluation(), plan.violations()));
        if (!sweep.points().isEmpty()) {
            document.put("byLength", SweepDocument.of(sweep));
        }
        Energy.tokensPerJoule(plan.problem(), evaluated.layout(), evaluated.evaluation())
                .ifPresent(value -> document.put("tokensPerJoule", value));
        return document;
    }
}
