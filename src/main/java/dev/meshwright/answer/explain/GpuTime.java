package dev.meshwright.answer.explain;

import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.Loss;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * GPU time per counted token, split by what it is spent on; the parts add up to {@code GPUs / tokens per second} of the
 * whole cluster. Two layouts of one problem are compared by it, because time adds up where percentages do not.
 *
 * <p>From the efficiency chain: with losses l_1 ... l_n the time after loss i is {@code bound time / prod(1 - l_j), j <=
 * i}; the part of loss i is what it adds.
 *
 * @param seconds by part
 */
public record GpuTime(Map<Part, Double> seconds) {

    /** What GPU time is spent on. */
    public enum Part {
        KERNELS("kernels"),
        RECOMPUTATION("recomputation"),
        OVERHEADS("launches and scheduling"),
        LOAD_IMBALANCE("waiting for the slowest expert rank"),
        COMMUNICATION("communication"),
        PIPELINE("pipeline bubbles"),
        QUEUEING("queueing"),
        IDLE_GPUS("idle GPUs");

        private final String label;

        Part(String label) {
            this.label = label;
        }

        /** For people. */
        public String label() {
            return label;
        }
    }

    /** GPU time of a token on a cluster of {@code clusterGpus}. */
    static GpuTime of(Evaluation evaluation, int clusterGpus) {
        int gpus = Math.max(clusterGpus, evaluation.gpus());
        return of(
                gpus,
                evaluation.performance().tokensPerSecond(),
                evaluation.efficiency().losses());
    }

    /**
     * GPU time of a token.
     *
     * @param gpus that are paid for it
     * @param tokensPerSecond of all of them
     * @param losses from the bound on, in the order they are applied
     */
    public static GpuTime of(double gpus, double tokensPerSecond, List<Loss> losses) {
        double total = gpus / tokensPerSecond;
        double factor = 1;
        for (Loss loss : losses) {
            factor *= 1 - loss.fraction();
        }
        Map<Part, Double> parts = new EnumMap<>(Part.class);
        double reached = total * factor;
        parts.put(Part.KERNELS, reached);
        for (Loss loss : losses) {
            double next = reached / (1 - loss.fraction());
            parts.merge(part(loss.kind()), next - reached, Double::sum);
            reached = next;
        }
        return new GpuTime(parts);
    }

    private static Part part(Loss.Kind kind) {
        return switch (kind) {
            case MEMORY_STALLS, KERNEL_INEFFICIENCY -> Part.KERNELS;
            case RECOMPUTATION -> Part.RECOMPUTATION;
            case OVERHEADS -> Part.OVERHEADS;
            case LOAD_IMBALANCE -> Part.LOAD_IMBALANCE;
            case COMMUNICATION -> Part.COMMUNICATION;
            case PIPELINE_BUBBLE -> Part.PIPELINE;
            case QUEUEING -> Part.QUEUEING;
            case IDLE_GPUS -> Part.IDLE_GPUS;
        };
    }

    /** GPU seconds per sequence of a micro-batch that {@code seconds} of each of {@code tensor} ranks are. */
    public static double perSequence(double seconds, int tensor, int microBatch) {
        return seconds * ((double) tensor / microBatch);
    }

    /** Seconds of one part. */
    public double of(Part part) {
        return seconds.getOrDefault(part, 0.0);
    }

    /** All seconds. */
    public double total() {
        return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
