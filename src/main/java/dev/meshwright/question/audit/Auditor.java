package dev.meshwright.question.audit;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.base.quantity.Quantity;
import dev.meshwright.cost.LengthSweep;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.draft.Claim;
import dev.meshwright.question.audit.fact.AuditQuantity;
import dev.meshwright.question.audit.fact.EvaluationFacts;
import dev.meshwright.question.audit.fact.Explanation;
import dev.meshwright.question.audit.fact.FactBook;
import dev.meshwright.question.audit.fact.Facts;
import dev.meshwright.question.audit.fact.LayoutFacts;
import dev.meshwright.question.audit.fact.ProblemFacts;
import dev.meshwright.question.audit.fact.QuantityCatalogue;
import dev.meshwright.question.audit.fact.Tolerance;
import dev.meshwright.question.audit.mistake.Diagnosis;
import dev.meshwright.question.check.CheckedPlan;
import dev.meshwright.question.check.CheckedPlan.Evaluated;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Audits the claims of a plan. A claim without premises is derived from problem, layout and cost model. A claim with
 * premises is derived from them first; what the problem itself says is shown beside it.
 */
public final class Auditor {

    /** Claims that need batches this much apart contradict each other; less may be rounding of documents. */
    private static final double BATCHES_APART = 1.25;

    private final Problem problem;
    private final CheckedPlan plan;
    private final FactBook book;
    private final OpenInputs open;
    private final BatchSearch batches;
    private final Map<Map<String, String>, FactBook> premised = new HashMap<>();

    /**
     * An auditor of a checked plan.
     *
     * @param batchStated whether plan or problem say how many sequences are in flight; else what depends on it does not
     *     follow
     * @param sweep the layout at every sequence length of the problem
     */
    public Auditor(CheckedPlan plan, boolean batchStated, LengthSweep sweep) {
        this.problem = plan.problem();
        this.plan = plan;
        this.open = new OpenInputs(plan, batchStated);
        this.batches = new BatchSearch(plan);
        Facts facts = new Facts();
        new ProblemFacts(problem, facts).take();
        new LayoutFacts(problem, plan.degrees(), facts).take(plan.evaluated().map(Evaluated::layout));
        plan.evaluated().ifPresent(evaluated -> new EvaluationFacts(problem, evaluated.evaluation(), facts).take());
        if (!sweep.points().isEmpty()) {
            lengths(sweep.points(), facts);
        }
        Overflow.of(plan.problem())
                .ifPresent(overflow ->
                        facts.put("overflow.share", overflow.droppedShare(), "beyond the problem's capacity factor"));
        this.book = new FactBook(facts.all(), Map.of());
    }

    private static void lengths(List<LengthSweep.Point> points, Facts facts) {
        facts.put(
                        "memory.perGpu.shortest",
                        points.getFirst().evaluation().heaviestStage().memoryBytes(),
                        "cost model at " + Figures.count(points.getFirst().length()) + " tokens")
                .put(
                        "memory.perGpu.longest",
                        points.getLast().evaluation().heaviestStage().memoryBytes(),
                        "cost model at " + Figures.count(points.getLast().length()) + " tokens")
                .put("sequence.shortest", points.getFirst().length(), "shortest sequence of the problem");
    }

    /** What is known without premises. */
    FactBook book() {
        return book;
    }

    /**
     * How a quantity comes about: from the problem, and from each set of premises that a claim about it has. Quantities that
     * only the cost model notes have names beyond the catalogue's.
     */
    public List<Explanation> explain(String quantity, List<Claim> claims) {
        Optional<AuditQuantity> known = QuantityCatalogue.find(quantity);
        String description = known.map(AuditQuantity::description).orElse("");
        List<Explanation> explanations = new ArrayList<>();
        explanations.add(new Explanation(
                quantity,
                description,
                "from problem and layout",
                book.resolve(quantity),
                known.map(open::of).orElse(List.of())));
        claims.stream()
                .filter(claim -> claim.quantity().equals(quantity))
                .map(Claim::given)
                .filter(given -> !given.isEmpty())
                .distinct()
                .map(given -> new Explanation(
                        quantity,
                        description,
                        "from premises of the document",
                        book.given(premises(given)).resolve(quantity),
                        List.of()))
                .forEach(explanations::add);
        return explanations;
    }

