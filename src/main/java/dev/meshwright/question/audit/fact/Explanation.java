package dev.meshwright.question.audit.fact;

import java.util.List;

/**
 * How a quantity comes about.
 *
 * @param quantity its name, of the catalogue or of the cost model's notes
 * @param description what it is, in words; empty for what the catalogue does not have
 * @param from what it was derived from, in words: the problem, or premises of a document
 * @param resolution its derivation, or what is missing for one
 * @param open inputs that nobody states; the number then holds for what suits the objective best
 */
public record Explanation(
        String quantity, String description, String from, FactBook.Resolution resolution, List<String> open) {
    public Explanation {
        open = List.copyOf(open);
    }
}
