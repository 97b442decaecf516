package dev.meshwright.cli;

import dev.meshwright.answer.json.DerivationDocument;
import dev.meshwright.answer.text.DerivationText;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.base.quantity.NearNames;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.question.audit.fact.Explanation;
import dev.meshwright.question.audit.fact.QuantityCatalogue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How one quantity comes about.
 *
 * @param explanations of the one book of reasons: from the problem first, then from premises
 * @param depth levels that are shown; empty for three in text and all in JSON
 */
record QuantityAnswer(List<Explanation> explanations, OptionalInt depth) {

    private static final int LEVELS = 3;

    /** What is wrong with a name that is not among {@code known}. */
    static Optional<String> unknown(String name, Set<String> known) {
        if (known.contains(name)) {
            return Optional.empty();
        }
        List<String> near = NearNames.among(name, known, 5);
        String hint = near.isEmpty() ? QuantityCatalogue.maybe(name) : "Maybe " + String.join(" or ", near) + ".";
        return Optional.of("No quantity is called " + name + " here. "
                + (hint.isEmpty() ? "There are: " + String.join(", ", known) + "." : hint));
    }

    String text(Style style) {
        return DerivationText.of(explanations, depth.orElse(LEVELS), style);
    }

    String json() {
        return Documents.toJson(DerivationDocument.of(explanations, depth.orElse(DerivationDocument.WHOLE)));
    }
}
