package dev.meshwright.validation.row;

import dev.meshwright.cluster.Gpu;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** GPUs as measured rows name them. */
public final class GpuNames {

    /**
     * GPUs of a rack that a job uses: schedulers hand out 16 of the 18 nodes of an NVL72 rack, so that degrees stay powers
     * of two (NVIDIA's rows name 64 GPUs per expert group).
     */
    private static final int USED_OF_RACK = 64;

    private GpuNames() {}

    /**
     * The GPU, its rack cut to what jobs use.
     *
     * @throws UnpredictableRowException if it is unknown
     */
    public static Gpu find(String name, Function<String, Optional<Gpu>> gpus) {
        String plain = name.toLowerCase(Locale.ROOT)
                .replaceAll("\\s*\\(.*", "")
                .strip()
                .replaceAll("\\s+", "-");
        String known =
                switch (plain) {
                    case "h100-96" -> "h100-96gb";
                    case "h20-96" -> "h20";
                    case "a100-80" -> "a100-sxm-80gb";
                    default -> plain.matches(".*-(40|80)") ? plain + "gb" : plain;
                };
        Gpu gpu = gpus.apply(known).orElseThrow(() -> new UnpredictableRowException("unknown GPU " + name));
        return gpu.linkDomain() <= USED_OF_RACK
                ? gpu
                : new Gpu(
                        gpu.name(),
                        gpu.family(),
                        gpu.peakFlops(),
                        gpu.memoryBytes(),
                        gpu.memoryBandwidth(),
                        gpu.linkBandwidth(),
                        USED_OF_RACK,
                        gpu.linkTopology(),
                        gpu.networkBandwidth(),
                        gpu.hostBandwidth(),
                        gpu.powerWatts(),
                        gpu.source());
    }

    /** The same; empty where the GPU is unknown. */
    public static Optional<Gpu> known(String name, Function<String, Optional<Gpu>> gpus) {
        try {
            return Optional.of(find(name, gpus));
        } catch (UnpredictableRowException exception) {
            return Optional.empty();
        }
    }

    /**
     * The GPU of a system such as {@code h200_sxm}; the form may be left out, or said of GPUs that are listed without.
     *
     * @throws UnpredictableRowException if it is unknown
     */
    public static Gpu system(String name, Function<String, Optional<Gpu>> gpus) {
        String plain = name.replace('_', '-');
        return gpus.apply(plain)
                .or(() -> gpus.apply(plain.replaceFirst("(?i)-(sxm|oam)$", "")))
                .or(() -> gpus.apply(plain + "-sxm"))
                .orElseThrow(() -> new UnpredictableRowException("unknown GPU " + name));
    }
}
