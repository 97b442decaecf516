package dev.meshwright.question.audit.drafting;

import java.util.List;

/**
 * The numbers of a document as claims to edit.
 *
 * @param document its name
 * @param claims in the order of the document, each statement once
 * @param leftOut numbers without a unit that no word next to them names
 */
public record Draft(String document, List<DraftedClaim> claims, int leftOut) {
    public Draft {
        claims = List.copyOf(claims);
    }

    /** How many claims are that sure. */
    public long count(Certainty certainty) {
        return claims.stream().filter(claim -> claim.certainty() == certainty).count();
    }
}
