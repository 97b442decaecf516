package dev.meshwright.workbench.rival;

import dev.meshwright.answer.SearchAnswer;
import dev.meshwright.answer.WhyNotAnswer;
import dev.meshwright.cost.CostModel;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.SearchLimits;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.draft.DegreeName;
import dev.meshwright.layout.draft.DegreesDraft;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.workbench.CheckRequest;
import dev.meshwright.workbench.SearchRequest;
import dev.meshwright.workbench.Watch;
import dev.meshwright.workbench.Workbench;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Degrees that somebody names, and why they are not the answer. */
public final class NamedDegrees {

    private NamedDegrees() {}

    /** What keeps {@code named} from being what {@code found} is; degrees that it does not name are free. */
    public static WhyNotAnswer whyNot(
            Workbench workbench, SearchRequest request, SearchAnswer.Found found, PlanDraft named, Watch watch) {
        Degrees best = found.argument().winner().layout().degrees();
        String name = words(named.degrees());
        if (same(named.degrees(), best)) {
            return new WhyNotAnswer.TheAnswer(name);
        }
        Problem problem = request.problem().problem();
        Problem limited = problem.withLimits(limits(named.degrees(), problem.limits()));
        ProblemDocument document = new ProblemDocument(
                limited, request.problem().notes(), request.problem().digest());
        SearchAnswer answer =
                workbench.search(new SearchRequest(document, request.constants(), 0, false, request.effort()), watch);
        return switch (answer) {
            case SearchAnswer.Found other ->
                new WhyNotAnswer.Lost(
                        name,
                        found.argument()
                                .rival(
                                        new CostModel(workbench.question(problem, request.constants())),
                                        other.argument().winner()));
            case SearchAnswer.NothingFound nothing ->
                new WhyNotAnswer.Infeasible(
                        name,
                        workbench.check(check(request, named), watch).plan().violations(),
                        nothing.shortage());
            case SearchAnswer.NoneYet none ->
                new WhyNotAnswer.Unknown(name, none.unfinished().sentence());
            case SearchAnswer.Split split ->
                new WhyNotAnswer.Unknown(
                        name,
                        "With them two pools are best: "
                                + split.argument().pools().shortName() + ".");
            case SearchAnswer.NoPools none -> new WhyNotAnswer.Unknown(name, none.reason());
        };
    }

    private static CheckRequest check(SearchRequest request, PlanDraft named) {
        return new CheckRequest(
                request.problem(), named, request.constants(), List.of(), OptionalInt.empty(), false, request.effort());
    }

    private static Stream<DegreeName> searched() {
        return Stream.of(
                DegreeName.TENSOR,
                DegreeName.DATA,
                DegreeName.EXPERT,
                DegreeName.EXPERT_TENSOR,
                DegreeName.PIPELINE,
                DegreeName.REPLICAS);
    }

    private static boolean same(DegreesDraft named, Degrees best) {
        return searched()
                .allMatch(name -> named.get(name).isEmpty()
                        || named.get(name).getAsInt() == best.named().getOrDefault(name.field(), 1));
    }

    private static SearchLimits limits(DegreesDraft named, SearchLimits limits) {
        return new SearchLimits(
                        only(named, DegreeName.TENSOR, limits.tensor()),
                        only(named, DegreeName.DATA, limits.data()),
                        only(named, DegreeName.EXPERT, limits.expert()),
                        only(named, DegreeName.EXPERT_TENSOR, limits.expertTensor()),
                        only(named, DegreeName.PIPELINE, limits.pipeline()),
                        only(named, DegreeName.REPLICAS, limits.replicas()),
                        only(named, DegreeName.MICRO_BATCH, limits.microBatch()),
                        limits.maxPipeline(),
                        limits.tensorWithinNode(),
                        limits.redundantSlotsPerRank())
                .withEngines(limits);
    }

    private static List<Integer> only(DegreesDraft named, DegreeName name, List<Integer> others) {
        OptionalInt value = named.get(name);
        return value.isPresent() ? List.of(value.getAsInt()) : others;
    }

    private static String words(DegreesDraft named) {
        return searched()
                .filter(name -> named.get(name).isPresent())
                .map(name -> name.abbreviation() + named.get(name).getAsInt())
                .reduce((one, other) -> one + " " + other)
                .orElse("");
    }
}
