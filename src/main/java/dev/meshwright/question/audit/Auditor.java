package dev.meshwright.question.audit;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.base.quantity.Quantity;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.draft.Claim;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.question.audit.fact.AuditQuantity;
import dev.meshwright.question.audit.fact.Explanation;
import dev.meshwright.question.audit.fact.FactBook;
import dev.meshwright.question.audit.fact.Overflow;
import dev.meshwright.question.audit.fact.QuantityCatalogue;
import dev.meshwright.question.audit.premise.Replanner;
import dev.meshwright.question.audit.premise.World;
import dev.meshwright.question.audit.premise.Worlds;
import dev.meshwright.question.check.CheckedPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Audits the claims of a plan. A claim without premises is derived from problem, layout and cost model. A claim with
 * premises is derived from them first; what the problem itself says is shown beside it.
 */
public final class Auditor {

    /** Claims that need batches this much apart contradict each other; less may be rounding of documents. */
    private static final double BATCHES_APART = 1.25;

    private final Problem problem;
    private final CheckedPlan plan;
    private final PlanDraft draft;
    private final Worlds worlds;
    private final Ground plain;
    private final Map<Map<String, String>, Ground> grounds = new HashMap<>();

    /**
     * An auditor of a checked plan.
     *
     * @param world the checked plan and what is known of it
     * @param draft the same plan as its author wrote it
     * @param replanner checks it again where premises change what the cost model takes in
     */
    public Auditor(World world, PlanDraft draft, Replanner replanner) {
        this.plan = world.plan();
        this.problem = plan.problem();
        this.draft = draft;
        this.worlds = new Worlds(world, draft, replanner);
        this.plain = new Ground(worlds, Map.of());
    }

    /** What is known without premises. */
    FactBook book() {
        return plain.book();
    }

    /** What claims with these premises are judged by. */
    Ground ground(Map<String, String> premises) {
        return premises.isEmpty()
                ? plain
                : grounds.computeIfAbsent(new TreeMap<>(premises), given -> new Ground(worlds, given));
    }

    /**
     * How a quantity comes about: from the problem, and from each set of premises that a claim about it has. Quantities that
     * only the cost model notes have names beyond the catalogue's.
     */
    public List<Explanation> explain(String quantity, List<Claim> claims) {
        Optional<AuditQuantity> known = QuantityCatalogue.find(quantity);
        String description = known.map(AuditQuantity::description).orElse("");
        OpenInputs open = new OpenInputs(plan, worlds.base().batchStated());
        List<Explanation> explanations = new ArrayList<>();
        explanations.add(new Explanation(
                quantity,
                description,
                "from problem and layout",
                resolution(quantity, book(), open),
                known.map(open::of).orElse(List.of())));
        StatedBatch batch = new StatedBatch(worlds, claims);
        claims.stream()
                .filter(claim -> claim.quantity().equals(quantity))
                .map(claim -> premises(claim, batch))
                .filter(given -> !given.isEmpty())
                .distinct()
                .map(given -> new Explanation(
                        quantity,
                        description,
                        "from premises of the document",
                        resolution(quantity, ground(given).book(), open),
                        List.of()))
                .forEach(explanations::add);
        return explanations;
    }

    /** What is missing in the end, and not on the way. */
    private static FactBook.Resolution resolution(String quantity, FactBook book, OpenInputs open) {
        FactBook.Resolution resolution = book.resolve(quantity);
        return resolution instanceof FactBook.Resolution.Missing
                ? new FactBook.Resolution.Missing(open.reasons(quantity, book))
                : resolution;
    }

    /** Everything that can be explained: what the catalogue has, and what the cost model noted besides. */
    public Set<String> quantities() {
        Set<String> names = new LinkedHashSet<>(book().known());
        QuantityCatalogue.all().forEach(quantity -> names.add(quantity.id()));
        return names;
    }

    /** The claims, after those that the problem declares about its model. */
    public Audit audit(List<Claim> claims) {
        StatedBatch batch = new StatedBatch(worlds, claims);
        List<AuditedClaim> audited = new ArrayList<>();
        declared().stream()
                .filter(stated -> claims.stream()
                        .noneMatch(claim -> claim.quantity().equals(stated.quantity())
                                && claim.value().equals(stated.value())))
                .forEach(claim -> audited.add(audit(claim, batch)));
        claims.forEach(claim -> audited.add(audit(claim, batch)));
        List<String> contradictions = new ArrayList<>(new Contradictions(worlds.base()).of(audited));
        contradictions.addAll(plain.batches().contradictions(audited, BATCHES_APART));
        return new Audit(
                audited,
                contradictions,
                Taken.of(plan, draft, batch),
                GroupMembership.of(plan),
                Overflow.of(plan.problem()));
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

    private AuditedClaim audit(Claim claim, StatedBatch batch) {
        AuditQuantity quantity = quantity(claim);
        Quantity claimed = read(quantity, claim.value());
        return batch.judged(claim, quantity, claimed)
                .orElseGet(() ->
                        new ClaimJudge(claim, quantity, claimed, ground(premises(claim, batch)), book()).judged());
    }

    /** Its own premises, and the batch that its author claims. */
    private static Map<String, String> premises(Claim claim, StatedBatch batch) {
        Map<String, String> premises = new TreeMap<>(claim.given());
        if (OpenInputs.onBatch(claim.quantity())) {
            batch.of(claim).ifPresent(sequences -> premises.put("batch", sequences));
        }
        return premises;
    }

    static AuditQuantity quantity(Claim claim) {
        return QuantityCatalogue.get(claim.quantity());
    }

    static Derivation premise(AuditQuantity quantity, Quantity value, String source) {
        return Derivation.premise(quantity.id(), value.value(), quantity.dimension(), source);
    }

    static Quantity read(AuditQuantity quantity, String text) {
        return switch (quantity.read(text)) {
            case Quantity.Reading.Understood understood -> understood.quantity();
            case Quantity.Reading.Rejected rejected ->
                throw new IllegalArgumentException("Claim " + quantity.id() + ": " + text + " " + rejected.message());
        };
    }
}
