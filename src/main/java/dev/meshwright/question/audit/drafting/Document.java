package dev.meshwright.question.audit.drafting;

import java.util.List;

/**
 * A document as text with places.
 *
 * @param name as the user gave it
 * @param passages in the order of the document
 */
public record Document(String name, List<Passage> passages) {
    public Document {
        passages = List.copyOf(passages);
    }
}
