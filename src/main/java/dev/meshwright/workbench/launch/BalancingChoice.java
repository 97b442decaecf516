package dev.meshwright.workbench.launch;

import dev.meshwright.answer.text.drift.DriftText;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.engine.BalancerRule;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.launch.pool.Balancing;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.draft.DegreesDraft;
import dev.meshwright.question.place.DriftAnswer;
import dev.meshwright.question.place.DriftAnswer.Decision;
import dev.meshwright.question.place.DriftRequest;
import dev.meshwright.question.place.PlaceRequest;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import java.util.Optional;

/**
 * Whether an engine's balancer is switched on for a plan: by loads recorded over time where they are given; else an engine that
 * reads no map gets it where the plan's map is worth it.
 */
final class BalancingChoice {

    /** Pauses may take this share of the time where loads are not known to drift. */
    private static final double PAUSES = 0.01;

    /** A gain below this is not seen on hardware. */
    private static final double VISIBLE = 0.01;

    private final Question question;
    private final Layout layout;
    private final Evaluation evaluation;
    private final Problem problem;

    /** The choice for a complete layout, of a plan or of one of its pools, which asks that question. */
    BalancingChoice(Question question, Layout layout, Evaluation evaluation) {
        this.question = question;
        this.layout = layout;
        this.evaluation = evaluation;
        this.problem = question.problem();
    }

    /**
     * The choice.
     *
     * @param drift loads over time
     */
    Balancing of(Optional<RecordedDrift> drift, Workbench workbench, Watch watch) {
        Optional<BalancerRule> rule = problem.engine()
                .flatMap(engine ->
                        BalancerRule.of(engine, problem.assumptions().setup().version()));
        if (rule.isEmpty() || layout.degrees().expert() == 1) {
            return Balancing.NONE;
        }
        if (drift.isPresent()) {
            return recorded(workbench.drift(request(drift.get(), layout.degrees()), watch), rule.get());
        }
        if (rule.get().readsMap()) {
            return new Balancing(false, 0, "they lie by the plan's map and do not move.");
        }
        return unread(rule.get());
    }

    private DriftRequest request(RecordedDrift drift, Degrees degrees) {
        PlaceRequest place = PlaceRequest.of(drift.loads(), degrees.expert())
                .asking(question, degrees.slotsPerRank() * degrees.expert());
        return new DriftRequest(
                place, drift.periodSeconds(), drift.pauseSeconds(), Optional.of(DegreesDraft.of(degrees)));
    }

    private Balancing recorded(DriftAnswer answer, BalancerRule rule) {
        boolean needed = !rule.readsMap() && redundant();
        boolean moves = needed || answer.decision() == Decision.DYNAMIC;
        String worth = DriftText.verdict(answer) + " Recorded loads: "
                + Figures.tokensPerSecond(answer.none().tokensPerSecond()) + " in order, "
                + Figures.tokensPerSecond(answer.fixed().tokensPerSecond()) + " with one map, "
                + Figures.tokensPerSecond(answer.dynamicTokensPerSecond()) + " moved, all at "
                + Figures.count(answer.sequences()) + " sequences in flight."
                + answer.paying()
                        .map(paying -> " Moving pays from " + Figures.seconds(paying.shortest()) + " on.")
                        .orElse(" Moving pays at no interval.");
        return new Balancing(moves, moves ? answer.bestSteps() : 0, worth);
    }

    private boolean redundant() {
        Degrees degrees = layout.degrees();
        return (long) degrees.slotsPerRank() * degrees.expert()
                > problem.model().experts();
    }

    /** What the same plan is worth with experts in order, as engines have them without a map. */
    private double inOrder() {
        Degrees degrees = layout.degrees();
        ExpertSlots slots = ExpertSlots.inOrder(problem.model(), degrees.slotsPerRank() * degrees.expert());
        return new CostModel(question)
                .evaluate(new Layout(degrees, layout.stages(), slots, layout.devices(), layout.predictionStage()))
                .performance()
                .tokensPerSecond();
    }

    /** Of an engine that reads no map: the plan's is what its balancer has to come to. */
    private Balancing unread(BalancerRule rule) {
        Performance planned = evaluation.performance();
        double ordered = inOrder();
        double gain = planned.tokensPerSecond() / ordered - 1;
        double pause = rule.pauseSeconds(layout.experts().layers());
        long steps = (long) Math.ceil(pause * (1 / PAUSES - 1) / planned.stepSeconds());
        String engine = problem.engine().orElseThrow();
        String worth = engine + " reads no map of experts; in order they serve " + Figures.tokensPerSecond(ordered)
                + ", by the plan's map " + Figures.tokensPerSecond(planned.tokensPerSecond()) + ". ";
        boolean moves = redundant() || gain > VISIBLE;
        return new Balancing(
                moves,
                moves ? steps : 0,
                worth
                        + (moves
                                ? "Its balancer moves them every " + Figures.count(steps) + " steps, so that pauses of "
                                        + Figures.seconds(pause) + " take " + Figures.percent(PAUSES) + " of the time."
                                : "That is not worth moving them; predicted is the plan's."));
    }
}
