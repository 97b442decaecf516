package dev.meshwright.cost.efficiency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cost.efficiency.surface.GemmSurface;
import dev.meshwright.io.catalogue.EfficiencyFiles;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Fits the surfaces of AMD's GPUs for which there are figures and writes them to {@code target/efficiency}; from there they
 * are copied to the resources by hand:
 *
 * <pre>mvn -q test -Dtest=FitAmdSurfacesTest -Dmeshwright.fit=true</pre>
 */
@EnabledIfSystemProperty(named = "meshwright.fit", matches = "true")
class FitAmdSurfacesTest {

    private static final String AITER = "ROCm/aiter at commit e404860, aiter/configs";

    /**
     * The tables hold products alone; what quantizes their inputs is the generic one. Memory streams at BabelStream's share,
     * which no kernel exceeds: small products cannot tell it from their other constants.
     */
    private static final Set<String> NOT_MEASURED = Set.of("tileRows", "quantizationMemoryFraction", "memoryFraction");

    /** Experts' weights stream like those of dense products. */
    private static final Set<String> STREAMING = Set.of("memoryFraction");

    /** Besides: a few dozen rows of MI300X cannot tell these; they are MI355X's. */
    private static final Set<String> FEW_ROWS = Set.of("memoryFraction", "launchSeconds", "paddingRows");

    /** Besides: one board of each power reached its own share of the peak, from which the two follow. */
    private static final Set<String> BOARDS = Set.of(
            "tileRows",
            "quantizationMemoryFraction",
            "memoryFraction",
            "computeFraction",
            "flopsPerJoule",
            "launchSeconds");

    private final StringBuilder text = new StringBuilder();

    @Test
    void fitAll() throws IOException {
        for (String family : List.of("cdna3", "cdna4")) {
            text.append(family).append('\n');
            fitProducts(family, EfficiencyFiles.read(family));
            fitExperts(family, EfficiencyFiles.read(family));
            fitOthers(family, EfficiencyFiles.read(family));
        }
        Path folder = Files.createDirectories(Path.of("target/efficiency"));
        Files.writeString(folder.resolve("amd.fitted.yaml"), text);
        assertThat(text).isNotEmpty();
    }

    private void fitProducts(String family, KernelEfficiency start) {
        List<Observation<GemmSurface>> sixteen = new ArrayList<>(AiterObservations.products("bfloat16"));
        sixteen.addAll(PublishedAmdFigures.products());
        Set<String> held = family.equals("cdna3") ? BOARDS : NOT_MEASURED;
        fit(family, "gemm.sixteenBit", start.gemm().sixteenBit(), sixteen, held, AITER + ", bf16_tuned_gemm");
        fit(
                family,
                "gemm.eightBit",
                start.gemm().eightBit(),
                AiterObservations.products("fp8_block"),
                NOT_MEASURED,
                AITER + ", a8w8_blockscale_tuned_gemm");
        fit(
                family,
                "gemm.tensorScaled",
                start.gemmTensorScaled(),
                AiterObservations.products("fp8"),
                NOT_MEASURED,
                AITER + ", a8w8_tuned_gemm and a8w8_bpreshuffle_tuned_gemm");
        fit(
                family,
                "gemm.fourBit",
                start.gemm().fourBit(),
                AiterObservations.products("mxfp4"),
                NOT_MEASURED,
                AITER + ", a4w4_blockscale_tuned_gemm");
    }

    private void fitExperts(String family, KernelEfficiency start) {
        Set<String> held = family.equals("cdna3") ? FEW_ROWS : STREAMING;
        fit(
                family,
                "experts.sixteenBit",
                start.experts().sixteenBit(),
                AiterObservations.experts("bfloat16"),
                held,
                AITER + ", tuned_fmoe bf16");
        fit(
                family,
                "experts.eightBit",
                start.experts().eightBit(),
                AiterObservations.experts("fp8_block"),
                held,
                AITER + ", tuned_fmoe fp8 in blocks of 128");
        fit(
                family,
                "experts.fourBit",
                start.experts().fourBit(),
                AiterObservations.experts("mxfp4"),
                held,
                AITER + ", tuned_fmoe mxfp4");
        fit(
                family,
                "experts.weightOnly",
                start.expertsWeightOnly(),
                AiterObservations.experts("weightOnly"),
                held,
                AITER + ", tuned_fmoe bf16 inputs, 4-bit weights");
    }

    private void fitOthers(String family, KernelEfficiency start) {
        fit(
                family,
                "prefillAttention.sixteenBit",
                start.prefillAttention().sixteenBit(),
                PublishedAmdFigures.attention(family.equals("cdna3") ? "mi300x" : "mi355x"),
                Set.of("computeFraction", "memoryFraction", "launchSeconds"),
                "ROCm/aiter at commit e404860, op_tests/cpp/mha");
        if (family.equals("cdna3")) {
            fitTogether(
                    "collectives.customAllReduce",
                    start.collectives().customAllReduce(),
                    PublishedAmdFigures.allReduces(),
                    "vllm-project/vllm pull requests 19744 and 39080, ROCm/aiter pull request 801");
        }
    }

    private <S extends Record> void fit(
            String family, String name, S start, List<Observation<S>> all, Set<String> held, String source) {
        List<Observation<S>> rows = KernelTables.ofFamily(family, all);
        if (rows.stream().filter(Observation::fitted).count() >= 10) {
            write(family + " " + name, new SurfaceFitter<>(start, rows, held).fit(), rows, source);
        }
    }

    private <S extends Record> void fitTogether(String name, S start, List<Observation<S>> rows, String source) {
        write("cdna3 and cdna4 " + name, new SurfaceFitter<>(start, rows, Set.of()).fit(), rows, source);
    }

    private <S extends Record> void write(String title, S fitted, List<Observation<S>> rows, String source) {
        Set<String> groups = rows.stream()
                .filter(Observation::fitted)
                .map(Observation::group)
                .collect(Collectors.toSet());
        double unfitted = ErrorTable.medianError(fitted, rows, row -> !row.fitted() && groups.contains(row.group()));
        double shown = Double.isNaN(unfitted) ? ErrorTable.medianError(fitted, rows, row -> true) : unfitted;
        text.append("  ")
                .append(title)
                .append(":\n    source: \"")
                .append(source)
                .append("\"\n");
        text.append(String.format(Locale.ROOT, "    medianError: %.3f%n    constants:%n", shown));
        for (RecordComponent component : fitted.getClass().getRecordComponents()) {
            text.append(String.format(
                    Locale.ROOT,
                    "      %s: {value: %.4g}%n",
                    component.getName(),
                    SurfaceFitter.value(fitted, component)));
        }
        ErrorTable.print(title + " " + fitted, fitted, rows);
    }
}
