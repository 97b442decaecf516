package dev.meshwright.question.audit.mistake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.quantity.Quantity;
import dev.meshwright.base.resource.ResourceText;
import dev.meshwright.question.audit.fact.AuditQuantity;
import dev.meshwright.question.audit.fact.FactBook;
import dev.meshwright.question.audit.fact.QuantityCatalogue;
import dev.meshwright.question.audit.fact.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Wrong numbers and what they are likely to be, word by word, in books of a few facts: quantity, phase of work, what is claimed,
 * and all that is known, of which the quantity itself may be one or follow from the others. Under it the sentence; nothing where
 * nothing explains the number.
 */
class DiagnosesTest {

    record Claimed(String line, String said) {

        @Override
        public String toString() {
            return line;
        }
    }

    static List<Claimed> claims() {
        List<Claimed> claims = new ArrayList<>();
        String open = "";
        for (String line : ResourceText.of("/audit/diagnoses.txt").lines().toList()) {
            if (line.startsWith("    ")) {
                claims.add(new Claimed(open, line.strip()));
                open = "";
            } else if (!line.isBlank() && !line.startsWith("#")) {
                if (!open.isEmpty()) {
                    claims.add(new Claimed(open, ""));
                }
                open = line;
            }
        }
        if (!open.isEmpty()) {
            claims.add(new Claimed(open, ""));
        }
        return claims;
    }

    @ParameterizedTest
    @MethodSource("claims")
    void isSaidInFull(Claimed claimed) {
        assertThat(sentence(claimed.line())).isEqualTo(claimed.said());
    }

    private static String sentence(String line) {
        String[] parts = line.split("; ", 4);
        AuditQuantity quantity = QuantityCatalogue.get(parts[0]);
        Map<String, Derivation> facts = new LinkedHashMap<>();
        for (String pair : parts[3].split(", ")) {
            String[] sides = pair.split(" ", 2);
            AuditQuantity fact = QuantityCatalogue.get(sides[0]);
            facts.put(sides[0], Derivation.given(sides[0], read(fact, sides[1]).value(), fact.dimension(), ""));
        }
        FactBook book = new FactBook(Work.valueOf(parts[1]), facts, Map.of());
        Optional<Derivation> right = book.find(parts[0]);
        return String.join("\n", new Diagnosis(book, book).of(quantity, read(quantity, parts[2]), right.orElseThrow()));
    }

    private static Quantity read(AuditQuantity quantity, String text) {
        if (quantity.read(text) instanceof Quantity.Reading.Understood understood) {
            return understood.quantity();
        }
        throw new AssertionError(quantity.id() + " " + text);
    }
}
