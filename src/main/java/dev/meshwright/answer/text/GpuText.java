package dev.meshwright.answer.text;

import dev.meshwright.answer.text.page.Page;
import dev.meshwright.answer.text.page.Style;
import dev.meshwright.answer.text.page.Table;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.LinkTopology;
import dev.meshwright.facts.model.Precision;
import java.util.List;

/** The GPU catalogue as a table, sources below. */
public final class GpuText {

    private GpuText() {}

    /** All of {@code gpus}. */
    public static String of(List<Gpu> gpus, Style style) {
        Page page = new Page(style);
        Table table = new Table(
                "",
                "name",
                ">bf16 TFLOP/s",
                ">fp8",
                ">fp4",
                ">GB",
                ">TB/s",
                ">link GB/s",
                ">joined",
                ">NIC GB/s",
                ">W");
        for (Gpu gpu : gpus) {
            table.row(
                    gpu.name(),
                    peak(gpu, gpu.peakFlops().containsKey(Precision.BF16) ? Precision.BF16 : Precision.FP16),
                    peak(gpu, Precision.FP8),
                    peak(gpu, gpu.peakFlops().containsKey(Precision.MXFP4) ? Precision.MXFP4 : Precision.NVFP4),
                    Figures.plain(gpu.memoryBytes(), 1e9),
                    Figures.plain(gpu.memoryBandwidth(), 1e12),
                    Figures.plain(gpu.linkBandwidth(), 1e9),
                    gpu.linkDomain() + (gpu.linkTopology() == LinkTopology.MESH ? " mesh" : ""),
                    Figures.plain(gpu.networkBandwidth(), 1e9),
                    gpu.powerWatts() > 0 ? Figures.count(gpu.powerWatts()) : "");
        }
        List<String> lines = table.lines();
        page.line(style.strong(lines.getFirst())).lines(lines.subList(1, lines.size()));
        page.paragraph(
                "",
                "Dense peaks. Bandwidths are per GPU and one way; GB = 10^9 bytes. \"joined\": GPUs that the links join, mesh: with a link for every pair.");
        page.heading("Sources");
        gpus.forEach(gpu -> page.paragraph("  ", "    ", gpu.name() + ": " + gpu.source()));
        return page.toString();
    }

    private static String peak(Gpu gpu, Precision precision) {
        Double flops = gpu.peakFlops().get(precision);
        return flops == null ? "" : Figures.plain(flops, 1e12);
    }
}
