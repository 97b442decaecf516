package dev.meshwright.io.catalogue;

import dev.meshwright.cost.efficiency.ByPrecision;
import dev.meshwright.cost.efficiency.Collectives;
import dev.meshwright.cost.efficiency.ExpertExchange;
import dev.meshwright.cost.efficiency.KernelEfficiency;
import dev.meshwright.cost.efficiency.surface.CollectiveSurface;
import dev.meshwright.cost.efficiency.surface.CustomAllReduceSurface;
import dev.meshwright.cost.efficiency.surface.DecodeAttentionSurface;
import dev.meshwright.cost.efficiency.surface.ExchangeSurface;
import dev.meshwright.cost.efficiency.surface.ExpertSurface;
import dev.meshwright.cost.efficiency.surface.GemmSurface;
import dev.meshwright.cost.efficiency.surface.IndexSurface;
import dev.meshwright.cost.efficiency.surface.MemorySurface;
import dev.meshwright.cost.efficiency.surface.NetworkSurface;
import dev.meshwright.cost.efficiency.surface.PrefillAttentionSurface;
import java.util.List;
import java.util.Locale;

/**
 * Reads the kernel efficiencies of a family of GPUs from its bundled file. A surface that the file of a family lacks is
 * taken from the file named by its {@code inherits}, and its source says so.
 */
public final class EfficiencyFiles {

    /** Families with a bundled file, most specific first; {@code generic} serves every other GPU. */
    public static final List<String> FAMILIES = List.of("ampere", "hopper", "blackwell", "cdna3", "cdna4", "generic");

    private EfficiencyFiles() {}

    /**
     * The efficiencies of a family; a family without a file of its own (Ada, CDNA 2, anything new) gets {@code generic}.
     *
     * @param architecture architecture as a data sheet names it: "Hopper", "Blackwell Ultra", "CDNA3"
     */
    public static KernelEfficiency forArchitecture(String architecture) {
        String wanted = architecture.toLowerCase(Locale.ROOT);
        return read(FAMILIES.stream().filter(wanted::startsWith).findFirst().orElse("generic"));
    }

    /**
     * The efficiencies of a bundled family.
     *
     * @throws IllegalArgumentException when the family is unknown or its file is wrong; the message lists every fault
     */
    public static KernelEfficiency read(String family) {
        SurfaceTable table = SurfaceTable.bundled(family);
        KernelEfficiency efficiency = assemble(family, table);
        table.requireAllUsed();
        return efficiency;
    }

    private static KernelEfficiency assemble(String family, SurfaceTable table) {
        return new KernelEfficiency(
                family,
                byPrecision(table, "gemm", GemmSurface.class),
                table.surface("gemm.tensorScaled", GemmSurface.class),
                byPrecision(table, "experts", ExpertSurface.class),
                table.surface("experts.weightOnly", ExpertSurface.class),
                byPrecision(table, "prefillAttention", PrefillAttentionSurface.class),
                byPrecision(table, "decodeAttention", DecodeAttentionSurface.class),
                table.surface("latentPrefill", PrefillAttentionSurface.class),
                byPrecision(table, "latentDecode", DecodeAttentionSurface.class),
                table.surface("indexScores", IndexSurface.class),
                table.surface("elementwise", MemorySurface.class),
                new Collectives(
                        table.surface("collectives.allReduce", CollectiveSurface.class),
                        table.surface("collectives.allGather", CollectiveSurface.class),
                        table.surface("collectives.reduceScatter", CollectiveSurface.class),
                        table.surface("collectives.allToAll", CollectiveSurface.class),
                        table.surface("collectives.sendReceive", CollectiveSurface.class),
                        table.surface("collectives.customAllReduce", CustomAllReduceSurface.class),
                        table.surface("collectives.fusedAllReduce", CustomAllReduceSurface.class),
                        table.surface("collectives.network", NetworkSurface.class)),
                new ExpertExchange(
                        table.surface("exchange.dispatch", ExchangeSurface.class),
                        table.surface("exchange.combine", ExchangeSurface.class),
                        table.surface("exchange.lowLatencyDispatch", ExchangeSurface.class),
                        table.surface("exchange.lowLatencyCombine", ExchangeSurface.class)),
                table.sources());
    }

    private static <T extends Record> ByPrecision<T> byPrecision(SurfaceTable table, String name, Class<T> type) {
        return new ByPrecision<>(
                table.surface(name + ".sixteenBit", type),
                table.surface(name + ".eightBit", type),
                table.surface(name + ".fourBit", type));
    }
}
