package dev.meshwright.cli;

import dev.meshwright.check.CheckedPlan;
import dev.meshwright.check.PlanChecker;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.Evaluation;
import dev.meshwright.cost.PlacementCosts;
import dev.meshwright.io.Fault;
import dev.meshwright.io.InvalidInputException;
import dev.meshwright.io.RecordedLoads;
import dev.meshwright.layout.DegreeName;
import dev.meshwright.layout.DegreesDraft;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.PlanDraft;
import dev.meshwright.placement.ExpertPlacement;
import dev.meshwright.placement.NodeTraffic;
import dev.meshwright.placement.PlacementProblem;
import dev.meshwright.problem.Problem;
import dev.meshwright.workload.ExpertLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        CostModel costModel = new CostModel(this.problem, planner.efficiencies());
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
        PlanDraft draft = new PlanDraft(
                Optional.empty(),
                Optional.empty(),
                degrees,
                Optional.empty(),
                Optional.of(experts),
                Optional.empty(),
                List.of());
        return new PlanChecker(problem, planner.efficiencies(), planner::quickPlacer, planner::placer).check(draft);
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
        return new CostModel(plan.problem(), planner.efficiencies()).placementCosts(plan.degrees());
    }

    /**
     * What one node more per token costs a layer: the exchange over all islands less that inside one, over the nodes that
     * a token is sent to when experts lie in order.
     */
    double nanosecondsPerNode(int nodes, List<NodeTraffic> traffic, PlacementProblem placement) {
        PlacementCosts costs = costs();
        ExpertPlacement order = inOrder();
        ExpertSlots slots = new ExpertSlots(order.physicalToLogical());
        double[] near = costs.stageSeconds(slots, 0, 1).layers();
        double[] far = costs.stageSeconds(slots, 0, nodes).layers();
        double seconds = 0;
        for (int layer = 0; layer < near.length; layer++) {
            seconds += Math.max(0, far[layer] - near[layer]) / order.layers();
        }
        double sent = 0;
        int perNode = ranks / nodes * slotsPerRank;
        for (int layer = 0; layer < order.layers(); layer++) {
            long[] masks = new long[placement.experts()];
            for (int slot = 0; slot < order.slots(); slot++) {
                masks[order.expert(layer, slot)] |= 1L << slot / perNode;
            }
            sent += traffic.get(layer).nodesPerToken(masks) / order.layers();
        }
        return sent > 1 ? seconds * 1e9 / (sent - 1) : 0;
    }
}
