package dev.meshwright.audit;

import dev.meshwright.check.CheckedPlan;
import dev.meshwright.check.CheckedPlan.Evaluated;
import dev.meshwright.cost.EfficiencySource;
import dev.meshwright.layout.Claim;
import dev.meshwright.problem.Problem;
import dev.meshwright.quantity.Figures;
import dev.meshwright.quantity.Quantity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Audits the claims of a plan. A claim without premises is derived from problem, layout and cost model. A claim with
 * premises is derived from them first; what the problem itself says is shown beside it.
 */
public final class Auditor {

    private final Problem problem;
    private final CheckedPlan plan;
    private final FactBook book;
    private final boolean batchStated;
    private final Optional<LengthSweep> lengths;

    /**
     * An auditor of a checked plan.
     *
     * @param batchStated whether plan or problem say how many sequences are in flight; else what depends on it does not
     *     follow
     * @param efficiencies of kernels, for the other sequence lengths of the problem
     */
    public Auditor(CheckedPlan plan, boolean batchStated, EfficiencySource efficiencies) {
        this.batchStated = batchStated;
        this.problem = plan.problem();
        this.plan = plan;
        Facts facts = new Facts();
        new ProblemFacts(problem, facts).take();
        new LayoutFacts(problem, plan.degrees(), facts).take(plan.evaluated().map(Evaluated::layout));
        plan.evaluated().ifPresent(evaluated -> new EvaluationFacts(problem, evaluated.evaluation(), facts).take());
        this.lengths = LengthSweep.of(plan, efficiencies);
        lengths.map(LengthSweep::rows).ifPresent(rows -> facts.put(
                        "memory.perGpu.shortest", rows.getFirst().memoryBytes(), "cost model at the shortest length")
                .put("memory.perGpu.longest", rows.getLast().memoryBytes(), "cost model at the longest length"));
        this.book = new FactBook(facts.all(), Map.of());
    }

    /** Everything that is known about the plan, by the names of the catalogue. */
    public FactBook book() {
        return book;
    }

    /** The claims, after those that the problem declares about its model. */
    public Audit audit(List<Claim> claims) {
        List<AuditedClaim> audited = new ArrayList<>();
        declared().stream()
                .filter(stated -> claims.stream()
                        .noneMatch(claim -> claim.quantity().equals(stated.quantity())
                                && claim.value().equals(stated.value())))
                .forEach(claim -> audited.add(audit(claim)));
        claims.forEach(claim -> audited.add(audit(claim)));
        return new Audit(
                audited,
                new Contradictions(book).of(audited),
                GroupMembership.of(plan),
                lengths,
                Overflow.of(plan, book));
    }

    private List<Claim> declared() {
        List<Claim> claims = new ArrayList<>();
        problem.declared()
                .parameters()
                .ifPresent(value -> claims.add(declared("parameters.total", value, "declared.parameters")));
        problem.declared()
                .activeParameters()
                .ifPresent(value -> claims.add(declared("parameters.active", value, "declared.activeParameters")));
        return claims;
    }

    private static Claim declared(String quantity, double value, String field) {
        return new Claim(quantity, Figures.parameters(value).replace(".0B", "B"), field, "problem", Map.of());
    }

    AuditedClaim audit(Claim claim) {
        AuditQuantity quantity = QuantityCatalogue.get(claim.quantity());
        Quantity claimed = read(quantity, claim.value());
        FactBook stated = claim.given().isEmpty() ? book : book.given(premises(claim));
        FactBook.Resolution resolution = stated.resolve(quantity.id());
        Optional<Fact> problemSays = claim.given().isEmpty() ? Optional.empty() : book.find(quantity.id());
        Impossibility impossibility = new Impossibility(stated);
        if (resolution instanceof FactBook.Resolution.Derived derived) {
            Fact fact = derived.fact();
            boolean confirmed = Tolerance.confirms(claimed, fact.value());
            Optional<String> impossible = confirmed ? Optional.empty() : impossibility.proof(quantity, claimed);
            // The checker took the batch that suits the objective best: a higher throughput is out of reach with any.
            boolean beyond = quantity.id().startsWith("throughput.") && claimed.value() > fact.value();
            boolean open = !batchStated
                    && !fact.premised()
                    && BatchDependence.of(quantity)
                    && impossible.isEmpty()
                    && (confirmed || !beyond);
            Verdict verdict = open ? Verdict.NOT_DERIVABLE : confirmed ? Verdict.CONFIRMED : Verdict.REFUTED;
            return new AuditedClaim(
                    claim,
                    quantity,
                    claimed,
                    Optional.of(fact),
                    verdict,
                    impossible,
                    open ? List.of("batch") : List.of(),
                    regime(quantity, fact),
                    verdict == Verdict.REFUTED ? new Diagnosis(stated, book).of(quantity, claimed, fact) : List.of(),
                    problemSays);
        }
        List<String> missing = ((FactBook.Resolution.Missing) resolution).missing();
        Optional<String> impossible = impossibility.proof(quantity, claimed);
        return new AuditedClaim(
                claim,
                quantity,
                claimed,
                Optional.empty(),
                impossible.isPresent() ? Verdict.REFUTED : Verdict.NOT_DERIVABLE,
                impossible,
                missing,
                "",
                List.of(),
                problemSays);
    }

    private static Map<String, Fact> premises(Claim claim) {
        Map<String, Fact> premises = new LinkedHashMap<>();
        claim.given().forEach((name, text) -> {
            AuditQuantity quantity = QuantityCatalogue.get(name);
            premises.put(name, premise(quantity, read(quantity, text), "premise of the document"));
        });
        return premises;
    }

    static Fact premise(AuditQuantity quantity, Quantity value, String source) {
        return new Fact(quantity.id(), value.value(), quantity.dimension(), "", List.of(), source, true);
    }

    private static Quantity read(AuditQuantity quantity, String text) {
        return switch (quantity.read(text)) {
            case Quantity.Reading.Understood understood -> understood.quantity();
            case Quantity.Reading.Rejected rejected ->
                throw new IllegalArgumentException("Claim " + quantity.id() + ": " + text + " " + rejected.message());
        };
    }

    /** Phase, length and batch for what depends on them; whose number it is. */
    private String regime(AuditQuantity quantity, Fact fact) {
        List<String> parts = new ArrayList<>();
        if (quantity.id().contains("erGpu")) {
            parts.add("per GPU");
        } else if (quantity.id().startsWith("throughput")) {
            parts.add("system");
        }
        if (fact.premised()) {
            parts.add("as the document's premises give it");
        } else if (BatchDependence.of(quantity)) {
            parts.add(problem.workload().phase() + ", "
                    + Figures.count(plan.degrees().sequences()) + " sequences in flight, "
                    + Figures.count(problem.workload().longest()) + " tokens");
        }
        return String.join(", ", parts);
    }
}
