package dev.meshwright.question.scale.node;

import dev.meshwright.base.quantity.Comparison;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.question.scale.node.PerGpuReach.Growth;
import java.util.ArrayList;
import java.util.List;

/** What the roofline of a GPU lacks for a target, resource by resource. */
final class Shortfalls {

    private Shortfalls() {}

    /** Why no number of GPUs helps. */
    static String proof(Roofline roofline, double target) {
        String limit = roofline.boundByCompute()
                ? Figures.flops(roofline.flopsPerToken()) + " at " + Figures.flops(roofline.peakFlops()) + "/s"
                : Figures.bytes(roofline.cacheBytesPerToken()) + " of its own KV cache at "
                        + Figures.bytes(roofline.memoryBandwidth()) + "/s";
        Comparison shown = Comparison.of(target, roofline.tokensPerSecond(), Figures::tokensPerSecond);
        return "A token takes " + limit
                + " on whichever GPUs share it. n GPUs have n times that, so the system makes at most n x "
                + Figures.tokensPerSecond(roofline.tokensPerSecond()) + " and each GPU at most "
                + shown.limit() + ", whatever n: no number of GPUs reaches " + shown.value()
                + " per GPU. The target is "
                + times(target / roofline.tokensPerSecond()) + " the bound.";
    }

    private static String times(double factor) {
        return Comparison.of(factor, 1, Figures::plain).value() + " times";
    }

    /** What would have to grow for the roofline to reach {@code target} per GPU, each row all else equal. */
    static List<Growth> of(Problem problem, Gpu gpu, Roofline roofline, double target) {
        List<Growth> rows = new ArrayList<>();
        double compute = target * roofline.computeSeconds();
        double memory = target * roofline.cacheSeconds();
        boolean memoryEnough = memory <= 1;
        boolean computeEnough = compute <= 1;
        rows.add(new Growth(
                "FLOP/s",
                computeEnough ? 1 : compute,
                Figures.flops(target * roofline.flopsPerToken()) + "/s are needed, "
                        + Figures.flops(roofline.peakFlops()) + "/s are there"
                        + (memoryEnough ? "" : "; memory bandwidth would have to grow too")));
        if (roofline.cacheSeconds() > 0) {
            rows.add(new Growth(
                    "memory bandwidth",
                    memoryEnough ? 1 : memory,
                    Figures.bytes(target * roofline.cacheBytesPerToken()) + "/s of KV cache are needed, "
                            + Figures.bytes(roofline.memoryBandwidth()) + "/s are there"
                            + (computeEnough ? "" : "; FLOP/s would have to grow too")));
        }
        rows.add(
                new Growth(
                        "NIC and links",
                        1,
                        "not part of the bound: a token may stay on one GPU, and faster messages cannot lift what computation limits"));
        rows.add(new Growth(
                "active parameters",
                memoryEnough ? Math.max(1, compute) : Double.POSITIVE_INFINITY,
                memoryEnough
                        ? "a token may take " + Figures.flops(roofline.peakFlops() / target) + " instead of "
                                + Figures.flops(roofline.flopsPerToken()) + ", attention included"
                        : "fewer weights leave the KV cache as it is"));
        precisions(problem, gpu, target, rows);
        return rows;
    }

    private static void precisions(Problem problem, Gpu gpu, double target, List<Growth> rows) {
        if (problem.workload() instanceof Training) {
            return;
        }
        for (Precision fewer : Variants.fasterFormats(problem, gpu)) {
            Precisions formats = Variants.weights(problem.model().precisions(), fewer);
            Roofline there = Roofline.of(Variants.withPrecisions(problem, formats), gpu);
            double factor = target / there.tokensPerSecond();
            rows.add(new Growth(
                    "precision " + fewer.label(),
                    Math.max(1, factor),
                    "weights and KV cache in " + (fewer == Precision.NVFP4 ? "nvfp4 and fp8" : fewer.label())
                            + " lift the bound to " + Figures.tokensPerSecond(there.tokensPerSecond())
                            + (factor <= 1 ? ", above the target" : "; the factor is what then still misses")));
        }
    }
}
