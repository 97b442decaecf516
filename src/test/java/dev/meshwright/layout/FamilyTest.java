package dev.meshwright.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.layout.Degrees.Recomputation;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Ranges of whole numbers, cuts, and families of degrees that lie in ranges. */
class FamilyTest {

    private static final Cut CUT = new Cut(2, 4, 4, 1, 2, 3, 2, 1, 8, 1);

    private static final IntRange ONE = IntRange.of(1);

    @Test
    void rangesHoldWhatLiesBetween() {
        IntRange range = new IntRange(3, 7);
        assertThat(IntStream.rangeClosed(1, 9).filter(range::holds)).containsExactly(3, 4, 5, 6, 7);
        assertThat(range.single()).isFalse();
        assertThat(IntRange.of(5).single()).isTrue();
        assertThat(range.ratio()).isCloseTo(7 / 3.0, within(1e-12));
        assertThat(range.spanning(new IntRange(5, 9))).isEqualTo(new IntRange(3, 9));
        assertThat(range.spanning(new IntRange(1, 4))).isEqualTo(new IntRange(1, 7));
        assertThat(range.splitAfter(4)).containsExactly(new IntRange(3, 4), new IntRange(5, 7));
        assertThat(IntRange.of(5)).isEqualTo(new IntRange(5, 5));
        assertThatThrownBy(() -> new IntRange(5, 4)).hasMessageContaining("between 5 and 4");
    }

    @Test
    void runsAreOfConsecutiveNumbers() {
        assertThat(IntRange.runs(List.of(1, 2, 3, 5, 7, 8)))
                .containsExactly(new IntRange(1, 3), IntRange.of(5), new IntRange(7, 8));
        assertThat(IntRange.runs(List.of())).isEmpty();
    }

    /** 4 to 8 is a doubling: 4-6 and 7-8. 1 to 100 is more: the middle of the ratio is 10. Two numbers part. */
    @Test
    void halvesLieInTheMiddleOfTheirRatio() {
        assertThat(new IntRange(4, 8).halves()).containsExactly(new IntRange(4, 6), new IntRange(7, 8));
        assertThat(new IntRange(1, 100).halves()).containsExactly(new IntRange(1, 10), new IntRange(11, 100));
        assertThat(new IntRange(7, 8).halves()).containsExactly(IntRange.of(7), IntRange.of(8));
        assertThat(new IntRange(1, 2).halves()).containsExactly(IntRange.of(1), IntRange.of(2));
        assertThat(new IntRange(0, 1).halves()).containsExactly(IntRange.of(0), IntRange.of(1));
        // 4 to 9 is more than a doubling: the root of 36.
        assertThat(new IntRange(4, 9).halves()).containsExactly(new IntRange(4, 6), new IntRange(7, 9));
        assertThat(new IntRange(2_000_000_000, 2_000_000_010).halves())
                .containsExactly(
                        new IntRange(2_000_000_000, 2_000_000_005), new IntRange(2_000_000_006, 2_000_000_010));
    }

    @Test
    void cutsAreProductsAndNames() {
        assertThat(CUT.gpusPerStage()).isEqualTo(2 * 4);
        assertThat(CUT.gpusPerReplica()).isEqualTo(2 * 4 * 3);
        assertThat(CUT.gpus()).isEqualTo(2 * 4 * 3 * 2);
        assertThat(CUT.gpusPerExpertCopy()).isEqualTo(4);
        assertThat(CUT.withExpertData(1).expertCopies()).isEqualTo(1 * 2);
        assertThat(CUT.dataPerExpertCopy()).isEqualTo(4 / 2.0);
        assertThat(CUT.shortName()).isEqualTo("TP2 DP4 EP4 EDP2 PP3 x2");
        assertThat(new Cut(2, 1, 1, 2, 1, 1, 1, 1, 1).shortName()).isEqualTo("TP2 ETP2 PP1");
        assertThat(new Cut(1, 1, 1, 1, 1, 1, 1, 1, 1).shortName()).isEqualTo("TP1 PP1");
        assertThat(new Cut(1, 2, 2, 1, 2, 1, 4, 1, 2).shortName()).isEqualTo("TP1 DP2 EP2 PP2v4 CP2");
    }

    /** Copies of 6 GPUs on tensor groups of 4: 6 / gcd(6, 4) = 3 groups hold two copies. */
    @Test
    void leastDataHoldsWholeCopies() {
        assertThat(Cut.leastData(4, 6)).isEqualTo(3);
        assertThat(Cut.leastData(4, 8)).isEqualTo(2);
        assertThat(Cut.leastData(8, 4)).isEqualTo(1);
        assertThat(Cut.leastData(1, 5)).isEqualTo(5);
    }

    private static Family family(
            IntRange replicas, IntRange sequences, IntRange batches, int chunks, int ways, int contexts) {
        return new Family(
                CUT,
                replicas,
                sequences,
                batches,
                List.of(1, 2).subList(0, chunks),
                List.of(Recomputation.NONE, Recomputation.FULL).subList(0, ways),
                List.of(1, 2).subList(0, contexts));
    }

    /** A choice in anything makes several. */
    @Test
    void onlyOneMemberIsAMember() {
        IntRange two = new IntRange(1, 2);
        assertThat(family(ONE, ONE, ONE, 1, 1, 1).member())
                .contains(new Degrees(CUT.withReplicas(1), new Batch(1, 1, Recomputation.NONE)));
        assertThat(family(two, ONE, ONE, 1, 1, 1).member()).isEmpty();
        assertThat(family(ONE, two, ONE, 1, 1, 1).member()).isEmpty();
        assertThat(family(ONE, ONE, two, 1, 1, 1).member()).isEmpty();
        assertThat(family(ONE, ONE, ONE, 2, 1, 1).member()).isEmpty();
        assertThat(family(ONE, ONE, ONE, 1, 2, 1).member()).isEmpty();
        assertThat(family(ONE, ONE, ONE, 1, 1, 2).member()).isEmpty();
    }

    @Test
    void theLeastMemberAndWhatNeedsLeastMemory() {
        Family family = family(new IntRange(2, 4), new IntRange(3, 9), new IntRange(5, 6), 2, 2, 2);
        assertThat(family.least()).isEqualTo(new Degrees(CUT.withReplicas(2), new Batch(3, 5, Recomputation.NONE)));
        assertThat(family.mostShared().contexts()).containsExactly(2);
        assertThat(family.mostShared().cut().context()).isEqualTo(2);
        Family other = family.with(ONE, IntRange.of(7), IntRange.of(8));
        assertThat(other.replicas()).isEqualTo(ONE);
        assertThat(other.microBatch()).isEqualTo(IntRange.of(7));
        assertThat(other.microBatches()).isEqualTo(IntRange.of(8));
        assertThat(Family.of(family.least()).member()).contains(family.least());
    }
}
