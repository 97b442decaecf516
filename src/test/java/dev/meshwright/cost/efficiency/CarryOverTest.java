package dev.meshwright.cost.efficiency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.io.catalogue.EfficiencyFiles;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * What to expect on a GPU that nobody measured: the constants of one family, with the data sheet of a GPU of another, against
 * the tables of that GPU. None of the rows had a part in the constants.
 */
class CarryOverTest {

    @Test
    void hopperConstantsOnBlackwell() {
        hold("hopper", "blackwell", e -> e.gemm().sixteenBit(), GemmObservations.of("bfloat16"), 0.16);
        hold("hopper", "blackwell", e -> e.gemm().eightBit(), GemmObservations.of("fp8_block"), 0.13);
        hold("hopper", "blackwell", e -> e.experts().eightBit(), ExpertObservations.of("fp8_block"), 0.14);
        hold(
                "hopper",
                "blackwell",
                e -> e.prefillAttention().sixteenBit(),
                AttentionObservations.prefill("bfloat16"),
                0.35);
        hold(
                "hopper",
                "blackwell",
                e -> e.decodeAttention().sixteenBit(),
                AttentionObservations.decode("bfloat16"),
                0.35);
        hold("hopper", "blackwell", e -> e.latentDecode().eightBit(), LatentObservations.decode("fp8"), 0.22);
        hold(
                "hopper",
                "blackwell",
                e -> e.collectives().allReduce(),
                CollectiveObservations.library("all_reduce"),
                0.45);
    }

    @Test
    void blackwellConstantsOnHopper() {
        hold("blackwell", "hopper", e -> e.gemm().sixteenBit(), GemmObservations.of("bfloat16"), 0.16);
        hold(
                "blackwell",
                "hopper",
                e -> e.decodeAttention().sixteenBit(),
                AttentionObservations.decode("bfloat16"),
                0.35);
    }

    @Test
    void hopperConstantsOnAmpere() {
        hold("hopper", "ampere", e -> e.gemm().sixteenBit(), LayerObservations.products(), 0.18);
    }

    @Test
    void lowLatencyExchangeOnTheAllToAllOfARack() {
        hold("blackwell", "blackwell", e -> e.exchange().lowLatencyDispatch(), ExchangeObservations.rack(true), 0.22);
        hold("blackwell", "blackwell", e -> e.exchange().lowLatencyCombine(), ExchangeObservations.rack(false), 0.30);
    }

    private static <S extends Record> void hold(
            String constants,
            String family,
            Function<KernelEfficiency, S> choice,
            List<Observation<S>> all,
            double largestMedian) {
        // FLOP per joule are a generation's own: another's boards are taken to stand to their peaks as this one's do.
        DataSheet usual = DataSheet.of(constants.equals("hopper") ? "h100_sxm" : "b200_sxm");
        S surface = choice.apply(EfficiencyFiles.read(constants)
                .powered(usual.watts(), new ByPrecision<>(usual.flops16(), usual.flops8(), usual.flops4())));
        List<Observation<S>> rows = KernelTables.ofFamily(family, all).stream()
                .map(Observation::unfitted)
                .toList();
        ErrorTable.print(constants + " constants on " + family + ": " + surface, surface, rows);
        assertThat(ErrorTable.medianError(surface, rows, row -> true))
                .as("median error on %s of %s", family, surface)
                .isLessThan(largestMedian);
    }
}
