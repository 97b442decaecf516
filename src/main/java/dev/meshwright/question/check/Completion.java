package dev.meshwright.question.check;

import dev.meshwright.cost.CostModel;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.draft.DegreeName;
import dev.meshwright.layout.draft.DegreesDraft;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.layout.rule.DegreeRules;
import dev.meshwright.placement.placing.LayoutPlacer;
import dev.meshwright.question.search.LayoutSearch;
import dev.meshwright.question.search.ReplayedChoice;
import dev.meshwright.question.search.SearchResult.Candidate;
import dev.meshwright.question.search.space.Branching;
import dev.meshwright.question.search.space.FamilySource;
import dev.meshwright.replay.deployment.LoopReplays;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Fills in what a reading of a plan leaves open: as many replicas as the cluster holds, a slot for every expert, and of the
 * batches, virtual stages and recomputation those that suit the objective best under memory and targets, as a search
 * would choose them.
 */
final class Completion {

    private final Reading reading;
    private final PlanDraft draft;
    private final int gpus;
    private final Problem problem;
    private final CostModel costModel;
    private final CostModel inTime;
    private final LayoutPlacer placer;
    private final LoopReplays replays;

    /**
     * A completion.
     *
     * @param gpus that there are
     * @param costModel of the problem, with as many GPUs as the plan needs
     * @param inTime the same without a throughput target that decides
     * @param placer places what the plan does not state
     * @param replays of the loops of what is filled in
     */
    Completion(
            Reading reading,
            PlanDraft draft,
            int gpus,
            CostModel costModel,
            CostModel inTime,
            LayoutPlacer placer,
            LoopReplays replays) {
        this.reading = reading;
        this.draft = draft;
        this.gpus = gpus;
        this.problem = costModel.problem();
        this.costModel = costModel;
        this.inTime = inTime;
        this.placer = placer;
        this.replays = replays;
    }

    /**
     * Degrees with nothing left open.
     *
     * @param degrees complete
     * @param candidate the layout that they make, feasible and within the latency targets; empty where no values do that
     * @param notes on each thing filled in
     */
    record Completed(Degrees degrees, Optional<Candidate> candidate, CompletionNotes notes) {}

    /** The completion; {@code placeable} says whether degrees go with what the plan states of stages, experts and devices. */
    Completed complete(Predicate<Degrees> placeable) {
        Degrees fallback = null;
        for (int replicas : replicas()) {
            OpenDegrees open = new OpenDegrees(problem, reading, replicas, slots());
            Optional<Candidate> best =
                    placeable.test(open.first()) ? oneForEachStage(replicas).or(() -> best(open)) : Optional.empty();
            if (best.isPresent()) {
                Degrees degrees = best.get().layout().degrees();
                return new Completed(degrees, best, notes(degrees));
            }
            if (fallback == null) {
                fallback = closest(open);
            }
        }
        Degrees degrees = Objects.requireNonNull(fallback);
        return new Completed(degrees, Optional.empty(), notes(degrees));
    }

    /**
     * A plan of inference that states a micro-batch and not how many means one for each stage, as engines run them: more in
     * turn are the batch of nobody, unless a target wants them.
     */
    private Optional<Candidate> oneForEachStage(int replicas) {
        boolean open = !(problem.workload() instanceof Training)
                && problem.workload().stepSequences().isEmpty()
                && reading.draft().get(DegreeName.MICRO_BATCH).isPresent()
                && reading.draft().get(DegreeName.MICRO_BATCHES).isEmpty();
        if (!open) {
            return Optional.empty();
        }
        DegreesDraft each =
                reading.draft().withUnlessStated(DegreeName.MICRO_BATCHES, reading.get(DegreeName.PIPELINE));
        OpenDegrees one = new OpenDegrees(problem, new Reading(each, reading.kind()), replicas, slots());
        return search(costModel, one).filter(found -> !missesTargets(found));
    }

    private static boolean missesTargets(Candidate candidate) {
        return !candidate.evaluation().missedTargets().isEmpty();
    }

    private Optional<Candidate> search(CostModel model, FamilySource source) {
        return new LayoutSearch(model, placer, placer, () -> false, event -> {})
                .runOver(source, 0)
                .best();
    }

