package dev.meshwright.question.place;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.facts.engine.BalancerRule;
import dev.meshwright.facts.workload.RecordedLoads;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.experts.ExpertPlacement;
import dev.meshwright.placement.experts.ExpertPlacer;
import dev.meshwright.placement.experts.PlainProblem;
import dev.meshwright.placement.experts.planner.BalanceBounds;
import dev.meshwright.placement.experts.planner.ExpertPlacers;
import dev.meshwright.question.place.DriftAnswer.Decision;
import dev.meshwright.question.place.DriftAnswer.Transfer;
import dev.meshwright.question.place.DriftAnswer.Worth;
import dev.meshwright.question.place.PlaceRequest.Aim;
import dev.meshwright.question.place.PlaceRequest.Effort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Weighs one map of experts against moving them while a model serves, over loads that were recorded one after the other. */
public final class DriftPlanner {

    /** A gain below this is not seen on hardware: ranks differ by more from step to step, whatever their balance. */
    private static final double VISIBLE = 0.01;

    private final ExpertPlanner planner;
    private final DriftRequest request;
    private final Question question;
    private final List<RecordedLoads> loads;
    private final List<StepEvaluation> steps = new ArrayList<>();

    private DriftPlanner(ExpertPlanner planner, DriftRequest request) {
        this.planner = planner;
        this.request = request;
        this.loads = request.place().loads();
        this.question = require(request);
    }

    /**
     * The answer to a request.
     *
     * @param planner places
     * @throws InvalidInputException with all that is wrong with the request
     */
    public static DriftAnswer answer(ExpertPlanner planner, DriftRequest request) {
        return new DriftPlanner(planner, request).weighed();
    }

    private static Question require(DriftRequest request) {
        RequestFaults.check(request.place());
        List<Fault> faults = new ArrayList<>();
        if (request.place().loads().size() < 2) {
            faults.add(RequestFaults.fault(
                    "--every",
                    request.place().loads().size() + " recording",
                    "needs two recordings at least, in the order in which they were made",
                    ""));
        }
        if (request.place().question().isEmpty()) {
            faults.add(RequestFaults.fault("--every", "", "needs --problem, which says model, GPUs and engine", ""));
        }
        if (!(request.periodSeconds() > 0)) {
            faults.add(RequestFaults.fault("--every", request.periodSeconds(), "must be a time above 0", ""));
        }
        if (request.pauseSeconds().isPresent() && !(request.pauseSeconds().getAsDouble() >= 0)) {
            faults.add(RequestFaults.fault("--pause", request.pauseSeconds().getAsDouble(), "must be 0 or more", ""));
        }
        if (!faults.isEmpty()) {
            throw new InvalidInputException(faults);
        }
        return request.place().question().orElseThrow();
    }

    private DriftAnswer weighed() {
        PlaceRequest place = request.place();
        int ranks = place.shape().ranks();
        int slotsPerRank = place.slots() / ranks;
        for (RecordedLoads recorded : loads) {
            steps.add(new StepEvaluation(
                    question, planner.placers(), List.of(recorded), ranks, slotsPerRank, request.degrees()));
        }
        ExpertPlacement today = place.migration().current().orElseGet(() -> placed(ExpertPlacers.CONTIGUOUS, 0));
        List<ExpertPlacement> own = IntStream.range(0, loads.size())
                .mapToObj(recording -> placed(ExpertPlacers.EPLB, recording))
                .toList();
        ExpertPlacement all = fixed(loads);
        Worth balanced = worth(0, own::get);
        // The first recording has none before it: losses are those of the changes.
        Worth before = worth(1, recording -> own.get(recording - 1));
        double loss = Math.max(0, worth(1, own::get).tokensPerSecond() - before.tokensPerSecond());
        Optional<BalancerRule> rule = rule();
        Transfer transfer = transfer(own, rule);
        Rebalancing rebalancing = new Rebalancing(
                balanced.tokensPerSecond(),
                balanced.tokensPerSecond() - loss,
                request.periodSeconds(),
                pause(rule, transfer));
        DriftAnswer open = new DriftAnswer(
                question.problem().engine(),
                rule.map(BalancerRule::readsMap).orElse(true),
                worth(0, unused -> today),
                worth(0, this::fixedWithout),
                worth(0, unused -> all),
                balanced,
                before,
                rebalancing,
                transfer,
                stepSeconds(own),
                steps.getFirst().sequences(),
                Decision.NONE,
                Optional.empty());
        return decided(open);
    }

    private double stepSeconds(List<ExpertPlacement> own) {
        return IntStream.range(0, own.size())
                .mapToDouble(recording ->
                        evaluated(recording, own.get(recording)).performance().stepSeconds())
                .average()
                .orElseThrow();
    }

    private Optional<BalancerRule> rule() {
        return question.problem()
                .engine()
                .flatMap(engine -> BalancerRule.of(
                        engine, question.problem().assumptions().setup().version()));
    }

