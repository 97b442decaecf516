package dev.meshwright.question.scale.node;

import java.util.List;
import java.util.Optional;

/**
 * Whether each GPU can reach the target, on a cluster of some size.
 *
 * @param reachable whether some size does
 * @param roofline tokens per second and GPU that no number of GPUs exceeds
 * @param size the smallest that reaches it, or where none does the one with the most per GPU; empty if nothing works
 * @param shortfall what is missing; empty where the target is reached
 * @param proven whether the answer holds for every number of GPUs
 * @param proof the argument
 */
public record PerGpuReach(
        boolean reachable,
        Roofline roofline,
        Optional<Size> size,
        List<Growth> shortfall,
        boolean proven,
        String proof) {

    public PerGpuReach {
        shortfall = List.copyOf(shortfall);
    }

    /**
     * By how much one thing would have to change, all else equal, for the roofline per GPU to reach the target.
     *
     * @param resource what
     * @param factor at least by this; infinite where no change of it alone would do
     * @param argument why
     */
    public record Growth(String resource, double factor, String argument) {}
}
