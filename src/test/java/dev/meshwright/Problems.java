package dev.meshwright;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.efficiency.KernelEfficiency;
import dev.meshwright.cost.engine.Calibration;
import dev.meshwright.cost.engine.EfficiencySource;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.InterNode;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.SearchLimits;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.workload.ExpertLoad;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.io.catalogue.EfficiencyFiles;
import dev.meshwright.io.catalogue.GpuCatalogue;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.ExpertSlots;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
import dev.meshwright.placement.Budget;
import dev.meshwright.placement.experts.planner.ExpertPlacers;
import dev.meshwright.placement.pipeline.start.PipelinePlacers;
import dev.meshwright.placement.placing.LayoutPlacer;
import dev.meshwright.placement.placing.StagePlacer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/** Problems, degrees and layouts made in one line, for tests. */
public final class Problems {

    private static final Map<String, KernelEfficiency> FITTED = new ConcurrentHashMap<>();

    /** The bundled efficiencies. */
    public static final EfficiencySource EFFICIENCIES =
            gpu -> FITTED.computeIfAbsent(gpu.family(), EfficiencyFiles::forArchitecture);

    private Problems() {}

    /** A GPU of the catalogue. */
    public static Gpu gpu(String name) {
        return GpuCatalogue.standard().find(name).orElseThrow();
    }

    /** Equal nodes with catalogue GPUs. */
    public static Cluster cluster(int nodes, int gpusPerNode, String gpu) {
        return cluster(new NodeGroup(nodes, gpusPerNode, gpu(gpu)));
    }

    /** Groups of nodes. */
    public static Cluster cluster(NodeGroup... groups) {
        return new Cluster(List.of(groups), InterNode.DEFAULT);
    }

    /** Throughput under uniform load without targets, assumptions or limits. */
    public static Problem problem(Model model, Cluster cluster, Workload workload) {
        return Problem.plain("test", model, cluster, workload).withExpertLoad(new ExpertLoad.Uniform());
    }

    /** The same with another expert load. */
    public static Problem with(Problem problem, ExpertLoad load) {
        return problem.withExpertLoad(load);
    }

    /** The same with another objective and targets. */
    public static Problem with(Problem problem, Objective objective, Targets targets) {
        return problem.withTargets(targets, objective);
    }

    /** The same with other limits. */
    public static Problem with(Problem problem, SearchLimits limits) {
        return problem.withLimits(limits);
    }

    /** The same with another model. */
    public static Problem with(Problem problem, Model model) {
        return problem.withModel(model);
    }

    /** The same under other assumptions. */
    public static Problem assuming(Problem problem, Assumptions assumptions) {
        return problem.withAssumptions(assumptions);
    }

    /** Assumed fractions of peak FLOP/s and of memory bandwidth. */
    public static Assumptions efficiencies(double compute, double memoryBandwidth) {
        return Assumptions.NONE
                .withComputeEfficiency(OptionalDouble.of(compute))
                .withMemoryBandwidthEfficiency(OptionalDouble.of(memoryBandwidth));
    }

    /** Prefill of {@code length} tokens, batch free. */
    public static Workload prefill(int length) {
        return new Prefill(List.of(length), OptionalInt.empty());
    }

    /** Decode from {@code length} tokens on, batch free. */
    public static Workload decode(int length, int outputTokens) {
        return new Decode(List.of(length), outputTokens, OptionalInt.empty());
    }

    /** Serving, batch free. */
    public static Workload serving(int length, int outputTokens) {
        return new Serving(List.of(length), outputTokens, OptionalInt.empty());
    }

    /** Training with the micro-batch free and ZeRO-1. */
    public static Workload training(int length, int globalBatch) {
        return new Training(List.of(length), globalBatch, OptionalInt.empty(), 1, false);
    }

    /** What {@code problem} asks with the bundled efficiencies. */
    public static Question question(Problem problem) {
        return Calibration.NONE.question(problem, EFFICIENCIES);
    }

    /** The cost model with the bundled efficiencies. */
    public static CostModel costModel(Problem problem) {
        return new CostModel(question(problem));
    }

    /** Placement without a solver: reproducible and quick. */
    public static LayoutPlacer placer(CostModel costModel) {
        return new LayoutPlacer(
                costModel, ExpertPlacers.SWAP_DESCENT, new StagePlacer(PipelinePlacers.GREEDY), Budget.ofMoves(0, 1));
    }

    /** Degrees without interleaving and recomputation; experts fill the slots exactly. */
    public static Degrees degrees(
            int experts,
            int tensor,
            int data,
            int expert,
            int pipeline,
            int replicas,
            int microBatch,
            int microBatches) {
        return new Degrees(
                tensor,
                data,
                expert,
                tensor * data / expert,
                pipeline,
                replicas,
                microBatch,
                microBatches,
                1,
                Recomputation.NONE,
                Math.ceilDiv(experts, expert),
                1);
    }

    /** Experts, layers and GPUs in order, stages as even as counts allow: the engines' default. */
    public static Layout inOrder(Problem problem, Degrees degrees) {
        Model model = problem.model();
        int routed =
                (int) model.layers().stream().filter(layer -> layer.routed()).count();
        List<Stage> stages = new ArrayList<>();
        for (int stage = 0; stage < degrees.pipeline(); stage++) {
            stages.add(new Stage(
                    stage * model.depth() / degrees.pipeline(), (stage + 1) * model.depth() / degrees.pipeline() - 1));
        }
        int experts = routed == 0 ? 0 : Architectures.mixture(model).experts();
        int slots = degrees.slotsPerRank() * degrees.expert();
        ExpertSlots rows = routed == 0 ? new ExpertSlots(new int[0][]) : ExpertSlots.contiguous(routed, experts, slots);
        return new Layout(degrees, stages, rows, DeviceMap.inOrder(degrees));
    }
}
