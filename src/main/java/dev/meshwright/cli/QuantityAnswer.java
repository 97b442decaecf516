package dev.meshwright.cli;

import dev.meshwright.audit.Explanation;
import dev.meshwright.audit.QuantityCatalogue;
import dev.meshwright.audit.vocabulary.Vocabulary;
import dev.meshwright.check.CheckedPlan;
import dev.meshwright.cost.ledger.Derivation;
import dev.meshwright.explain.DerivationDocument;
import dev.meshwright.explain.FactDocument;
import dev.meshwright.io.Documents;
import dev.meshwright.quantity.NearNames;
import dev.meshwright.report.DerivationText;
import dev.meshwright.report.FactText;
import dev.meshwright.report.Style;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How one quantity comes about: from the cost model's ledger, which goes down to kernels, else from the audit's rules. */
final class QuantityAnswer {

    private final String name;
    private final List<Derivation> derivations;
    private final boolean modelled;
    private final List<Explanation> explanations;

    /**
     * An answer.
     *
     * @param explanations of the audit, the problem's own first, then from premises; empty where it does not know the name
     */
    QuantityAnswer(CheckedPlan plan, String name, List<Explanation> explanations) {
        this.name = name;
        this.derivations = plan.evaluated()
                .map(evaluated -> evaluated.evaluation().derivations())
                .orElse(List.of());
        this.modelled = derivations.stream()
                .anyMatch(derivation -> derivation.quantity().equals(name));
        this.explanations = explanations;
    }

    /** What is wrong with the name; empty where it is known. */
    Optional<String> unknown() {
        if (modelled || !explanations.isEmpty()) {
            return Optional.empty();
        }
        Set<String> known = new LinkedHashSet<>();
        derivations.forEach(derivation -> known.add(derivation.quantity()));
        QuantityCatalogue.all().forEach(quantity -> known.add(quantity.id()));
        List<String> near = NearNames.among(name, List.copyOf(known), 5);
        String hint = near.isEmpty() ? Vocabulary.standard().maybe(name) : "Maybe " + String.join(" or ", near) + ".";
        return Optional.of("No quantity is called " + name + " here. "
                + (hint.isEmpty() ? "There are: " + String.join(", ", known) + "." : hint));
    }

    String text(Style style) {
        return DerivationText.of(name, derivations, style).orElse("")
                + FactText.of(modelled ? premised() : explanations, style);
    }

    String json() {
        Map<String, Object> document = modelled
                ? DerivationDocument.of(name, derivations)
                : FactDocument.of(explanations.subList(0, 1)).getFirst();
        if (!premised().isEmpty()) {
            document.put("fromPremises", FactDocument.of(premised()));
        }
        return Documents.toJson(document);
    }

    private List<Explanation> premised() {
        return explanations.isEmpty() ? List.of() : explanations.subList(1, explanations.size());
    }
}
