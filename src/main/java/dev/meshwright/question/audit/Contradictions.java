package dev.meshwright.question.audit;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.layout.draft.Claim;
import dev.meshwright.question.audit.fact.FactBook;
import dev.meshwright.question.audit.fact.Steps;
import dev.meshwright.question.audit.fact.Tolerance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Claims of one author that cannot all be true, whatever the problem says. */
final class Contradictions {

    private final FactBook problem;

    Contradictions(FactBook problem) {
        this.problem = problem;
    }

    /** One sentence each. */
    List<String> of(List<AuditedClaim> claims) {
        List<String> found = new ArrayList<>(stated(claims));
        claims.stream()
                .map(audited -> audited.claim().by())
                .filter(author -> !author.equals(Claim.READING))
                .distinct()
                .forEach(author -> found.addAll(implied(
                        author,
                        claims.stream()
                                .filter(audited -> audited.claim().by().equals(author))
                                .toList())));
        return found.stream().distinct().toList();
    }

    /** Readings contradict by design. The same quantity with different values, by anybody, from the same premises. */
    private static List<String> stated(List<AuditedClaim> claims) {
        record Subject(String quantity, Map<String, String> given) {}
        Map<Subject, List<AuditedClaim>> subjects = new LinkedHashMap<>();
        claims.stream()
                .filter(audited -> !audited.claim().by().equals(Claim.READING))
                .forEach(audited -> subjects.computeIfAbsent(
                                new Subject(
                                        audited.quantity().id(), audited.claim().given()),
                                ignored -> new ArrayList<>())
                        .add(audited));
        List<String> found = new ArrayList<>();
        subjects.forEach((subject, group) -> {
            if (group.stream().anyMatch(one -> group.stream().anyMatch(other -> differ(one, other)))) {
                found.add(subject.quantity() + ": "
                        + String.join(
                                ", ",
                                group.stream()
                                        .map(audited -> "the " + audited.claim().by() + " says "
                                                + audited.claimed().text())
                                        .distinct()
                                        .toList())
                        + ".");
            }
        });
        return found;
    }

    private static boolean differ(AuditedClaim one, AuditedClaim other) {
        return !Tolerance.confirms(one.claimed(), other.claimed().value())
                && !Tolerance.confirms(other.claimed(), one.claimed().value());
    }

    /** A claim against what the author's other claims imply. */
    private List<String> implied(String author, List<AuditedClaim> claims) {
        List<String> found = new ArrayList<>();
        for (AuditedClaim audited : claims) {
            Map<String, Derivation> others = new LinkedHashMap<>();
            for (AuditedClaim other : claims) {
                boolean sameWorld = other.claim().given().equals(audited.claim().given());
                boolean usable = !other.quantity().equals(audited.quantity())
                        && !other.quantity().truth();
                if (sameWorld && usable) {
                    others.putIfAbsent(
                            other.quantity().id(),
                            Auditor.premise(other.quantity(), other.claimed(), "claimed by the " + author));
                }
            }
            if (audited.quantity().truth() || others.isEmpty()) {
                continue;
            }
            problem.given(others)
                    .find(audited.quantity().id())
                    .filter(Derivation::premised)
                    .filter(fact -> onlyClaims(fact, others))
                    .filter(fact -> !Tolerance.confirms(audited.claimed(), fact.value()))
                    .ifPresent(fact -> found.add(
                            "The " + author + " claims " + audited.quantity().id() + " = "
                                    + audited.claimed().text() + ", but its own other claims imply "
                                    + Steps.line(fact) + "."));
        }
        return found;
    }

    /** Whether it is one step from the claims: a chain of rules would argue with assumptions that nobody stated. */
    private static boolean onlyClaims(Derivation fact, Map<String, Derivation> claims) {
        return fact.inputs().stream()
                .map(Derivation.Input::derivation)
                .allMatch(input -> claims.containsKey(input.quantity()) || (!input.premised() && structural(input)));
    }

    /** What nobody disputes: hardware, degrees, counts of layers and experts. */
    private static boolean structural(Derivation input) {
        return !input.quantity().startsWith("parameters.") && (input.isGiven() || input.dimension() == Dimension.COUNT);
    }
}
