package dev.meshwright.question.place;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.PlacementCosts;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.ExpertLoad;
import dev.meshwright.facts.workload.RecordedLoads;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.draft.DegreeName;
import dev.meshwright.layout.draft.DegreesDraft;
import dev.meshwright.layout.draft.PlanDraft;
import dev.meshwright.placement.experts.ExpertPlacement;
import dev.meshwright.placement.placing.ExpertCosts;
import dev.meshwright.question.check.CheckedPlan;
import dev.meshwright.question.check.PlanChecker;
import dev.meshwright.question.search.Placers;
import dev.meshwright.replay.deployment.LoopReplays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a placement means for a whole step, by the cost model: attention data-parallel over the ranks, experts parallel
 * over the same ranks, one stage, the recorded loads in place of the problem's own. The batch is chosen once, for experts
 * in order that are all equally popular, and held under every load and every placement: what steps of different batches
 * deliver says nothing of placements.
 */
final class StepEvaluation {

    private final Question question;
    private final Placers placers;
    private final int ranks;
    private final int slotsPerRank;
    private final DegreesDraft degrees;
    private final long sequences;

    /**
     * The step of a question's model under {@code loads}.
     *
     * @param placers fill in what a placement of experts leaves open
     * @throws InvalidInputException if the loads are not of the model's layers
     */
    StepEvaluation(Question question, Placers placers, List<RecordedLoads> loads, int ranks, int slotsPerRank) {
        this(question, placers, loads, ranks, slotsPerRank, Optional.empty());
    }

    /** The same under the degrees of a plan. */
    StepEvaluation(
            Question question,
            Placers placers,
            List<RecordedLoads> loads,
            int ranks,
            int slotsPerRank,
            Optional<DegreesDraft> degrees) {
        this.question = question.with(withLoads(question.problem(), loads));
        this.placers = placers;
        this.ranks = ranks;
        this.slotsPerRank = slotsPerRank;
        CostModel costModel = new CostModel(this.question);
        RecordedLoads first = loads.getFirst();
        if (costModel.kinds().routedLayers() != first.layers()
                || costModel.kinds().experts() != first.experts()) {
            throw RequestFaults.wrong(
                    "--problem",
                    question.problem().name(),
                    "has " + costModel.kinds().routedLayers() + " MoE layers of "
                            + costModel.kinds().experts()
                            + " experts, the loads " + first.layers() + " of " + first.experts(),
                    "");
        }
        Degrees held = held(question, degrees.orElseGet(this::copiesOverRanks));
        this.degrees = DegreesDraft.of(held);
        long places = held.sequences(question.problem().workload());
        this.sequences =
                Math.min(places, question.problem().workload().stepSequences().orElse(Integer.MAX_VALUE));
    }

    /** Degrees with the batch that suits experts in order where all are equally popular, whatever loads were recorded. */
    private Degrees held(Question asked, DegreesDraft stated) {
        Question even = asked.with(asked.problem().withExpertLoad(new ExpertLoad.Uniform()));
        return check(even, stated, new ExpertPlacement(rowsInOrder())).degrees();
    }

    private static Problem withLoads(Problem problem, List<RecordedLoads> files) {
        return problem.withExpertLoad(RecordedLoads.mean(files, "LOADS"));
    }

    private CheckedPlan check(ExpertPlacement placement) {
        return check(question, degrees, placement);
    }

    private CheckedPlan check(Question asked, DegreesDraft stated, ExpertPlacement placement) {
        List<List<List<Integer>>> experts = new ArrayList<>();
        for (int layer = 0; layer < placement.layers(); layer++) {
            List<List<Integer>> onRanks = new ArrayList<>();
            int[] slots = placement.layer(layer);
            for (int rank = 0; rank < ranks; rank++) {
                List<Integer> onRank = new ArrayList<>();
                for (int slot = rank * slots.length / ranks; slot < (rank + 1) * slots.length / ranks; slot++) {
                    onRank.add(slots[slot]);
                }
                onRanks.add(onRank);
            }
            experts.add(onRanks);
        }
        PlanDraft draft = new PlanDraft(
                Optional.empty(),
                Optional.empty(),
                stated,
                Optional.empty(),
                Optional.of(experts),
                Optional.empty(),
                List.of());
        return new PlanChecker(asked, placers::quick, placers::thorough, LoopReplays.NONE).check(draft);
    }

    private DegreesDraft copiesOverRanks() {
        return new DegreesDraft(
                Map.of(
                        DegreeName.TENSOR, 1,
                        DegreeName.DATA, ranks,
                        DegreeName.EXPERT, ranks,
                        DegreeName.EXPERT_TENSOR, 1,
                        DegreeName.PIPELINE, 1,
                        DegreeName.REPLICAS, 1,
                        DegreeName.SLOTS_PER_RANK, slotsPerRank),
                Optional.empty(),
                DegreesDraft.Form.FIELDS);
    }

    /** The whole step under a placement; empty where the cost model cannot evaluate it. */
    Optional<Evaluation> evaluate(ExpertPlacement placement) {
        return check(placement).evaluated().map(CheckedPlan.Evaluated::evaluation);
    }

    /** Sequences in flight in the whole system, the same under every placement. */
    long sequences() {
        return sequences;
    }

    /** What experts cost under these degrees. */
    ExpertCosts costs() {
        return new ExpertCosts(placementCosts(), 0);
    }

    private PlacementCosts placementCosts() {
        CheckedPlan plan = check(new ExpertPlacement(rowsInOrder()));
        return new CostModel(plan.question()).placementCosts(plan.degrees());
    }

    /** Bytes of a slot of one layer on a GPU. */
    double slotBytes() {
        return placementCosts().slotBytes();
    }

    /** Seconds in which a rank receives {@code bytes} of others: over the network where the ranks of a layer leave an island. */
    double sendSeconds(double bytes) {
        return placementCosts().sendSeconds(bytes);
    }

    /** Experts in order on the ranks, as engines place them by themselves. */
    ExpertSlots inOrder() {
        return new ExpertSlots(rowsInOrder());
    }

    private int[][] rowsInOrder() {
        CostModel costModel = new CostModel(question);
        int experts = costModel.kinds().experts();
        int[][] rows = new int[costModel.kinds().routedLayers()][ranks * slotsPerRank];
        for (int[] row : rows) {
            Arrays.setAll(row, slot -> slot % experts);
        }
        return rows;
    }
}
