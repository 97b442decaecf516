package dev.meshwright.question.check;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Violation;
import dev.meshwright.layout.draft.DegreeName;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.layout.rule.DegreeRules;
import dev.meshwright.layout.rule.LayoutRules;
import dev.meshwright.placement.placing.LayoutPlacer;
import dev.meshwright.placement.placing.LayoutPlacer.Given;
import dev.meshwright.question.check.CheckedPlan.Evaluated;
import dev.meshwright.question.check.Completion.Completed;
import dev.meshwright.question.check.CompletionNotes.Why;
import dev.meshwright.question.check.ReadingChoice.Judged;
import dev.meshwright.question.search.SearchResult.Candidate;
import dev.meshwright.replay.deployment.LoopReplays;
import dev.meshwright.replay.deployment.ServedRequests;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Completes a plan, judges it by the rules, and evaluates whatever of it can be evaluated. */
public final class PlanChecker {

    private static final String UNEVALUABLE =
            "The plan's parts do not fit together, so it has no time or memory to speak of.";

    private final Question question;
    private final Problem problem;
    private final Function<CostModel, LayoutPlacer> quick;
    private final Function<CostModel, LayoutPlacer> thorough;
    private final LoopReplays replays;
    private final EnlargedCluster room;

    /**
     * A checker.
     *
     * @param placers makes the placer that fills in what a plan leaves out
     */
    public PlanChecker(Question question, Function<CostModel, LayoutPlacer> placers) {
        this(question, placers, placers, LoopReplays.NONE);
    }

    /**
     * A checker that looks at many values quickly and places the chosen ones thoroughly, as a search does.
     *
     * @param quick makes the placer of values that are tried
     * @param thorough makes the placer of those that are chosen
     * @param replays of the loops of plans that serve
     */
    public PlanChecker(
            Question question,
            Function<CostModel, LayoutPlacer> quick,
            Function<CostModel, LayoutPlacer> thorough,
            LoopReplays replays) {
        this.question = question;
        this.problem = question.problem();
        this.quick = quick;
        this.thorough = thorough;
        this.replays = replays;
        this.room = new EnlargedCluster(problem);
    }

    /** Checks a plan. */
    public CheckedPlan check(PlanDraft draft) {
        ReadingChoice choice = new ReadingChoice(problem);
        List<Judged> ordered = choice.ordered(Readings.of(draft.degrees(), problem).stream()
                .map(reading -> judged(reading, draft))
                .toList());
        Judged chosen = ordered.getFirst();
        List<String> later = new ArrayList<>();
        room.note(chosen.reading()).ifPresent(later::add);
        CheckedPlan plan = judged(draft, chosen, later);
        List<String> notes = new ArrayList<>();
        choice.note(ordered).ifPresent(notes::add);
        notes.addAll(chosen.completed().notes().sentences(why(chosen.completed(), plan)));
        notes.addAll(plan.notes());
        return new CheckedPlan(plan.question(), plan.degrees(), plan.violations(), plan.evaluated(), notes);
    }

    private CheckedPlan judged(PlanDraft draft, Judged chosen, List<String> notes) {
        Degrees degrees = chosen.completed().degrees();
        Cut stated = stated(degrees.cut(), draft, notes);
        List<Violation> broken = new DegreeRules(problem).violations(new Degrees(stated, degrees.batch()));
        boolean huge = chosen.reading().gpus() > EnlargedCluster.MOST_GPUS;
        if (!LayoutRules.evaluable(broken) || huge) {
            notes.add(
                    huge
                            ? "Nothing is evaluated on more than " + Figures.count(EnlargedCluster.MOST_GPUS) + " GPUs."
                            : UNEVALUABLE);
            return judgedByEngine(new CheckedPlan(question, degrees, broken, Optional.empty(), notes), stated);
        }
        return judgedByEngine(evaluated(draft, chosen, broken, notes), stated);
    }

    /** The same plan with the rules of the engine that it breaks. */
    private CheckedPlan judgedByEngine(CheckedPlan plan, Cut stated) {
        EngineCheck engine = new EngineCheck(question);
        List<Violation> violations = new ArrayList<>(plan.violations());
        violations.addAll(engine.violations(stated, plan.evaluated().map(Evaluated::layout), plan.violations()));
        return new CheckedPlan(plan.question(), plan.degrees(), violations, plan.evaluated(), plan.notes())
                .withNotes(engine.note(stated).stream().toList());
    }

    /** What the values filled in turned out to be. */
    private static Why why(Completed completed, CheckedPlan plan) {
        if (completed.candidate().isPresent()) {
            boolean misses =
                    !completed.candidate().get().evaluation().missedTargets().isEmpty();
            return misses ? Why.BEST_IN_TIME : Why.BEST;
        }
        if (plan.feasible()) {
            return plan.missesTarget() ? Why.NOTHING_FITS : Why.WORKS;
        }
        return plan.violations().stream().allMatch(violation -> violation.constraint() == Constraint.MEMORY)
                ? Why.NOTHING_FITS
                : Why.BROKEN;
    }

    /** The cut as it is stated, to be judged: what is not to be had in inference is left aside after that. */
    private static Cut stated(Cut cut, PlanDraft draft, List<String> notes) {
        int context = draft.degrees().get(DegreeName.CONTEXT).orElse(1);
        int virtual = draft.degrees().get(DegreeName.VIRTUAL_STAGES).orElse(cut.virtualStages());
        if (context != cut.context()) {
            notes.add("Evaluated without context parallelism, which is not to be had here.");
        }
        if (virtual != cut.virtualStages()) {
            notes.add("Evaluated without virtual stages, which inference engines do not have.");
        }
        return cut.withContext(context).withVirtualStages(virtual);
    }

