package dev.meshwright.answer.explain.judgement;

import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.Phase;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.problem.Problem;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The kernels of a pass under the roofs of their GPU (Williams, Waterman and Patterson 2009): a kernel of {@code i} FLOP per
 * byte reaches {@code min(peak, i * bandwidth)} FLOP/s at most.
 *
 * @param gpu the kind that the first stage runs on
 * @param memoryBandwidth of it, bytes/s
 * @param peaks FLOP/s of the formats that its kernels multiply in
 * @param operations kernels that compute and touch memory, in the order a token meets them
 */
public record Roofline(String gpu, double memoryBandwidth, Map<Precision, Double> peaks, List<Operation> operations) {

    public Roofline {
        Map<Precision, Double> ordered = new EnumMap<>(Precision.class);
        ordered.putAll(peaks);
        peaks = ordered;
        operations = List.copyOf(operations);
    }

    /**
     * A kernel.
     *
     * @param component that it is of
     * @param format that it multiplies in
     * @param flopsPerByte arithmetic intensity
     * @param flopsPerSecond that it reaches
     * @param roof FLOP/s that its intensity allows
     */
    public record Operation(
            Component component, Precision format, double flopsPerByte, double flopsPerSecond, double roof) {}

    static Roofline of(Problem problem, Evaluation evaluation) {
        Gpu gpu = Binding.gpu(problem, evaluation.stages().getFirst().gpu());
        Map<Precision, Double> peaks = new EnumMap<>(Precision.class);
        List<Operation> operations = new ArrayList<>();
        for (Phase phase : evaluation.phases()) {
            boolean kernel = phase.component().kind() == Component.Kind.COMPUTE
                    && phase.flops() > 0
                    && phase.memoryBytes() > 0
                    && phase.seconds() > 0;
            if (kernel) {
                Precision arithmetic = Binding.arithmetic(
                        gpu, phase.component(), problem.model().precisions());
                double peak = gpu.peakFlops(arithmetic);
                double intensity = phase.flops() / phase.memoryBytes();
                peaks.put(arithmetic, peak);
                operations.add(new Operation(
                        phase.component(),
                        arithmetic,
                        intensity,
                        phase.flops() / phase.seconds(),
                        Math.min(peak, intensity * gpu.memoryBandwidth())));
            }
        }
        return new Roofline(gpu.name(), gpu.memoryBandwidth(), peaks, operations);
    }
}
