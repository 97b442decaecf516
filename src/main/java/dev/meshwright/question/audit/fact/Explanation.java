package dev.meshwright.question.audit.fact;

import java.util.List;

/**
 * How a quantity of the catalogue comes about.
 *
 * @param quantity what it is
 * @param from what it was derived from, in words: the problem, or premises of a document
 * @param resolution its derivation, or what is missing for one
 * @param open inputs that nobody states; the number then holds for what suits the objective best
 */
public record Explanation(AuditQuantity quantity, String from, FactBook.Resolution resolution, List<String> open) {
    public Explanation {
        open = List.copyOf(open);
    }
}