    private CheckedPlan evaluated(PlanDraft draft, Judged chosen, List<Violation> broken, List<String> notes) {
        Problem large = chosen.problem();
        CostModel costModel = chosen.costModel();
        Degrees degrees = chosen.completed().degrees();
        Set<Violation> violations = new LinkedHashSet<>(broken);
        Optional<DeviceMap> devices =
                draft.devices().flatMap(places -> StatedParts.devices(places, large.cluster(), violations));
        if (draft.devices().isPresent() && devices.isEmpty()) {
            notes.add("The stated devices cannot be used; the evaluation is of GPUs in order.");
        }
        Given given = new Given(draft.experts().map(StatedParts::slots), draft.stages(), devices);
        Layout layout = predicting(complete(chosen, given, notes), draft);
        List<Violation> parts = new LayoutRules(large).violations(layout);
        violations.addAll(parts);
        if (!LayoutRules.evaluable(parts)) {
            notes.add(UNEVALUABLE);
            return new CheckedPlan(question.with(large), degrees, List.copyOf(violations), Optional.empty(), notes);
        }
        Evaluation explained = costModel.explain(layout);
        DegreeBound bound = costModel.bound(degrees);
        Optional<ServedRequests> served =
                violations.isEmpty() ? replays.of(costModel, degrees, explained) : Optional.empty();
        Evaluation evaluation =
                served.map(found -> found.judged(explained, large.targets())).orElse(explained);
        violations.addAll(evaluation.violations());
        return new CheckedPlan(
                question.with(large),
                degrees,
                List.copyOf(violations),
                Optional.of(new Evaluated(layout, evaluation, bound, served)),
                notes);
    }

    private static Layout predicting(Layout layout, PlanDraft draft) {
        return new Layout(
                layout.degrees(), layout.stages(), layout.experts(), layout.devices(), draft.predictionStage());
    }

    /** A reading with everything that it leaves open filled in. */
    private Judged judged(Reading reading, PlanDraft draft) {
        Problem large = room.problem(reading);
        CostModel costModel = new CostModel(question.with(large));
        CostModel inTime =
                large.throughputBinds() ? new CostModel(question.with(large.withoutThroughputTarget())) : costModel;
        Optional<DeviceMap> devices =
                draft.devices().flatMap(places -> StatedParts.devices(places, large.cluster(), new LinkedHashSet<>()));
        Given given = new Given(draft.experts().map(StatedParts::slots), draft.stages(), devices);
        Completion completion = new Completion(
                reading,
                draft,
                problem.cluster().gpus(),
                costModel,
                inTime,
                quick.apply(costModel).given(given),
                replays);
        return new Judged(
                reading,
                large,
                costModel,
                completion.complete(degrees -> reading.gpus() <= EnlargedCluster.MOST_GPUS
                        && LayoutRules.evaluable(
                                new LayoutRules(large).violations(inOrder(degrees, given, costModel)))));
    }

    private Layout complete(Judged chosen, Given given, List<String> notes) {
        Degrees degrees = chosen.completed().degrees();
        CostModel costModel = chosen.costModel();
        List<String> missing = new ArrayList<>();
        if (given.stages().isEmpty() && degrees.pipeline() > 1) {
            missing.add("stages");
        }
        if (given.experts().isEmpty() && costModel.kinds().routedLayers() > 0) {
            missing.add("experts");
        }
        if (given.devices().isEmpty()) {
            missing.add("devices");
        }
        Optional<Layout> placed = placed(chosen, given);
        if (!missing.isEmpty()) {
            notes.add((placed.isPresent()
                            ? "Not stated and placed: "
                            : "Not stated and filled in without optimising, as "
                                    + (placeable(chosen, given) ? "no placement fits: " : "the rest breaks rules: "))
                    + String.join(", ", missing) + ".");
        }
        return placed.orElseGet(() -> inOrder(degrees, given, costModel));
    }

    /** Placed thoroughly; the layout that worked where that one does not. */
    private Optional<Layout> placed(Judged chosen, Given given) {
        Degrees degrees = chosen.completed().degrees();
        CostModel costModel = chosen.costModel();
        Optional<Layout> worked = chosen.completed().candidate().map(Candidate::layout);
        if (worked.isPresent() && chosen.completed().candidate().get().placementGap() == 0) {
            return worked;
        }
        if (worked.isEmpty() && !placeable(chosen, given)) {
            return Optional.empty();
        }
        Optional<Layout> found =
                thorough.apply(costModel).given(given).place(degrees).map(LayoutPlacer.Placed::layout);
        if (worked.isEmpty() || found.isEmpty()) {
            return found.or(() -> worked);
        }
        Evaluation evaluation = costModel.evaluate(found.get());
        boolean sound = evaluation.feasible() && evaluation.missedTargets().isEmpty();
        return sound
                        || !chosen.completed()
                                .candidate()
                                .get()
                                .evaluation()
                                .missedTargets()
                                .isEmpty()
                ? found
                : worked;
    }

    /** Parts that do not fit the degrees are for the rules to report, not for the placer. */
    private static boolean placeable(Judged chosen, Given given) {
        Layout layout = inOrder(chosen.completed().degrees(), given, chosen.costModel());
        List<Violation> parts = new LayoutRules(chosen.problem()).violations(layout);
        return LayoutRules.evaluable(parts)
                && parts.stream().noneMatch(part -> part.constraint() == Constraint.REPLICAS_ON_DISTINCT_RANKS);
    }

    /** Layers split evenly, experts and GPUs in order, but for what is given. */
    private static Layout inOrder(Degrees degrees, Given given, CostModel costModel) {
        return given.over(Layout.inOrder(degrees, costModel.problem().model()));
    }
}
