package dev.meshwright.answer.json.report;

import dev.meshwright.answer.WhyNotAnswer;
import dev.meshwright.answer.explain.shortage.Shortage;
import dev.meshwright.answer.json.EvaluationDocument;
import java.util.LinkedHashMap;
import java.util.Map;

/** Why named degrees are not the answer, as plain data. */
public final class WhyNotDocument {

    private WhyNotDocument() {}

    /** The verdict: {@code answer}, {@code lost} or {@code infeasible}, and its reasons. */
    public static Map<String, Object> of(WhyNotAnswer answer) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("named", answer.named());
        switch (answer) {
            case WhyNotAnswer.TheAnswer same -> document.put("verdict", "answer");
            case WhyNotAnswer.Lost lost -> {
                document.put("verdict", "lost");
                document.put(
                        "layout", lost.rival().candidate().layout().degrees().shortName());
                document.put(
                        "throughput",
                        lost.rival().candidate().evaluation().performance().tokensPerSecond());
                document.put("behind", lost.rival().behind());
                document.put("withinUncertainty", lost.rival().withinUncertainty());
                document.put("reason", lost.rival().reason());
                document.put(
                        "missedTargets",
                        EvaluationDocument.violations(
                                lost.rival().candidate().evaluation().missedTargets()));
            }
            case WhyNotAnswer.Infeasible infeasible -> {
                document.put("verdict", "infeasible");
                document.put("violations", EvaluationDocument.violations(infeasible.violations()));
                document.put("tightest", infeasible.shortage().tightest());
                document.put(
                        "fixes",
                        infeasible.shortage().fixes().stream()
                                .map(WhyNotDocument::fix)
                                .toList());
            }
            case WhyNotAnswer.Unknown unknown -> {
                document.put("verdict", "unknown");
                document.put("reason", unknown.reason());
            }
        }
        return document;
    }

    private static Map<String, Object> fix(Shortage.Fix fix) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("change", fix.change());
        document.put("evidence", fix.evidence());
        return document;
    }
}