    /** Everything that can be explained: what the catalogue has, and what the cost model noted besides. */
    public Set<String> quantities() {
        Set<String> names = new LinkedHashSet<>(book.known());
        QuantityCatalogue.all().forEach(quantity -> names.add(quantity.id()));
        return names;
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
        List<String> contradictions = new ArrayList<>(new Contradictions(book).of(audited));
        contradictions.addAll(batches.contradictions(audited, BATCHES_APART));
        return new Audit(audited, contradictions, GroupMembership.of(plan), Overflow.of(plan.problem()));
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
        FactBook stated = claim.given().isEmpty()
                ? book
                : premised.computeIfAbsent(claim.given(), given -> book.given(premises(given)));
        Optional<Derivation> problemSays = claim.given().isEmpty() ? Optional.empty() : book.find(quantity.id());
        Optional<String> impossible = new Impossibility(stated).proof(quantity, claimed);
        return switch (stated.resolve(quantity.id())) {
            case FactBook.Resolution.Derived derived ->
                judged(claim, quantity, claimed, derived.derivation(), stated, impossible, problemSays);
            case FactBook.Resolution.Missing unknown ->
                new AuditedClaim(
                        claim,
                        quantity,
                        claimed,
                        Optional.empty(),
                        impossible.isPresent() ? Verdict.REFUTED : Verdict.NOT_DERIVABLE,
                        impossible,
                        open.of(quantity, unknown),
                        "",
                        "",
                        List.of(),
                        problemSays);
        };
    }

    private AuditedClaim judged(
            Claim claim,
            AuditQuantity quantity,
            Quantity claimed,
            Derivation fact,
            FactBook stated,
            Optional<String> impossible,
            Optional<Derivation> problemSays) {
        boolean confirmed = Tolerance.confirms(claimed, fact.value());
        Optional<String> proof = confirmed ? Optional.empty() : impossible;
        List<String> missing = fact.premised() ? List.of() : open.of(quantity);
        boolean onBatch = missing.contains(OpenInputs.BATCH);
        // The checker took the batch that suits the objective best: a higher throughput is out of reach with any.
        boolean beyond =
                quantity.id().startsWith("throughput.") && claimed.extent().low() > fact.value();
        Optional<BatchSearch.Outcome> batch = onBatch ? batches.sequences(quantity, claimed.value()) : Optional.empty();
        boolean withEvery = batch.orElse(null) instanceof BatchSearch.Outcome.TooLow low
                && !Tolerance.confirms(claimed, low.value());
        boolean settled = missing.isEmpty() || proof.isPresent() || (!confirmed && (beyond || withEvery));
        Verdict verdict = !settled ? Verdict.NOT_DERIVABLE : confirmed ? Verdict.CONFIRMED : Verdict.REFUTED;
        return new AuditedClaim(
                claim,
                quantity,
                claimed,
                Optional.of(fact),
                verdict,
                proof,
                settled ? List.of() : missing,
                batch.map(Auditor::sentence).orElse(""),
                Regime.of(plan, quantity, fact, claim.given()),
                verdict == Verdict.REFUTED ? new Diagnosis(stated, book).of(quantity, claimed, fact) : List.of(),
                problemSays);
    }

    private static String sentence(BatchSearch.Outcome outcome) {
        return switch (outcome) {
            case BatchSearch.Outcome.Sequences right ->
                "It would be right with about " + Figures.count(right.sequences()) + " sequences in flight.";
            case BatchSearch.Outcome.TooLow low ->
                "No batch makes it right: already " + Figures.count(low.sequences())
                        + " sequences in flight need more.";
        };
    }

    static Map<String, Derivation> premises(Map<String, String> given) {
        Map<String, Derivation> premises = new LinkedHashMap<>();
        given.forEach((name, text) -> {
            AuditQuantity quantity = QuantityCatalogue.get(name);
            premises.put(name, premise(quantity, read(quantity, text), "premise of the document"));
        });
        return premises;
    }

    static Derivation premise(AuditQuantity quantity, Quantity value, String source) {
        return Derivation.premise(quantity.id(), value.value(), quantity.dimension(), source);
    }

    private static Quantity read(AuditQuantity quantity, String text) {
        return switch (quantity.read(text)) {
            case Quantity.Reading.Understood understood -> understood.quantity();
            case Quantity.Reading.Rejected rejected ->
                throw new IllegalArgumentException("Claim " + quantity.id() + ": " + text + " " + rejected.message());
        };
    }
}
