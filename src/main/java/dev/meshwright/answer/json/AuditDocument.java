package dev.meshwright.answer.json;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.question.audit.Audit;
import dev.meshwright.question.audit.AuditedClaim;
import dev.meshwright.question.audit.fact.Overflow;
import dev.meshwright.question.audit.fact.Steps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The audit of a plan as plain data in base units. */
final class AuditDocument {

    /** Steps in words; {@code tree} has them all. */
    private static final int STEPS = 14;

    private AuditDocument() {}

    static List<Map<String, Object>> claims(Audit audit) {
        return audit.claims().stream().map(AuditDocument::claim).toList();
    }

    private static Map<String, Object> claim(AuditedClaim audited) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("quantity", audited.quantity().id());
        document.put("by", audited.claim().by());
        document.put("quote", audited.claim().quote());
        document.put("text", audited.claimed().text());
        document.put("claimed", audited.claimed().value());
        document.put("computed", audited.computed().map(Derivation::value).orElse(null));
        document.put("ratio", audited.ratio().isPresent() ? audited.ratio().getAsDouble() : null);
        document.put("verdict", audited.verdict().label());
        document.put("impossible", audited.impossible());
        audited.impossibility().ifPresent(proof -> document.put("proof", proof));
        document.put("regime", audited.regime());
        document.put(
                "derivation",
                audited.computed()
                        .map(fact -> String.join("; ", Steps.of(fact, STEPS)))
                        .orElse("Not derivable: missing " + String.join(", ", audited.missing()) + "."));
        audited.computed().ifPresent(fact -> document.put("tree", DerivationDocument.tree(fact)));
        document.put("diagnosis", String.join(" ", audited.diagnosis()));
        document.put("missing", audited.missing());
        document.put("otherBatch", audited.otherBatch());
        document.put("given", audited.claim().given());
        document.put("unusedPremises", audited.unused());
        document.put("remarks", audited.remarks());
        audited.problemSays().ifPresent(fact -> document.put("withoutPremises", fact.value()));
        return document;
    }

    static Map<String, Object> overflow(Overflow overflow) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("coefficientOfVariation", overflow.coefficientOfVariation());
        document.put("target", overflow.target().isPresent() ? overflow.target().getAsDouble() : null);
        document.put(
                "capacityFactor",
                overflow.capacityFactor().isPresent()
                        ? overflow.capacityFactor().getAsDouble()
                        : null);
        document.put("droppedShare", overflow.droppedShare());
        document.put("reroutedShare", overflow.reroutedShare());
        document.put("capacityFactorWithoutOverflow", overflow.sufficientCapacityFactor());
        return document;
    }
}
