package dev.meshwright.answer.json;

import dev.meshwright.answer.CheckAnswer;
import dev.meshwright.answer.explain.Assessment;
import dev.meshwright.answer.explain.Risk;
import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.question.audit.Audit;
import dev.meshwright.question.check.CheckedPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The verdict on a plan as plain data. */
public final class CheckDocument {

    private CheckDocument() {}

    /** The verdict. */
    public static Map<String, Object> of(CheckAnswer answer) {
        CheckedPlan plan = answer.plan();
        Audit audit = answer.audit();
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
                answer.assessment()
                        .map(assessment -> evaluation(answer, assessment))
                        .orElse(null));
        document.put("claims", AuditDocument.claims(audit));
        document.put("contradictions", audit.contradictions());
        document.put("judgedBy", audit.taken());
        document.put("groups", audit.groups());
        audit.overflow().ifPresent(overflow -> document.put("overflow", AuditDocument.overflow(overflow)));
        document.put("risks", answer.risks().stream().map(Risk::sentence).toList());
        document.put(
                "layout",
                plan.evaluated()
                        .map(evaluated -> LayoutDocument.of(evaluated.layout(), plan.problem()))
                        .orElseGet(() -> LayoutDocument.degrees(plan.degrees())));
        List<String> notes = new ArrayList<>(plan.notes());
        notes.addAll(answer.assumed());
        document.put("notes", notes);
        return document;
    }

    private static Map<String, Object> evaluation(CheckAnswer answer, Assessment assessment) {
        CheckedPlan plan = answer.plan();
        DegreeBound reachable = plan.evaluated().orElseThrow().bound();
        Map<String, Object> bound = new LinkedHashMap<>();
        if (reachable.mayWork()) {
            double most = reachable.performance().tokensPerSecond();
            double reached = assessment.evaluation().performance().tokensPerSecond();
            bound.put("throughput", most);
            bound.put("gap", Math.max(0, most / reached - 1));
            bound.put("argument", "No placement of experts, layers and ranks can exceed it with these degrees.");
        }
        Map<String, Object> document = EvaluationDocument.of(assessment, bound);
        document.put("feasible", plan.feasible());
        document.put("score", EvaluationDocument.score(plan.problem(), assessment.evaluation(), plan.violations()));
        if (!answer.sweep().points().isEmpty()) {
            document.put("byLength", SweepDocument.of(answer.sweep()));
        }
        assessment.tokensPerJoule().ifPresent(value -> document.put("tokensPerJoule", value));
        return document;
    }
}
