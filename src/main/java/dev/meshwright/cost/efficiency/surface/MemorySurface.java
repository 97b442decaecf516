package dev.meshwright.cost.efficiency.surface;

/**
 * Time of an element-wise kernel (norm, residual, activation, rotary embedding, sampling): {@code launch + bytes /
 * (bandwidth x memoryFraction)}, bytes read plus bytes written.
 */
public record MemorySurface(double memoryFraction, double launchSeconds) {

    public MemorySurface {
        Constants.requireShare("memoryFraction", memoryFraction);
        Constants.requireNotNegative("launchSeconds", launchSeconds);
    }

    /** Seconds to read and write {@code bytes} in one kernel at {@code memoryBandwidth} bytes per second. */
    public double seconds(double bytes, double memoryBandwidth) {
        return launchSeconds + bytes / (memoryBandwidth * memoryFraction);
    }
}
