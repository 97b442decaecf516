package dev.meshwright.lab.row;

import dev.meshwright.facts.cluster.Gpu;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** GPUs as measured rows name them. */
public final class GpuNames {

    /**
     * GPUs of a rack that a job uses: schedulers hand out 16 of the 18 nodes of an NVL72 rack, so that degrees stay powers
     * of two (NVIDIA's rows name 64 GPUs per expert group).
     */
    private static final int USED_OF_RACK = 64;

    /** No name is longer. */
    private static final int LONGEST = 100;

    private GpuNames() {}

    /**
     * The GPU, its rack cut to what jobs use.
     *
     * @throws UnpredictableRowException if it is unknown
     */
    public static Gpu find(String name, Function<String, Optional<Gpu>> gpus) {
        Gpu gpu = system(name, gpus);
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
     * The GPU of a system such as {@code h200_sxm}, or as a driver calls it; the form may be left out, or said of GPUs that
     * are listed without.
     *
     * @throws UnpredictableRowException if it is unknown
     */
    public static Gpu system(String name, Function<String, Optional<Gpu>> gpus) {
        if (name.isBlank()) {
            throw new UnpredictableRowException("the GPU is missing");
        }
        String plain = name.length() > LONGEST ? "" : plain(name);
        return Stream.of(plain, plain.replaceFirst("-hbm\\d\\w?$", ""))
                .flatMap(GpuNames::forms)
                .flatMap(candidate -> gpus.apply(candidate).stream())
                .findFirst()
                .orElseThrow(() -> new UnpredictableRowException("unknown GPU " + name));
    }

    /** A name as it stands, without the version of its form, without its form, with one. */
    private static Stream<String> forms(String name) {
        String form = name.replaceFirst("-(sxm|oam)\\d?\\b", "-$1");
        return Stream.of(name, form, form.replaceFirst("-(sxm|oam)$", ""), form + "-sxm");
    }

    /** Small letters, hyphens; without makers, kinds of servers, counts and what parentheses say. */
    public static String plain(String name) {
        String plain = name.toLowerCase(Locale.ROOT)
                .replaceAll("\\s*\\(.*", "")
                .strip()
                .replaceAll("[\\s_]+", "-")
                .replaceFirst("^\\d{1,6}x-?(?=\\D)", "")
                .replaceFirst("^(nvidia|amd)-", "")
                .replaceFirst("^(dgx|hgx|instinct|geforce)-", "")
                .replaceFirst("-(edition|generation)$", "");
        return switch (plain) {
            case "h100-96" -> "h100-96gb";
            case "h20-96" -> "h20";
            case "a100-80" -> "a100-sxm-80gb";
            default ->
                plain.matches(".*-(40|80|94|96|141|180|192|256|288)g?") ? plain.replaceFirst("g?$", "gb") : plain;
        };
    }
}