    /** What is worth most; of what no measurement tells apart, the simplest. */
    private static DriftAnswer decided(DriftAnswer open) {
        double none = open.none().tokensPerSecond();
        double fixed = open.readsMap() ? open.fixed().tokensPerSecond() : 0;
        double dynamic = open.dynamicTokensPerSecond();
        double enough = Math.max(none, Math.max(fixed, dynamic)) / (1 + VISIBLE);
        Decision decision = none >= enough ? Decision.NONE : fixed >= enough ? Decision.STATIC : Decision.DYNAMIC;
        return new DriftAnswer(
                open.engine(),
                open.readsMap(),
                open.none(),
                open.fixed(),
                open.known(),
                open.balanced(),
                open.stale(),
                open.rebalancing(),
                open.transfer(),
                open.stepSeconds(),
                open.sequences(),
                decision,
                open.rebalancing().paying(open.otherwise()));
    }

    private PlainProblem plain(int recording) {
        PlaceRequest place = request.place();
        return PlainProblem.fromLoads(
                place.shape().ranks(),
                place.slots() / place.shape().ranks(),
                loads.get(recording).loads(),
                BalanceBounds.cost(place.shape().ranks()),
                place.shape().distinctRanks());
    }

    private ExpertPlacement placed(ExpertPlacer placer, int recording) {
        return placer.place(
                        plain(recording),
                        Budget.ofMoves(0, request.place().effort().seed()))
                .placement();
    }

    /** One map that is balanced over several recordings, whatever its weight on a step. */
    private ExpertPlacement fixed(List<RecordedLoads> from) {
        PlaceRequest place = request.place();
        long moves = place.effort().moves() < 0 ? USUAL_MOVES : place.effort().moves();
        PlaceRequest asked = new PlaceRequest(
                from,
                place.shape(),
                PlaceRequest.Routing.FREE,
                new Aim(
                        Optional.of(PlaceRequest.Goal.balance),
                        List.of(),
                        place.aim().robust()),
                Optional.empty(),
                PlaceRequest.Migration.NONE,
                false,
                new Effort(moves, place.effort().seed(), place.effort().timeLimit()));
        return planner.answer(asked).placed().placement();
    }

    /** A map is made once for every recording: as much of a search as shows. */
    private static final long USUAL_MOVES = 30_000;

    private ExpertPlacement fixedWithout(int recording) {
        List<RecordedLoads> others = new ArrayList<>(loads);
        others.remove(recording);
        return fixed(others);
    }

    private Worth worth(int first, IntFunction<ExpertPlacement> placements) {
        double tokens = 0;
        double balance = 0;
        for (int recording = first; recording < loads.size(); recording++) {
            ExpertPlacement placement = placements.apply(recording);
            tokens += evaluated(recording, placement).performance().tokensPerSecond();
            balance += maxOverMean(plain(recording), placement);
        }
        int count = loads.size() - first;
        return new Worth(balance / count, tokens / count);
    }

    private static double maxOverMean(PlainProblem problem, ExpertPlacement placement) {
        return IntStream.range(0, problem.layers())
                .mapToDouble(layer -> problem.layer(layer).maxOverMean(placement.layer(layer)))
                .average()
                .orElseThrow();
    }

    private Evaluation evaluated(int recording, ExpertPlacement placement) {
        return steps.get(recording)
                .evaluate(placement)
                .orElseThrow(() -> RequestFaults.wrong(
                        "--problem",
                        question.problem().name(),
                        "cannot be evaluated with " + request.place().shape().ranks() + " expert ranks",
                        "Maybe another number of --ranks."));
    }

    private double pause(Optional<BalancerRule> rule, Transfer transfer) {
        double waiting = transfer.overlapped() ? 0 : transfer.seconds();
        return request.pauseSeconds()
                .orElse(waiting
                        + rule.map(known -> known.pauseSeconds(loads.getFirst().layers()))
                                .orElse(0.0));
    }

    private Transfer transfer(List<ExpertPlacement> own, Optional<BalancerRule> rule) {
        int ranks = request.place().shape().ranks();
        double fraction = 0;
        double bytes = 0;
        double seconds = 0;
        for (int change = 1; change < own.size(); change++) {
            Moves moves = Moves.of(own.get(change - 1), own.get(change), ranks);
            double ofBusiest = moves.ofBusiest() * steps.get(change).slotBytes();
            fraction += moves.all()
                    / (double) (own.get(change).layers() * own.get(change).slots());
            bytes += ofBusiest;
            seconds += steps.get(change).sendSeconds(ofBusiest);
        }
        int changes = own.size() - 1;
        return new Transfer(
                fraction / changes,
                bytes / changes,
                seconds / changes,
                rule.map(BalancerRule::overlapped).orElse(false));
    }
}
