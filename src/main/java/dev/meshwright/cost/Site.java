package dev.meshwright.cost;

import dev.meshwright.cluster.Cluster;
import dev.meshwright.cluster.Gpu;
import dev.meshwright.cluster.NodeGroup;
import dev.meshwright.cost.compute.LayerPass;
import dev.meshwright.cost.efficiency.Collectives;
import dev.meshwright.cost.efficiency.KernelEfficiency;
import dev.meshwright.cost.hardware.Kernels;
import dev.meshwright.cost.hardware.Links;
import dev.meshwright.problem.Problem;

/**
 * One kind of GPU in its node group: where a stage can run.
 *
 * @param gpu the data sheet
 * @param kernels its kernels, assumptions applied
 * @param links its links
 * @param layerPass passes of the problem's layers on it
 */
record Site(Gpu gpu, Kernels kernels, Links links, LayerPass layerPass) {

    static Site of(Problem problem, NodeGroup group, KernelEfficiency efficiency) {
        Cluster cluster = problem.cluster();
        Kernels kernels = new Kernels(group.gpu(), efficiency, problem.assumptions());
        Collectives collectives = efficiency.collectives();
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
                cluster.networkBandwidth(group) * networkScale,
                cluster.interNode().latencySeconds(),
                group.islandSize());
        LayerPass layerPass = new LayerPass(
                kernels, links, problem.model().hidden(), problem.model().precisions());
        return new Site(group.gpu(), kernels, links, layerPass);
    }
}
