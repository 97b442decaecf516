package dev.meshwright.question.audit;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.base.quantity.Quantity;
import dev.meshwright.layout.draft.Claim;
import dev.meshwright.question.audit.fact.AuditQuantity;
import dev.meshwright.question.audit.fact.Steps;
import dev.meshwright.question.audit.fact.Tolerance;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A claim and what became of it.
 *
 * @param claim as written
 * @param quantity what it is about
 * @param claimed its value
 * @param computed what follows instead; empty where nothing does
 * @param verdict the verdict
 * @param impossibility the proof that no layout, batch or luck reaches the claim; empty where it is not impossible
 * @param missing what would have to be known
 * @param otherBatch which batch would make the claim right, or that none does; empty where that was not asked
 * @param regime phase, batch, length and scope that the computed number holds for
 * @param diagnosis the likely mistakes behind a refuted number, at most two sentences
 * @param problemSays what follows without the premises of the document; empty for a claim without premises
 * @param unused premises of the claim that play no part in the number, as written
 * @param remarks what else to know about the number, whole sentences
 */
public record AuditedClaim(
        Claim claim,
        AuditQuantity quantity,
        Quantity claimed,
        Optional<Derivation> computed,
        Verdict verdict,
        Optional<String> impossibility,
        List<String> missing,
        String otherBatch,
        String regime,
        List<String> diagnosis,
        Optional<Derivation> problemSays,
        List<String> unused,
        List<String> remarks) {

    public AuditedClaim {
        missing = List.copyOf(missing);
        diagnosis = List.copyOf(diagnosis);
        unused = List.copyOf(unused);
        remarks = List.copyOf(remarks);
    }

    /** A number in the unit of the claim. */
    public String amount(Derivation fact) {
        if (quantity.truth()) {
            return fact.value() == 1 ? "true" : "false";
        }
        boolean own = quantity.dimension() == Dimension.COUNT;
        return own ? Steps.amount(fact) : Tolerance.inUnitOf(claimed, fact.value());
    }

    /** Claimed over computed; empty where nothing was computed or it is zero. */
    public OptionalDouble ratio() {
        return computed.isPresent() && computed.get().value() != 0
                ? OptionalDouble.of(claimed.value() / computed.get().value())
                : OptionalDouble.empty();
    }

    /** Whether the claim is above what physics allows. */
    public boolean impossible() {
        return impossibility.isPresent();
    }
}
