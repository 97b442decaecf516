package dev.meshwright.question.audit;

import dev.meshwright.question.audit.fact.Overflow;
import java.util.List;
import java.util.Optional;

/**
 * The audit of a plan.
 *
 * @param claims one by one, declarations of the problem first
 * @param contradictions claims that cannot all be true
 * @param taken what claims without premises of their own were judged by, and where each was taken from
 * @param groups who belongs to which group, in words
 * @param overflow of the experts; empty where the problem asks for no balance
 */
public record Audit(
        List<AuditedClaim> claims,
        List<String> contradictions,
        List<String> taken,
        List<String> groups,
        Optional<Overflow> overflow) {
    public Audit {
        claims = List.copyOf(claims);
        contradictions = List.copyOf(contradictions);
        taken = List.copyOf(taken);
        groups = List.copyOf(groups);
    }

    /** Whether any claim is refuted. */
    public boolean refuted() {
        return claims.stream().anyMatch(claim -> claim.verdict() == Verdict.REFUTED);
    }

    /** Claims with that verdict. */
    public long count(Verdict verdict) {
        return claims.stream().filter(claim -> claim.verdict() == verdict).count();
    }
}
