package dev.meshwright.answer.text.catalogue;

import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.LinkTopology;
import dev.meshwright.facts.model.Precision;
import java.util.List;
import java.util.OptionalDouble;

/** The GPU catalogue as a table, sources below. */
public final class GpuText {

    private static final double MEBI = 0x1p20;

    private GpuText() {}

    /**
     * A GPU of the list.
     *
     * @param gpu its data sheet
     * @param aliases other names that problem files can call it by
     * @param driverBytes of memory that its driver shows
     * @param memorySource where both capacities come from
     */
    public record Listed(Gpu gpu, List<String> aliases, OptionalDouble driverBytes, String memorySource) {
        public Listed {
            aliases = List.copyOf(aliases);
        }
    }

    /** All of {@code gpus}. */
    public static String of(List<Listed> gpus, Style style) {
        Page page = new Page(style);
        List<String> lines = table(gpus).lines();
        page.line(style.strong(lines.getFirst())).lines(lines.subList(1, lines.size()));
        page.paragraph(
                "",
                "Dense peaks. Memory is what a framework gets (torch's total_memory), beside it what the driver shows."
                        + " Bandwidths are per GPU and one way; GB = 10^9 bytes. \"joined\": GPUs that the links join, mesh: with a link for every pair.");
        page.heading("Sources");
        gpus.forEach(listed -> page.paragraph(
                "  ",
                "    ",
                listed.gpu().name()
                        + (listed.aliases().isEmpty() ? "" : " (also " + String.join(", ", listed.aliases()) + ")")
                        + ": " + listed.gpu().source() + "; memory: " + listed.memorySource()));
        return page.toString();
    }

    private static Table table(List<Listed> gpus) {
        Table table = new Table(
                "",
                "name",
                ">bf16 TFLOP/s",
                ">fp8",
                ">fp4",
                ">GiB (GB)",
                ">driver MiB",
                ">TB/s",
                ">link GB/s",
                ">joined",
                ">NIC GB/s",
                ">W");
        for (Listed listed : gpus) {
            Gpu gpu = listed.gpu();
            table.row(
                    gpu.name(),
                    peak(gpu, gpu.peakFlops().containsKey(Precision.BF16) ? Precision.BF16 : Precision.FP16),
                    peak(gpu, Precision.FP8),
                    peak(gpu, gpu.peakFlops().containsKey(Precision.MXFP4) ? Precision.MXFP4 : Precision.NVFP4),
                    Figures.gibibytes(gpu.memoryBytes()) + " (" + Figures.gigabytes(gpu.memoryBytes()) + ")",
                    listed.driverBytes().isPresent()
                            ? Figures.plain(listed.driverBytes().getAsDouble(), MEBI)
                            : "",
                    Figures.plain(gpu.memoryBandwidth(), 1e12),
                    Figures.plain(gpu.linkBandwidth(), 1e9),
                    gpu.linkDomain() + (gpu.linkTopology() == LinkTopology.MESH ? " mesh" : ""),
                    Figures.plain(gpu.networkBandwidth(), 1e9),
                    gpu.powerWatts() > 0 ? Figures.count(gpu.powerWatts()) : "");
        }
        return table;
    }

    private static String peak(Gpu gpu, Precision precision) {
        Double flops = gpu.peakFlops().get(precision);
        return flops == null ? "" : Figures.plain(flops, 1e12);
    }
}
