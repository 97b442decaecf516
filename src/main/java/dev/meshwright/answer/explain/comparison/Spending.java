package dev.meshwright.answer.explain.comparison;

import dev.meshwright.answer.explain.GpuTime;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.evaluation.Evaluation.Loss;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the GPU time of a counted token goes.
 *
 * @param parts GPU seconds per counted token of all GPUs, by what they are spent on; they add up to GPUs over tokens per second
 * @param components GPU seconds per sequence of a pass, by component, nothing hidden; empty for pools
 */
public record Spending(Map<String, Double> parts, Map<Component, Double> components) {

    public Spending {
        parts = new LinkedHashMap<>(parts);
        components = components.isEmpty() ? Map.of() : new EnumMap<>(components);
    }

    /**
     * That of one layout: the losses between bound and achieved say what its GPUs wait for.
     *
     * @param gpus in use
     * @param idleShare of the cluster's GPUs that the layout leaves out, which are paid all the same
     * @param losses from the bound on, in the order they are applied
     * @param seconds of a pass by component
     */
    public static Spending of(
            double gpus,
            double idleShare,
            double tokensPerSecond,
            List<Loss> losses,
            Map<Component, Double> seconds,
            int tensor,
            int microBatch) {
        GpuTime time = GpuTime.of(gpus / (1 - idleShare), tokensPerSecond, losses);
        Map<String, Double> parts = new LinkedHashMap<>();
        for (GpuTime.Part part : GpuTime.Part.values()) {
            if (time.of(part) > 0) {
                parts.put(part.label(), time.of(part));
            }
        }
        Map<Component, Double> components = new EnumMap<>(Component.class);
        seconds.forEach((component, each) -> components.put(component, GpuTime.perSequence(each, tensor, microBatch)));
        return new Spending(parts, components);
    }

    /** That of pools: each counted token is paid with the time of the GPUs of each pool. */
    public static Spending ofPools(Map<String, Double> gpus, double tokensPerSecond) {
        Map<String, Double> parts = new LinkedHashMap<>();
        gpus.forEach((pool, number) -> {
            if (number > 0) {
                parts.put(pool, number / tokensPerSecond);
            }
        });
        return new Spending(parts, Map.of());
    }

    /** All GPU seconds of a token. */
    public double total() {
        return parts.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
