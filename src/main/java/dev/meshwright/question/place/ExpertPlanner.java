package dev.meshwright.question.place;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.InfeasiblePlacementException;
import dev.meshwright.placement.experts.ExpertPlacement;
import dev.meshwright.placement.experts.ExpertProblem;
import dev.meshwright.placement.experts.LoadProfile;
import dev.meshwright.placement.experts.PlacedLayers;
import dev.meshwright.placement.experts.planner.BalanceBounds;
import dev.meshwright.placement.experts.planner.ExpertPlacers;
import dev.meshwright.placement.experts.planner.PlacementPlanner;
import dev.meshwright.placement.experts.planner.PlacementPolicies;
import dev.meshwright.placement.experts.planner.PolicyRun;
import dev.meshwright.question.place.PlaceAnswer.Rival;
import dev.meshwright.question.search.Placers;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * Places experts alone.
 *
 * @param policies whose own planner places
 * @param placers fill in what a placement of experts leaves open of a layout
 * @param cancelled once true, the best so far is the answer
 */
public record ExpertPlanner(PlacementPolicies policies, Placers placers, BooleanSupplier cancelled) {

    /**
     * The placement that a request asks for.
     *
     * @throws InvalidInputException with all that is wrong with the request
     * @throws InfeasiblePlacementException if no placement can exist
     */
    public PlaceAnswer answer(PlaceRequest request) {
        PosedPlacement posed = PosedPlacement.of(request, placers);
        ExpertProblem problem = posed.problem();
        List<ExpertProblem> problemOfLayer = problems(request, problem);
        PolicyRun.Placed run = policies.planned(problemOfLayer, budget(request, problem));
        return new PlaceAnswer(
                problem,
                run.placed(),
                BalanceBounds.of(problemOfLayer, run.placed(), request.timed()),
                run.milliseconds(),
                today(problem),
                request.compare() ? rivals(posed, run.placed()) : List.of(),
                posed.evaluations().stream()
                        .mapToLong(StepEvaluation::sequences)
                        .findFirst());
    }

    private Budget budget(PlaceRequest request, ExpertProblem problem) {
        PlaceRequest.Effort effort = request.effort();
        long perLayer = effort.moves() >= 0 ? effort.moves() : PlacementPlanner.usualMoves(problem);
        Budget budget =
                Budget.ofMoves(perLayer * problem.layers(), effort.seed()).withCancelled(cancelled);
        return effort.timeLimit().map(budget::withTimeLimit).orElse(budget);
    }

    /** The problem of each layer: the same, unless layers get different numbers of slots. */
    private static List<ExpertProblem> problems(PlaceRequest request, ExpertProblem problem) {
        return request.shape().slotsPerLayer().equals("auto")
                ? Arrays.stream(PlacementPlanner.slotsPerLayer(problem))
                        .mapToObj(problem::withSlotsPerRank)
                        .toList()
                : Collections.nCopies(problem.layers(), problem);
    }

    /** What is in force, or experts in order. */
    private static PlacedLayers today(ExpertProblem problem) {
        Optional<ExpertPlacement> current = problem.migration().map(ExpertProblem.Migration::current);
        return PlacementPlanner.judge(
                current.isPresent() ? "today" : "today (experts in order)",
                problem,
                current.orElseGet(() -> ExpertPlacers.CONTIGUOUS
                        .place(problem.meanProfile(), Budget.ofMoves(0, 1))
                        .placement()));
    }

    private static List<Rival> rivals(PosedPlacement posed, PlacedLayers placed) {
        ExpertProblem problem = posed.problem();
        Budget none = Budget.ofMoves(0, posed.request().effort().seed());
        ExpertPlacement eplb =
                ExpertPlacers.EPLB.place(problem.meanProfile(), none).placement();
        return List.of(
                rival(posed, today(problem)),
                rival(posed, PlacementPlanner.judge("EPLB-style", problem, eplb)),
                rival(posed, placed));
    }

    private static Rival rival(PosedPlacement posed, PlacedLayers placed) {
        ExpertProblem problem = posed.problem();
        List<StepEvaluation> evaluations = posed.evaluations();
        double stepSeconds = evaluations.isEmpty() ? Double.NaN : 0;
        double tokensPerSecond = stepSeconds;
        double total =
                problem.profiles().stream().mapToDouble(LoadProfile::weight).sum();
        for (int profile = 0; profile < evaluations.size(); profile++) {
            double weight = problem.profiles().get(profile).weight() / total;
            Optional<Performance> performance =
                    evaluations.get(profile).evaluate(placed.placement()).map(Evaluation::performance);
            stepSeconds += weight * performance.map(Performance::stepSeconds).orElse(Double.NaN);
            tokensPerSecond +=
                    weight * performance.map(Performance::tokensPerSecond).orElse(Double.NaN);
        }
        return new Rival(
                placed.placer(),
                PlaceAnswer.mean(placed.maxOverMean(problem)),
                placed.nodesPerToken(),
                problem.migration().isPresent() ? OptionalLong.of(placed.moves()) : OptionalLong.empty(),
                placed.feasible(),
                stepSeconds,
                tokensPerSecond);
    }
}