    /** The best layout of all values that meets every target, or else the latency targets alone. */
    private Optional<Candidate> best(OpenDegrees open) {
        Optional<Candidate> best = search(costModel, open);
        Optional<Candidate> found = best.isPresent() || inTime.equals(costModel)
                ? best
                : search(inTime, open).map(this::underAllTargets);
        return found.map(candidate -> batchStated() ? candidate : replayedInTime(candidate));
    }

    private boolean batchStated() {
        return reading.draft().get(DegreeName.MICRO_BATCH).isPresent();
    }

    /** With fewer sequences where the replay of the loop takes longer than the targets allow, and fewer mend it. */
    private Candidate replayedInTime(Candidate candidate) {
        boolean timed = !problem.targets()
                .ofTimes((aim, statistic) -> OptionalDouble.empty())
                .isEmpty();
        return timed ? new ReplayedChoice(costModel, replays).passing(candidate).orElse(candidate) : candidate;
    }

    private Candidate underAllTargets(Candidate found) {
        return new Candidate(
                found.layout(),
                costModel.evaluate(found.layout()),
                found.bound(),
                found.placementGap(),
                found.bounded());
    }

    /** Where no values work: of those that the rules allow the lightest, which has the fewest sequences in flight. */
    private Degrees closest(OpenDegrees open) {
        List<Degrees> lightest = new ArrayList<>(1);
        double[] bytes = {Double.POSITIVE_INFINITY};
        Branching branching = new Branching(problem);
        open.forEach(family -> branching.lightest(family).forEach(degrees -> {
            double needed = costModel.bound(degrees).memoryBytes();
            if (needed < bytes[0]) {
                bytes[0] = needed;
                lightest.clear();
                lightest.add(degrees);
            }
        }));
        return lightest.isEmpty() ? open.first() : lightest.getFirst();
    }

    /** Numbers to try, the most first: in training those that share the global batch evenly. */
    private List<Integer> replicas() {
        OptionalInt stated = reading.draft().get(DegreeName.REPLICAS);
        if (stated.isPresent()) {
            return List.of(stated.getAsInt());
        }
        long most = Math.max(1, gpus / reading.instance());
        int data = reading.get(DegreeName.DATA);
        int context = reading.draft().get(DegreeName.CONTEXT).orElse(1);
        if (problem.workload() instanceof Training training) {
            List<Integer> sharing = IntStream.iterate((int) most, copies -> copies >= 1, copies -> copies - 1)
                    .filter(copies -> shares(training, (long) data * copies, context))
                    .boxed()
                    .toList();
            return sharing.isEmpty() ? List.of((int) most) : sharing;
        }
        OptionalInt asked = problem.workload().stepSequences();
        return List.of((int) (asked.isPresent() ? Math.max(1, Math.min(most, asked.getAsInt() / data)) : most));
    }

    private static boolean shares(Training training, long copies, int context) {
        return copies % context == 0 && (long) training.globalBatch() * context % copies == 0;
    }

    /** As stated, or as the stated placement has them, or one per expert and the redundant ones that a search may add. */
    private List<Integer> slots() {
        OptionalInt stated = reading.draft().get(DegreeName.SLOTS_PER_RANK);
        if (stated.isPresent()) {
            return List.of(stated.getAsInt());
        }
        int experts = new DegreeRules(problem).experts();
        int ranks = reading.get(DegreeName.EXPERT);
        if (experts == 0) {
            return List.of(0);
        }
        if (draft.experts().filter(rows -> !rows.isEmpty()).isPresent()) {
            List<List<Integer>> row = draft.experts().get().getFirst();
            int all = row.stream().mapToInt(List::size).sum();
            return List.of(
                    row.size() == 1
                            ? all / ranks
                            : row.stream().mapToInt(List::size).max().orElse(0));
        }
        int needed = Math.ceilDiv(experts, ranks);
        int spare = problem.expertLoad().even() ? 0 : problem.limits().redundantSlotsPerRank();
        return IntStream.rangeClosed(needed, Math.max(needed, Math.min(experts, needed + spare)))
                .boxed()
                .toList();
    }

    private CompletionNotes notes(Degrees degrees) {
        return new CompletionNotes(reading, draft, gpus, problem, degrees);
    }
}
