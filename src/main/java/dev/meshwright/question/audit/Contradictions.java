package dev.meshwright.question.audit;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.derivation.Formula;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.base.quantity.Quantity;
import dev.meshwright.layout.draft.Claim;
import dev.meshwright.question.audit.fact.FactBook;
import dev.meshwright.question.audit.fact.Steps;
import dev.meshwright.question.audit.fact.Tolerance;
import dev.meshwright.question.audit.premise.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Claims of one author that cannot all be true, whatever the problem says. */
final class Contradictions {

    /** Users may be fewer at times than a document says: a rate this far below what their number gives is none of theirs. */
    private static final double FEWER_USERS = 1.25;

    private final World world;
    private final FactBook problem;

    /** Contradictions under what is stated without premises; what the cost model predicts is no claim of anybody. */
    Contradictions(World world) {
        this.world = world;
        this.problem = world.book();
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
            Map<String, AuditedClaim> others = others(audited, claims);
            if (audited.quantity().truth() || others.isEmpty()) {
                continue;
            }
            Map<String, Derivation> stated = new LinkedHashMap<>();
            others.forEach((name, other) ->
                    stated.put(name, Auditor.premise(other.quantity(), other.claimed(), "claimed by the " + author)));
            problem.given(stated)
                    .find(audited.quantity().id())
                    .filter(Derivation::premised)
                    .filter(fact -> oneStep(fact, stated))
                    .filter(fact -> apart(audited, fact, others))
                    .ifPresent(fact -> found.add(
                            "The " + author + " claims " + audited.quantity().id() + " = "
                                    + audited.claimed().text() + ", but its own other claims imply "
                                    + Steps.line(fact) + "."));
        }
        return found;
    }

    private static Map<String, AuditedClaim> others(AuditedClaim audited, List<AuditedClaim> claims) {
        Map<String, AuditedClaim> others = new LinkedHashMap<>();
        for (AuditedClaim other : claims) {
            boolean sameWorld = other.claim().given().equals(audited.claim().given());
            boolean usable = !other.quantity().equals(audited.quantity())
                    && !other.quantity().truth();
            if (sameWorld && usable) {
                others.putIfAbsent(other.quantity().id(), other);
            }
        }
        return others;
    }

    /**
     * Whether no numbers that round to those claimed go together. A number of users is the most there are: where one is
     * among the claims, a rate may be lower or a time longer than it gives, but not by much.
     */
    private boolean apart(AuditedClaim audited, Derivation fact, Map<String, AuditedClaim> others) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        List<String> rounded = fact.inputs().stream()
                .map(Derivation.Input::symbol)
                .filter(others::containsKey)
                .toList();
        for (int corner = 0; corner < 1 << rounded.size(); corner++) {
            int bits = corner;
            double value = new Formula(fact.formula()).value(symbol -> {
                int place = rounded.indexOf(symbol);
                return place < 0
                        ? fact.input(symbol).value()
                        : Tolerance.end(
                                Objects.requireNonNull(others.get(symbol)).claimed(), (bits >> place & 1) == 1);
            });
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        boolean users = fact.inputs().stream().anyMatch(input -> input.symbol().equals("batch"));
        Quantity claimed = audited.claimed();
        double slack = users ? FEWER_USERS : 1;
        double exact = exactness(fact);
        least = Math.min(least, least * exact);
        most = Math.max(most, most * exact);
        return Double.isFinite(least)
                && Double.isFinite(most)
                && !Tolerance.confirms(claimed, Math.clamp(claimed.value(), least / slack, most));
    }

    /**
     * What the problem says of a quantity over what the same rule makes of the problem's own numbers: 1 where the rule is exact. Weights
     * of several formats are not all parameters times the bytes of one.
     */
    private double exactness(Derivation fact) {
        double ruled = new Formula(fact.formula()).value(symbol -> problem.value(symbol, Double.NaN));
        double ratio = problem.value(fact.quantity(), Double.NaN) / ruled;
        return Double.isFinite(ratio) && ratio > 0 ? ratio : 1;
    }

    /**
     * Whether it is one step from the claims by a rule: a chain of rules would argue with assumptions that nobody stated, and
     * a formula of the cost model with its own numbers. One prompt on one GPU is an argument and no implication.
     */
    private boolean oneStep(Derivation fact, Map<String, Derivation> claims) {
        return !fact.quantity().equals("timeToFirstToken")
                && fact.inputs().stream()
                        .allMatch(input ->
                                input.symbol().equals(input.derivation().quantity())
                                        && (claims.containsKey(input.symbol())
                                                || (!input.derivation().premised() && structural(input.derivation()))));
    }

    /** What nobody disputes: hardware, degrees, counts of layers and experts; nothing that the cost model predicts. */
    private boolean structural(Derivation input) {
        return !input.quantity().startsWith("parameters.")
                && (input.isGiven() || input.dimension() == Dimension.COUNT)
                && world.states(input);
    }
}
