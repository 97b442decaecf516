package dev.meshwright.answer.text;

import dev.meshwright.answer.QuantityAnswer;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.question.audit.fact.Explanation;
import java.util.ArrayList;
import java.util.List;

/** How one quantity comes about. */
public final class QuantityText {

    private QuantityText() {}

    /** The derivation; the sentence that says what may be meant where there is no such quantity. */
    public static String of(QuantityAnswer answer, Style style) {
        return switch (answer) {
            case QuantityAnswer.Modelled modelled ->
                DerivationText.of(modelled.name(), modelled.derivations(), style)
                                .orElse("")
                        + FactText.of(modelled.fromPremises(), style);
            case QuantityAnswer.Audited audited -> {
                List<Explanation> all = new ArrayList<>(List.of(audited.fromProblem()));
                all.addAll(audited.fromPremises());
                yield FactText.of(all, style);
            }
            case QuantityAnswer.Unknown unknown -> unknown.maybe();
        };
    }
}
