package dev.meshwright.question.audit;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.base.quantity.Quantity;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Violation;
import dev.meshwright.layout.draft.Claim;
import dev.meshwright.question.audit.fact.AuditQuantity;
import dev.meshwright.question.audit.fact.Tolerance;
import dev.meshwright.question.audit.premise.Worlds;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The batch that authors claim where neither layout nor problem states one. It is a choice, so nothing refutes it but memory
 * that it does not leave; the author's other claims are about that batch, and so are those of others who name none.
 */
final class StatedBatch {

    private static final String BATCH = "batch";

    private final Worlds worlds;
    private final Map<String, String> byAuthor = new LinkedHashMap<>();

    StatedBatch(Worlds worlds, List<Claim> claims) {
        this.worlds = worlds;
        if (worlds.base().batchStated() || worlds.base().plan().evaluated().isEmpty()) {
            return;
        }
        claims.stream().filter(StatedBatch::states).map(Claim::by).distinct().forEach(author -> {
            List<String> values = claims.stream()
                    .filter(claim -> claim.by().equals(author) && states(claim))
                    .map(Claim::value)
                    .distinct()
                    .toList();
            if (values.size() == 1) {
                byAuthor.put(author, values.getFirst());
            }
        });
    }

    private static boolean states(Claim claim) {
        return claim.quantity().equals(BATCH)
                && claim.given().isEmpty()
                && !claim.by().equals(Claim.READING)
                && number(claim).exact();
    }

    private static Quantity number(Claim claim) {
        return Auditor.read(Auditor.quantity(claim), claim.value());
    }

    /** The batch that a claim is about, as written; empty where it says so itself or nobody does. */
    Optional<String> of(Claim claim) {
        return claim.quantity().equals(BATCH) || claim.given().containsKey(BATCH)
                ? Optional.empty()
                : Optional.ofNullable(byAuthor.get(claim.by())).or(() -> Optional.ofNullable(byAuthor.get(Claim.PLAN)));
    }

    /** Batches as written, by the authors who claim them and whose other claims are about them. */
    Map<String, String> byAuthor() {
        return Collections.unmodifiableMap(byAuthor);
    }

    /** The verdict on such a claim about the batch; empty for other claims. */
    Optional<AuditedClaim> judged(Claim claim, AuditQuantity quantity, Quantity claimed) {
        boolean open = claim.quantity().equals(BATCH)
                && !claim.given().containsKey(BATCH)
                && !worlds.base().batchStated();
        OptionalLong most = open ? new BatchSearch(worlds.base().plan()).mostThatFit() : OptionalLong.empty();
        if (most.isEmpty()) {
            return Optional.empty();
        }
        double least = Math.max(
                1,
                Double.isInfinite(claimed.extent().low()) ? 1 : claimed.extent().low());
        boolean fits = least <= most.getAsLong() || fits(least);
        Derivation fact = fits
                ? Derivation.given(
                        BATCH,
                        claimed.value(),
                        Dimension.COUNT,
                        "chosen by the " + claim.by() + ", premise of its other claims; memory holds "
                                + Figures.count(Math.max(least, most.getAsLong())))
                : Derivation.given(
                        BATCH, most.getAsLong(), Dimension.COUNT, "the most sequences in flight that memory holds");
        boolean confirmed = fits && Tolerance.confirms(claimed, fact.value());
        return Optional.of(new AuditedClaim(
                claim,
                quantity,
                claimed,
                Optional.of(fact),
                confirmed ? Verdict.CONFIRMED : Verdict.REFUTED,
                Optional.empty(),
                List.of(),
                "",
                "",
                List.of(),
                Optional.empty(),
                List.of(),
                List.of()));
    }

    private boolean fits(double batch) {
        return worlds.takes(BATCH, batch)
                && worlds.under(Map.of(BATCH, batch), "").plan().violations().stream()
                        .map(Violation::constraint)
                        .noneMatch(Constraint.MEMORY::equals);
    }
}
