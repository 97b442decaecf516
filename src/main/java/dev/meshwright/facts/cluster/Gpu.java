package dev.meshwright.facts.cluster;

import dev.meshwright.facts.model.FeedForward;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One kind of GPU, as its data sheet gives it.
 *
 * @param name catalogue name, such as {@code h100-sxm}
 * @param family the family whose kernel efficiencies apply, such as {@code hopper}
 * @param peakFlops dense peak FLOP/s per arithmetic format; formats without an entry are not computed in natively
 * @param memoryBytes capacity of its memory
 * @param memoryBandwidth bytes/s of its memory
 * @param linkBandwidth bytes/s one way to the other GPUs of its island (NVLink, xGMI, else PCIe)
 * @param linkDomain GPUs that its links can join; 1 where it has only PCIe
 * @param linkTopology how they join them
 * @param networkBandwidth bytes/s one way to other islands, this GPU's share of the NICs
 * @param hostBandwidth bytes/s one way to the host
 * @param powerWatts board power; 0 where unknown
 * @param source where the numbers come from
 */
public record Gpu(
        String name,
        String family,
        Map<Precision, Double> peakFlops,
        double memoryBytes,
        double memoryBandwidth,
        double linkBandwidth,
        int linkDomain,
        LinkTopology linkTopology,
        double networkBandwidth,
        double hostBandwidth,
        double powerWatts,
        String source) {

    public Gpu {
        peakFlops = Collections.unmodifiableMap(new TreeMap<>(peakFlops));
    }

    /**
     * The format this GPU multiplies in when weights are stored in {@code weights}: the same format where it has a
     * native peak, else BF16 (or FP16) after expanding the weights. 4-bit integers are expanded everywhere, MXFP4 where no
     * peak is stated for it: engines run them as weight-only formats.
     */
    public Precision arithmetic(Precision weights) {
        if (weights != Precision.INT4 && peakFlops.containsKey(weights)) {
            return weights;
        }
        return peakFlops.containsKey(Precision.BF16) ? Precision.BF16 : Precision.FP16;
    }

    /**
     * What routed experts with weights in {@code weights} are multiplied in. GPUs with block-scaled 4-bit units take MXFP4
     * weights and quantize their inputs to 8 bits, at the 8-bit rate; others expand the weights to 16 bits.
     */
    public Precision expertArithmetic(Precision weights) {
        boolean blockScaled = peakFlops.containsKey(Precision.NVFP4) && peakFlops.containsKey(Precision.FP8);
        boolean own = peakFlops.containsKey(weights);
        return weights == Precision.MXFP4 && blockScaled && !own ? Precision.FP8 : arithmetic(weights);
    }

    /** Dense peak FLOP/s of multiplications with weights stored in {@code weights}, routed experts excepted. */
    public double peakFlops(Precision weights) {
        return peakOf(arithmetic(weights));
    }

    /** Dense peak FLOP/s of routed experts with weights stored in {@code weights}. */
    public double expertPeakFlops(Precision weights) {
        return peakOf(expertArithmetic(weights));
    }

    /**
     * The fastest arithmetic that any product of {@code model} runs in: none of its tokens is computed faster than all of
     * their FLOP at that peak.
     */
    public Precision fastestArithmetic(Model model) {
        Precisions formats = model.precisions();
        Set<Precision> used = EnumSet.of(arithmetic(formats.embedding()));
        for (Layer layer : model.layers()) {
            used.add(arithmetic(formats.attention()));
            if (layer.mixer().indexed()) {
                used.add(arithmetic(Precision.FP8));
            }
            switch (layer.feedForward()) {
                case FeedForward.Dense dense -> used.add(arithmetic(formats.dense()));
                case FeedForward.Mixture mixture -> {
                    used.add(expertArithmetic(formats.experts()));
                    if (mixture.sharedWidth() > 0) {
                        used.add(arithmetic(formats.shared()));
                    }
                }
                case FeedForward.None none -> {}
            }
        }
        return Collections.max(used, Comparator.comparingDouble(this::peakOf));
    }

    private double peakOf(Precision arithmetic) {
        Double peak = peakFlops.get(arithmetic);
        if (peak == null) {
            throw new IllegalStateException("GPU " + name + " states no 16-bit peak FLOP/s.");
        }
        return peak;
    }
}
