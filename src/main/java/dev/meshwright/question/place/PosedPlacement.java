package dev.meshwright.question.place;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.facts.workload.RecordedLoads;
import dev.meshwright.placement.InfeasiblePlacementException;
import dev.meshwright.placement.experts.ExpertPlacement;
import dev.meshwright.placement.experts.ExpertProblem;
import dev.meshwright.placement.experts.ExpertProblem.Migration;
import dev.meshwright.placement.experts.LoadProfile;
import dev.meshwright.placement.experts.SlotCost;
import dev.meshwright.placement.experts.planner.BalanceBounds;
import dev.meshwright.question.search.Placers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A request made one {@link ExpertProblem}, with what is needed to say what placements of it are worth. */
public final class PosedPlacement {

    private final PlaceRequest request;
    private final TrafficModel traffic;
    private final List<StepEvaluation> evaluations;
    private final ExpertProblem problem;

    private PosedPlacement(
            PlaceRequest request, TrafficModel traffic, List<StepEvaluation> evaluations, ExpertProblem problem) {
        this.request = request;
        this.traffic = traffic;
        this.evaluations = evaluations;
        this.problem = problem;
    }

    /**
     * The problem that a request poses.
     *
     * @param placers fill in what a placement of experts leaves open of a layout
     * @throws InvalidInputException with all that is wrong with the request
     * @throws InfeasiblePlacementException if no placement can exist
     */
    public static PosedPlacement of(PlaceRequest request, Placers placers) {
        RequestFaults.check(request);
        int slotsPerRank = request.slots() / request.shape().ranks();
        Optional<StepEvaluation> together = request.question()
                .map(question -> new StepEvaluation(
                        question, placers, request.loads(), request.shape().ranks(), slotsPerRank));
        // Each profile is a workload of its own.
        List<StepEvaluation> evaluations = new ArrayList<>();
        request.question().ifPresent(question -> request.loads()
                .forEach(profile -> evaluations.add(new StepEvaluation(
                        question, placers, List.of(profile), request.shape().ranks(), slotsPerRank))));
        Optional<StepEvaluation> timed = together.filter(step -> request.timed());
        SlotCost cost = timed.<SlotCost>map(StepEvaluation::costs)
                .orElseGet(() -> BalanceBounds.cost(request.shape().ranks()));
        ExpertProblem untravelled = new ExpertProblem(
                request.shape().ranks(),
                request.shape().nodes(),
                slotsPerRank,
                request.shape().distinctRanks(),
                profiles(request, cost),
                request.loads().size() == 1 ? 0 : request.worstShare(),
                migration(request),
                Optional.empty(),
                request.wholeGroups());
        TrafficModel traffic = new TrafficModel(request);
        return new PosedPlacement(request, traffic, evaluations, traffic.added(untravelled, timed));
    }

    private static List<LoadProfile> profiles(PlaceRequest request, SlotCost cost) {
        List<Double> weights = request.aim().weights();
        List<LoadProfile> profiles = new ArrayList<>();
        for (RecordedLoads file : request.loads()) {
            double weight = weights.isEmpty() ? 1 : weights.get(profiles.size());
            profiles.add(LoadProfile.fromLoads(file.name(), weight, file.loads(), cost));
        }
        return profiles;
    }

    private static Optional<Migration> migration(PlaceRequest request) {
        long all = (long) request.layers() * request.slots();
        return request.migration()
                .current()
                .map(current -> new Migration(
                        current,
                        request.migration().most().map(most -> slots(most, all)).orElse(all)));
    }

    /** What {@code most} says, of {@code all} slots. */
    private static long slots(String most, long all) {
        double value = PlaceRequest.number(most.replaceFirst("\\s*%$", ""));
        return (long) (most.endsWith("%") ? all * value / 100 : value);
    }

    /** What is asked. */
    public PlaceRequest request() {
        return request;
    }

    /** It as a problem. */
    public ExpertProblem problem() {
        return problem;
    }

    /** One per profile, where a question is behind the loads. */
    List<StepEvaluation> evaluations() {
        return evaluations;
    }

    /** Nodes per token of a placement on sampled tokens that it was not made for; empty where tokens are not sampled. */
    public OptionalDouble nodesPerTokenUnseen(ExpertPlacement placement) {
        return traffic.nodesPerTokenUnseen(problem, placement);
    }
}
