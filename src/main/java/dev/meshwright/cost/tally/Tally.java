package dev.meshwright.cost.tally;

import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.evaluation.Component.Kind;
import java.util.Arrays;

/**
 * A running account per {@link Component} of one GPU. Mutable and reused, because the search fills millions of them; not
 * safe for use by several threads.
 */
public final class Tally {

    private static final int FLOPS = 0;
    private static final int PEAK_SECONDS = 1;
    private static final int ROOFLINE_SECONDS = 2;
    private static final int MEMORY_BYTES = 3;
    private static final int LINK_BYTES = 4;
    private static final int NETWORK_BYTES = 5;
    private static final int FIELDS = 6;

    /** Asked for most, so beside each other. */
    private final double[] seconds = new double[Component.COUNT];

    /** The other fields of one component after those of the one before: a booking touches one place. */
    private final double[] amounts = new double[Component.COUNT * FIELDS];

    /** Forgets everything. */
    public void clear() {
        Arrays.fill(seconds, 0);
        Arrays.fill(amounts, 0);
    }

    /**
     * Books a kernel.
     *
     * @param component what it belongs to
     * @param kernelSeconds what it takes
     * @param kernelFlops floating-point operations
     * @param kernelBytes bytes of GPU memory read and written
     * @param peakFlops FLOP/s of its arithmetic at peak
     * @param memoryBandwidth bytes/s of the memory at peak
     */
    public void compute(
            Component component,
            double kernelSeconds,
            double kernelFlops,
            double kernelBytes,
            double peakFlops,
            double memoryBandwidth) {
        int first = component.ordinal() * FIELDS;
        double atPeak = kernelFlops / peakFlops;
        seconds[component.ordinal()] += kernelSeconds;
        amounts[first + FLOPS] += kernelFlops;
        amounts[first + PEAK_SECONDS] += atPeak;
        amounts[first + ROOFLINE_SECONDS] += Math.max(atPeak, kernelBytes / memoryBandwidth);
        amounts[first + MEMORY_BYTES] += kernelBytes;
    }

    /**
     * Books a message.
     *
     * @param component what it belongs to
     * @param messageSeconds what it takes
     * @param overLinks bytes that this GPU sends over the fast links of its island
     * @param overNetwork bytes that this GPU sends over its NIC
     */
    public void communicate(Component component, double messageSeconds, double overLinks, double overNetwork) {
        int first = component.ordinal() * FIELDS;
        seconds[component.ordinal()] += messageSeconds;
        amounts[first + LINK_BYTES] += overLinks;
        amounts[first + NETWORK_BYTES] += overNetwork;
    }

    /** Books time that neither computes nor communicates. */
    public void overhead(Component component, double overheadSeconds) {
        seconds[component.ordinal()] += overheadSeconds;
    }

    /** Adds {@code factor} times another account to this one. */
    public void add(Tally other, double factor) {
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] += factor * other.seconds[i];
        }
        for (int i = 0; i < amounts.length; i++) {
            amounts[i] += factor * other.amounts[i];
        }
    }

    /** Seconds of one component. */
    public double seconds(Component component) {
        return seconds[component.ordinal()];
    }

    /** FLOP of one component. */
    public double flops(Component component) {
        return amounts[component.ordinal() * FIELDS + FLOPS];
    }

    /** Bytes of GPU memory moved by one component. */
    public double memoryBytes(Component component) {
        return amounts[component.ordinal() * FIELDS + MEMORY_BYTES];
    }

    /** Bytes sent over the island's links by one component. */
    public double linkBytes(Component component) {
        return amounts[component.ordinal() * FIELDS + LINK_BYTES];
    }

    /** Bytes sent over the NIC by one component. */
    public double networkBytes(Component component) {
        return amounts[component.ordinal() * FIELDS + NETWORK_BYTES];
    }

    /** Seconds of the FLOP of one component at the peak of their arithmetic. */
    public double peakSeconds(Component component) {
        return amounts[component.ordinal() * FIELDS + PEAK_SECONDS];
    }

    /** Whether one component books the same in both accounts. */
    public boolean alike(Component component, Tally other) {
        int first = component.ordinal() * FIELDS;
        return seconds[component.ordinal()] == other.seconds[component.ordinal()]
                && Arrays.equals(amounts, first, first + FIELDS, other.amounts, first, first + FIELDS);
    }

    /** Seconds of one component if its FLOP ran at peak or its bytes at peak, whichever is longer. */
    public double rooflineSeconds(Component component) {
        return amounts[component.ordinal() * FIELDS + ROOFLINE_SECONDS];
    }

    /** Seconds of all components of a kind. */
    public double seconds(Kind kind) {
        double sum = 0;
        for (int component : Component.ordinals(kind)) {
            sum += seconds[component];
        }
        return sum;
    }

    /** The same where a component runs {@code passes[ordinal]} times. */
    public double seconds(Kind kind, double[] passes) {
        double sum = 0;
        for (int component : Component.ordinals(kind)) {
            sum += passes[component] * seconds[component];
        }
        return sum;
    }

    /** Seconds of everything, one after the other. */
    public double totalSeconds() {
        double sum = 0;
        for (double value : seconds) {
            sum += value;
        }
        return sum;
    }

    /** All FLOP. */
    public double totalFlops() {
        return sum(FLOPS, Kind.COMPUTE);
    }

    /** Seconds of all FLOP at the peak of their arithmetic. */
    public double totalPeakSeconds() {
        return sum(PEAK_SECONDS, Kind.COMPUTE);
    }

    /** Seconds of all kernels, each at its roofline. */
    public double totalRooflineSeconds() {
        return sum(ROOFLINE_SECONDS, Kind.COMPUTE);
    }

    /** All bytes of GPU memory. */
    public double totalMemoryBytes() {
        return sum(MEMORY_BYTES, Kind.COMPUTE);
    }

    private double sum(int field, Kind kind) {
        double sum = 0;
        for (int component : Component.ordinals(kind)) {
            sum += amounts[component * FIELDS + field];
        }
        return sum;
    }
}
