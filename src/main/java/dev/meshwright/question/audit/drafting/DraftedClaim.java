package dev.meshwright.question.audit.drafting;

import java.util.List;

/**
 * A number of a document as a claim in the making.
 *
 * @param places where the document says it; the quote is from the first
 * @param heading nearest above the first place; empty without
 * @param written number and unit as the document writes them
 * @param quote its sentence, or its cell with the names of row and column
 * @param by who states it: {@code plan} or {@code review}
 * @param certainty how sure the first candidate is
 * @param candidates quantities, likeliest first; empty where the catalogue has none
 */
public record DraftedClaim(
        List<String> places,
        String heading,
        String written,
        String quote,
        String by,
        Certainty certainty,
        List<Candidate> candidates) {

    public DraftedClaim {
        places = List.copyOf(places);
        candidates = List.copyOf(candidates);
    }

    /** Whether it can be checked as it is. */
    public boolean decided() {
        return certainty != Certainty.OPEN;
    }
}
