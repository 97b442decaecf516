package dev.meshwright.answer.json;

import dev.meshwright.answer.CheckAnswer;
import dev.meshwright.answer.explain.judgement.Assessment;
import dev.meshwright.answer.explain.risk.Risk;
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
                answer.assessment()
                        .map(assessment ->
                                assessment.score(plan.violations().size()).toString())
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
        Map<String, Object> bound = new LinkedHashMap<>();
        answer.bound().ifPresent(gap -> {
            bound.put("throughput", gap.tokensPerSecond());
            bound.put("gap", gap.gap());
            bound.put("argument", "No placement of experts, layers and ranks can exceed it with these degrees.");
        });
        Map<String, Object> document = EvaluationDocument.of(assessment, bound);
        document.put("feasible", plan.feasible());
        document.put("score", assessment.score(plan.violations().size()).toString());
        if (!answer.sweep().points().isEmpty()) {
            document.put("byLength", SweepDocument.of(answer.sweep()));
        }
        return document;
    }
}
