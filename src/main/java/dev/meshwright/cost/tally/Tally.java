package dev.meshwright.cost.tally;

import dev.meshwright.cost.tally.Component.Kind;

/**
 * A running account per {@link Component} of one GPU. Mutable and reused, because the search fills millions of them; not
 * safe for use by several threads.
 */
public final class Tally {

    private final double[] seconds = new double[Component.COUNT];
    private final double[] flops = new double[Component.COUNT];
    private final double[] peakSeconds = new double[Component.COUNT];
    private final double[] rooflineSeconds = new double[Component.COUNT];
    private final double[] memoryBytes = new double[Component.COUNT];
    private final double[] linkBytes = new double[Component.COUNT];
    private final double[] networkBytes = new double[Component.COUNT];

    /** Forgets everything. */
    public void clear() {
        java.util.Arrays.fill(seconds, 0);
        java.util.Arrays.fill(flops, 0);
        java.util.Arrays.fill(peakSeconds, 0);
        java.util.Arrays.fill(rooflineSeconds, 0);
        java.util.Arrays.fill(memoryBytes, 0);
        java.util.Arrays.fill(linkBytes, 0);
        java.util.Arrays.fill(networkBytes, 0);
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
        int i = component.ordinal();
        double atPeak = kernelFlops / peakFlops;
        seconds[i] += kernelSeconds;
        flops[i] += kernelFlops;
        peakSeconds[i] += atPeak;
        rooflineSeconds[i] += Math.max(atPeak, kernelBytes / memoryBandwidth);
        memoryBytes[i] += kernelBytes;
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
        int i = component.ordinal();
        seconds[i] += messageSeconds;
        linkBytes[i] += overLinks;
        networkBytes[i] += overNetwork;
    }

    /** Books time that neither computes nor communicates. */
    public void overhead(Component component, double overheadSeconds) {
        seconds[component.ordinal()] += overheadSeconds;
    }

    /** Adds {@code factor} times another account to this one. */
    public void add(Tally other, double factor) {
        for (int i = 0; i < Component.COUNT; i++) {
            seconds[i] += factor * other.seconds[i];
            flops[i] += factor * other.flops[i];
            peakSeconds[i] += factor * other.peakSeconds[i];
            rooflineSeconds[i] += factor * other.rooflineSeconds[i];
            memoryBytes[i] += factor * other.memoryBytes[i];
            linkBytes[i] += factor * other.linkBytes[i];
            networkBytes[i] += factor * other.networkBytes[i];
        }
    }

    /** Seconds of one component. */
    public double seconds(Component component) {
        return seconds[component.ordinal()];
    }

    /** FLOP of one component. */
    public double flops(Component component) {
        return flops[component.ordinal()];
    }

    /** Bytes of GPU memory moved by one component. */
    public double memoryBytes(Component component) {
        return memoryBytes[component.ordinal()];
    }

    /** Bytes sent over the island's links by one component. */
    public double linkBytes(Component component) {
        return linkBytes[component.ordinal()];
    }

    /** Bytes sent over the NIC by one component. */
    public double networkBytes(Component component) {
        return networkBytes[component.ordinal()];
    }

    /** Seconds of one component if its FLOP ran at peak or its bytes at peak, whichever is longer. */
    public double rooflineSeconds(Component component) {
        return rooflineSeconds[component.ordinal()];
    }

    /** Seconds of all components of a kind. */
    public double seconds(Kind kind) {
        return sum(seconds, kind);
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
        return sum(flops, Kind.COMPUTE);
    }

    /** Seconds of all FLOP at the peak of their arithmetic. */
    public double totalPeakSeconds() {
        return sum(peakSeconds, Kind.COMPUTE);
    }

    /** Seconds of all kernels, each at its roofline. */
    public double totalRooflineSeconds() {
        return sum(rooflineSeconds, Kind.COMPUTE);
    }

    /** All bytes of GPU memory. */
    public double totalMemoryBytes() {
        return sum(memoryBytes, Kind.COMPUTE);
    }

    private static double sum(double[] values, Kind kind) {
        double sum = 0;
        for (int i = 0; i < Component.COUNT; i++) {
            if (Component.at(i).kind() == kind) {
                sum += values[i];
            }
        }
        return sum;
    }
}
