package dev.meshwright.question.audit;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.quantity.Comparison;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.base.quantity.Quantity;
import dev.meshwright.cost.uncertainty.PredictionIntervals.Interval;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.layout.Violation;
import dev.meshwright.layout.draft.Claim;
import dev.meshwright.question.audit.fact.AuditQuantity;
import dev.meshwright.question.audit.fact.FactBook;
import dev.meshwright.question.audit.fact.Tolerance;
import dev.meshwright.question.audit.mistake.Diagnosis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Judges one claim on the ground of its premises. */
final class ClaimJudge {

    /** What premises give that do not run is no exact number; further off than this a claim is wrong all the same. */
    private static final double FAR = 1.25;

    /** Throughputs of which the checker took the batch that gives the most, where nobody states one. */
    private static final Set<String> BEST = Set.of(
            "throughput.system",
            "throughput.perGpu",
            "throughput.perNode",
            "throughput.replica",
            "throughput.samples",
            "throughput.input.system",
            "throughput.input.perGpu",
            "throughput.input.perNode",
            "throughput.combined.system",
            "throughput.combined.perGpu",
            "throughput.combined.perNode");

    private final Claim claim;
    private final AuditQuantity quantity;
    private final Quantity claimed;
    private final Ground ground;
    private final FactBook problem;
    private final OpenInputs open;

    /**
     * The judge of a claim.
     *
     * @param ground that it stands on
     * @param problem what is known without premises
     */
    ClaimJudge(Claim claim, AuditQuantity quantity, Quantity claimed, Ground ground, FactBook problem) {
        this.claim = claim;
        this.quantity = quantity;
        this.claimed = claimed;
        this.ground = ground;
        this.problem = problem;
        this.open = new OpenInputs(ground.world().plan(), ground.world().batchStated());
    }

    AuditedClaim judged() {
        boolean oneKind = ground.world().plan().problem().cluster().nodes().stream()
                        .map(NodeGroup::gpu)
                        .distinct()
                        .count()
                == 1;
        Optional<String> impossible = new Impossibility(ground.book(), oneKind).proof(quantity, claimed);
        return ground.book()
                .find(quantity.id())
                .map(derived -> judged(derived, impossible))
                .orElseGet(() -> new AuditedClaim(
                        claim,
                        quantity,
                        claimed,
                        Optional.empty(),
                        impossible.isPresent() ? Verdict.REFUTED : Verdict.NOT_DERIVABLE,
                        impossible,
                        open.lacking(quantity, ground.book()),
                        "",
                        "",
                        List.of(),
                        problemSays(),
                        List.of(),
                        List.of()));
    }

    private Optional<Derivation> problemSays() {
        return ground.book() == problem ? Optional.empty() : problem.find(quantity.id());
    }

    private AuditedClaim judged(Derivation fact, Optional<String> impossible) {
        boolean confirmed = Tolerance.confirms(claimed, fact.value());
        Optional<String> proof = confirmed ? Optional.empty() : impossible;
        List<String> missing = missing(fact, confirmed);
        Optional<BatchSearch.Outcome> batch = missing.contains(OpenInputs.BATCH)
                ? ground.batches().sequences(quantity, claimed.value())
                : Optional.empty();
        boolean withEvery = batch.orElse(null) instanceof BatchSearch.Outcome.OutOfReach far
                && !Tolerance.confirms(claimed, far.value());
        Optional<Interval> error = confirmed || fact.premised()
                ? Optional.empty()
                : ModelError.covers(ground.world().plan().problem(), quantity.id(), fact.value(), claimed);
        error.ifPresent(range -> missing.add(measurement(range)));
        boolean settled = missing.isEmpty()
                || proof.isPresent()
                || (!confirmed && error.isEmpty() && (beyond(fact) || withEvery));
        Verdict verdict = !settled ? Verdict.NOT_DERIVABLE : confirmed ? Verdict.CONFIRMED : Verdict.REFUTED;
        return new AuditedClaim(
                claim,
                quantity,
                claimed,
                Optional.of(fact),
                verdict,
                proof,
                settled ? List.of() : missing,
                batch.map(ClaimJudge::sentence).orElse(""),
                Regime.of(ground.world().plan(), quantity, fact, ground.used(fact)),
                verdict == Verdict.REFUTED
                        ? new Diagnosis(ground.book(), problem).of(quantity, claimed, fact)
                        : List.of(),
                problemSays(),
                ground.unused(fact),
                remarks(fact));
    }

    /** A number that does not follow from premises under which nothing runs is wrong all the same. */
    private List<String> missing(Derivation fact, boolean confirmed) {
        if (fact.premised()) {
            boolean batch = !ground.world().batchStated() && open.restsOnBatch(fact);
            return new ArrayList<>(batch ? List.of(OpenInputs.BATCH) : List.of());
        }
        List<String> missing = new ArrayList<>(open.of(quantity));
        boolean far = Math.abs(Math.log(Math.abs(claimed.value() / fact.value()))) > Math.log(FAR);
        if (ground.replanned() && !confirmed && far) {
            missing.removeIf(input -> input.startsWith(OpenInputs.LAYOUT));
        }
        return missing;
    }

    private String measurement(Interval range) {
        return "a measurement (of those that the cost model predicts so, eight of ten lie between "
                + Tolerance.inUnitOf(claimed, range.low()) + " and " + Tolerance.inUnitOf(claimed, range.high()) + ")";
    }

    /** The checker took the batch that suits the objective best: where that is throughput, a higher one is out of reach. */
    private boolean beyond(Derivation fact) {
        return BEST.contains(quantity.id())
                && ground.world().plan().problem().objective() == Objective.THROUGHPUT
                && claimed.extent().low() > ground.best(quantity.id(), fact.value());
    }

    private List<String> remarks(Derivation fact) {
        if (!OpenInputs.onBatch(quantity) || fact.premised()) {
            return List.of();
        }
        List<String> remarks = new ArrayList<>(ground.world().changes());
        boolean runs = ground.world().plan().feasible() || !ground.replanned();
        if (!runs && OpenInputs.performance(quantity)) {
            remarks.add("With these premises the layout does not run: "
                    + String.join(
                            "; ",
                            ground.world().plan().violations().stream()
                                    .map(ClaimJudge::words)
                                    .limit(2)
                                    .toList())
                    + ".");
        }
        return List.copyOf(remarks);
    }

    private static String words(Violation broken) {
        boolean bytes = broken.unit().equals("bytes");
        Comparison shown = Comparison.of(broken.actual(), broken.limit(), bytes ? Figures::bytes : Figures::plain);
        return broken.constraint().label() + " at " + broken.where() + " is " + shown.value() + ", the limit "
                + shown.limit();
    }

    private static String sentence(BatchSearch.Outcome outcome) {
        return switch (outcome) {
            case BatchSearch.Outcome.Sequences right ->
                "It would be right with about " + Figures.count(right.sequences()) + " sequences in flight.";
            case BatchSearch.Outcome.OutOfReach far ->
                "No batch makes it right: already " + Figures.count(far.sequences())
                        + " sequences in flight need more.";
        };
    }
}
