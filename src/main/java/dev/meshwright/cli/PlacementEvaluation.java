package dev.meshwright.cli;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.PlacementCosts;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.ExpertLoad;
import dev.meshwright.facts.workload.RecordedLoads;
import dev.meshwright.layout.DegreesDraft;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.PlanDraft;
import dev.meshwright.placement.experts.ExpertPlacement;
import dev.meshwright.placement.experts.ExpertProblem;
import dev.meshwright.placement.experts.traffic.NodeTraffic;
import dev.meshwright.question.check.CheckedPlan;
import dev.meshwright.question.check.PlanChecker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a placement means for a whole step, by the cost model: attention data-parallel over the ranks, experts parallel
 * over the same ranks, one stage, the recorded loads in place of the problem's own.
 */
final class PlacementEvaluation {

    private final Planner planner;
    private final Problem problem;
    private final int ranks;
    private final int slotsPerRank;

    PlacementEvaluation(Problem problem, Planner planner, List<RecordedLoads> files, int ranks, int slotsPerRank) {
        this.planner = planner;
        this.ranks = ranks;
        this.slotsPerRank = slotsPerRank;
        this.problem = withLoads(problem, files);
        CostModel costModel = new CostModel(planner.question(this.problem));
        if (costModel.kinds().routedLayers() != files.getFirst().loads().length
                || costModel.kinds().experts() != files.getFirst().loads()[0].length) {
            throw new InvalidInputException(List.of(new Fault(
                    "",
                    "--problem",
                    problem.name(),
                    "has " + costModel.kinds().routedLayers() + " MoE layers of "
                            + costModel.kinds().experts()
                            + " experts, the loads " + files.getFirst().loads().length + " of "
                            + files.getFirst().loads()[0].length,
                    "")));
        }
    }

    private static Problem withLoads(Problem problem, List<RecordedLoads> files) {
        double[][] mean =
                new double[files.getFirst().loads().length][files.getFirst().loads()[0].length];
        for (RecordedLoads file : files) {
            for (int layer = 0; layer < mean.length; layer++) {
                double sum = java.util.Arrays.stream(file.loads()[layer]).sum();
                for (int expert = 0; expert < mean[layer].length; expert++) {
                    mean[layer][expert] += file.loads()[layer][expert] / sum / files.size();
                }
            }
        }
        return problem.withExpertLoad(new ExpertLoad.Measured(mean, "LOADS"));
    }

    private CheckedPlan check(ExpertPlacement placement) {
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
        DegreesDraft degrees = new DegreesDraft(
                1,
                ranks,
                ranks,
                1,
                1,
                OptionalInt.of(1),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                OptionalInt.of(slotsPerRank),
                OptionalInt.empty(),
                DegreesDraft.Reading.STATED);
        PlanDraft draft = new PlanDraft(
                Optional.empty(),
                Optional.empty(),
                degrees,
                Optional.empty(),
                Optional.of(experts),
                Optional.empty(),
                List.of());
        return new PlanChecker(planner.question(problem), planner::placer).check(draft);
    }

    /** The whole step under a placement; empty where the cost model cannot evaluate it. */
    Optional<Evaluation> evaluate(ExpertPlacement placement) {
        return check(placement).evaluated().map(CheckedPlan.Evaluated::evaluation);
    }

    private ExpertPlacement inOrder() {
        int experts = problem.expertLoad() instanceof ExpertLoad.Measured measured ? measured.counts()[0].length : 0;
        int layers = problem.expertLoad() instanceof ExpertLoad.Measured measured ? measured.counts().length : 0;
        int[][] rows = new int[layers][ranks * slotsPerRank];
        for (int[] row : rows) {
            java.util.Arrays.setAll(row, slot -> slot % experts);
        }
        return new ExpertPlacement(rows);
    }

    /** The costs of slots under these degrees. */
    PlacementCosts costs() {
        CheckedPlan plan = check(inOrder());
        return new CostModel(plan.question()).placementCosts(plan.degrees());
    }

    /**
     * What one node more per token costs a layer: the exchange over all islands less that inside one, over the nodes that
     * a token is sent to when experts lie in order.
     */
    double nanosecondsPerNode(int nodes, List<NodeTraffic> traffic, ExpertProblem placement) {
        PlacementCosts costs = costs();
        ExpertPlacement order = inOrder();
        ExpertSlots slots = new ExpertSlots(order.physicalToLogical());
        List<Double> near = costs.stageSeconds(slots, 0, 1).layers();
        List<Double> far = costs.stageSeconds(slots, 0, nodes).layers();
        double seconds = 0;
        for (int layer = 0; layer < near.size(); layer++) {
            seconds += Math.max(0, far.get(layer) - near.get(layer)) / order.layers();
        }
        double sent = 0;
        int perNode = ranks / nodes * slotsPerRank;
        for (int layer = 0; layer < order.layers(); layer++) {
            long[] masks = new long[placement.experts()];
            for (int slot = 0; slot < order.slots(); slot++) {
                masks[order.expert(layer, slot)] |= 1L << (slot / perNode);
            }
            sent += traffic.get(layer).nodesPerToken(masks) / order.layers();
        }
        return sent > 1 ? seconds * 1e9 / (sent - 1) : 0;
    }
}
