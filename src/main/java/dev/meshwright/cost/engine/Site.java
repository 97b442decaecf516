package dev.meshwright.cost.engine;

import dev.meshwright.cost.efficiency.Collectives;
import dev.meshwright.cost.efficiency.KernelEfficiency;
import dev.meshwright.cost.hardware.EngineKernels;
import dev.meshwright.cost.hardware.Kernels;
import dev.meshwright.cost.hardware.Links;
import dev.meshwright.cost.layer.InferenceEngine;
import dev.meshwright.cost.layer.LayerPass;
import dev.meshwright.cost.layer.ModelRuntime;
import dev.meshwright.cost.layer.Pass;
import dev.meshwright.cost.layer.TrainingFramework;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.problem.Problem;

/**
 * One kind of GPU in its node group: where a stage can run.
 *
 * @param gpu the data sheet
 * @param kernels its kernels, assumptions applied
 * @param captured the same kernels replayed from a captured graph
 * @param links its links
 * @param layerPass passes of the problem's layers on it
 * @param capturedPass passes replayed from a captured graph
 * @param gapFactor gaps between kernels over those of a GPU that overlaps their ends
 */
public record Site(
        Gpu gpu,
        Kernels kernels,
        Kernels captured,
        Links links,
        LayerPass layerPass,
        LayerPass capturedPass,
        double gapFactor) {

    /** The kernels of a pass: decode steps are replayed from a captured graph, without launches. */
    public Kernels kernels(Pass pass) {
        return pass.cached() ? captured : kernels;
    }

    /** The layers of a pass, with {@link #kernels(Pass)}. */
    public LayerPass layerPass(Pass pass) {
        return pass.cached() ? capturedPass : layerPass;
    }

    private static Kernels kernels(
            Problem problem, NodeGroup group, KernelEfficiency efficiency, EngineKernels engine) {
        Precisions stored = problem.model().precisions();
        return new Kernels(group.gpu(), efficiency, problem.assumptions(), engine, stored);
    }

    public static Site of(
            Problem problem, NodeGroup group, KernelEfficiency fitted, EngineProfile engine, ModelRuntime runtime) {
        KernelEfficiency efficiency =
                switch (runtime) {
                    case InferenceEngine inference -> fitted;
                    case TrainingFramework training -> training.kernels(group.gpu(), fitted);
                };
        Cluster cluster = problem.cluster();
        Kernels kernels = kernels(problem, group, efficiency, engine.promptKernels());
        Kernels captured = kernels(problem, group, efficiency.captured(), engine.decodeKernels());
        Collectives collectives =
                engine.fusesAllReduce(group.gpu()) ? efficiency.collectives().fused() : efficiency.collectives();
        // An assumed link efficiency is of the data sheet's bandwidth; the surfaces apply their own fraction to what
        // they
        // are given, so the bandwidth is scaled to make a large all-reduce reach the assumed one.
        double linkScale = problem.assumptions().linkEfficiency().stream()
                .map(assumed -> assumed / collectives.allReduce().bandwidthFraction())
                .findFirst()
                .orElse(1);
        double networkScale = problem.assumptions().linkEfficiency().stream()
                .map(assumed -> assumed / collectives.network().bandwidthFraction())
                .findFirst()
                .orElse(1);
        Links links = new Links(
                collectives,
                efficiency.exchange(),
                group.gpu().linkBandwidth() * linkScale,
                group.gpu().linkDomain(),
                group.gpu().linkTopology(),
                cluster.networkBandwidth(group) * networkScale,
                cluster.interNode().latencySeconds(),
                group.islandSize());
        LayerPass layerPass = layerPass(problem, kernels, links, runtime);
        LayerPass capturedPass = layerPass(problem, captured, links, runtime);
        return new Site(group.gpu(), kernels, captured, links, layerPass, capturedPass, engine.gapFactor(group.gpu()));
    }

    private static LayerPass layerPass(Problem problem, Kernels kernels, Links links, ModelRuntime runtime) {
        return new LayerPass(
                kernels,
                links,
                problem.model().hidden(),
                problem.model().residualStreams(),
                problem.model().precisions(),
                problem.assumptions().expertExchange(),
                runtime);
    }
}
