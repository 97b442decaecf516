package dev.meshwright.answer.json;

import dev.meshwright.answer.QuantityAnswer;
import dev.meshwright.question.audit.fact.Explanation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How one quantity comes about as plain data. */
public final class QuantityDocument {

    private QuantityDocument() {}

    /** The derivation; nothing but {@code unknown} where there is no such quantity. */
    public static Map<String, Object> of(QuantityAnswer answer) {
        return switch (answer) {
            case QuantityAnswer.Modelled modelled ->
                with(modelled.fromPremises(), DerivationDocument.of(modelled.name(), modelled.derivations()));
            case QuantityAnswer.Audited audited ->
                with(
                        audited.fromPremises(),
                        FactDocument.of(List.of(audited.fromProblem())).getFirst());
            case QuantityAnswer.Unknown unknown -> Map.of("unknown", unknown.maybe());
        };
    }

    private static Map<String, Object> with(List<Explanation> fromPremises, Map<String, Object> derivation) {
        Map<String, Object> document = new LinkedHashMap<>(derivation);
        if (!fromPremises.isEmpty()) {
            document.put("fromPremises", FactDocument.of(fromPremises));
        }
        return document;
    }
}
