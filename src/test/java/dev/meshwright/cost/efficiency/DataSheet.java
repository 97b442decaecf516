package dev.meshwright.cost.efficiency;

import dev.meshwright.facts.model.Precision;
import java.util.Map;

/** Data-sheet numbers of the GPUs that were measured, FLOP/s, bytes per second and watts; taken from the shared hardware table. */
record DataSheet(
        String family,
        double flops16,
        double flops8,
        double flops4,
        double memory,
        double link,
        double network,
        double watts) {

    private static final Map<String, DataSheet> SHEETS = Map.ofEntries(
            Map.entry("a100_sxm", new DataSheet("ampere", 312e12, 0, 0, 2039e9, 300e9, 25e9, 400)),
            Map.entry("h100_sxm", new DataSheet("hopper", 989e12, 1978e12, 0, 3350e9, 450e9, 50e9, 700)),
            Map.entry("h200_sxm", new DataSheet("hopper", 989e12, 1978e12, 0, 4800e9, 450e9, 50e9, 700)),
            Map.entry("h800", new DataSheet("hopper", 989e12, 1979e12, 0, 3350e9, 200e9, 50e9, 700)),
            Map.entry("h20", new DataSheet("hopper", 148e12, 296e12, 0, 4000e9, 450e9, 25e9, 400)),
            Map.entry("b200_sxm", new DataSheet("blackwell", 2250e12, 4500e12, 9000e12, 7700e9, 900e9, 100e9, 1000)),
            Map.entry("b300_sxm", new DataSheet("blackwell", 2250e12, 4500e12, 14000e12, 7750e9, 900e9, 100e9, 1100)),
            Map.entry("gb200", new DataSheet("blackwell", 2500e12, 5000e12, 10000e12, 8000e9, 900e9, 100e9, 1200)),
            Map.entry("gb300", new DataSheet("blackwell", 2500e12, 5000e12, 15000e12, 8000e9, 900e9, 100e9, 1400)),
            Map.entry("l40s", new DataSheet("generic", 362.05e12, 733e12, 0, 864e9, 32e9, 50e9, 350)),
            Map.entry(
                    "rtx_pro_6000_server",
                    new DataSheet("generic", 467.8e12, 935.6e12, 1871.2e12, 1792e9, 64e9, 50e9, 600)),
            Map.entry("mi300x", new DataSheet("cdna3", 1307.4e12, 2614.9e12, 0, 5300e9, 448e9, 50e9, 750)),
            Map.entry("mi325x", new DataSheet("cdna3", 1307.4e12, 2614.9e12, 0, 6000e9, 448e9, 50e9, 1000)),
            // 80 of the 304 compute units of MI300X with all of its memory; its power is not known here and caps
            // nothing.
            Map.entry("mi308x", new DataSheet("cdna3", 344.1e12, 688.1e12, 0, 5300e9, 448e9, 50e9, 0)),
            Map.entry("mi355x", new DataSheet("cdna4", 2516.6e12, 5033.2e12, 10066.3e12, 8000e9, 537.6e9, 50e9, 1400)));

    static DataSheet of(String gpu) {
        DataSheet sheet = SHEETS.get(gpu);
        if (sheet == null) {
            throw new IllegalArgumentException("no data sheet for " + gpu);
        }
        return sheet;
    }

    static boolean knows(String gpu) {
        return SHEETS.containsKey(gpu);
    }

    double flops(Precision precision) {
        return switch (precision) {
            case FP32, BF16, FP16 -> flops16;
            case FP8, INT8 -> flops8;
            case INT4, NVFP4, MXFP4 -> flops4;
        };
    }
}
