package dev.meshwright.cost.bound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.cost.evaluation.Infeasibility;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.IntRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Copies of one stage on several kinds of GPUs, against all ways to hand the GPUs out. */
class CopiesOnSitesTest {

    private static final double ROUNDING = 1e-9;

    /** Tensor parallel on {@code gpus}, so many times. */
    private static Cut cut(int gpus, int replicas) {
        return new Cut(gpus, 1, 1, 1, 1, 1, replicas, 1, 1, 1);
    }

    private static DegreeBound copy(double tokens, double step) {
        return DegreeBound.possible(
                1e9, new Performance(tokens, 3 * tokens, OptionalDouble.of(7 * step), OptionalDouble.of(step), step));
    }

    /** Copies of the best kind first: 3 of two GPUs each on 4 fast ones and 4 slow ones are two fast copies and a slow one. */
    @Test
    void theFastestKindIsTakenFirst() {
        CopiesOnSites copies = new CopiesOnSites(new int[] {4, 4});
        List<DegreeBound> kinds = List.of(copy(100, 0.02), copy(250, 0.01));
        Performance three =
                copies.independent(cut(2, 3), IntRange.of(3), kinds::get).performance();
        assertThat(three.tokensPerSecond()).isEqualTo(2 * 250 + 100);
        assertThat(three.inputTokensPerSecond()).isEqualTo(3 * (2 * 250 + 100));
        // Users see the longest times.
        assertThat(three.stepSeconds()).isEqualTo(0.02);
        assertThat(three.timePerOutputTokenSeconds()).hasValue(0.02);
        assertThat(three.timeToFirstTokenSeconds()).hasValue(7 * 0.02);
        Performance two =
                copies.independent(cut(2, 2), IntRange.of(2), kinds::get).performance();
        assertThat(two.tokensPerSecond()).isEqualTo(2 * 250);
        assertThat(two.stepSeconds()).isEqualTo(0.01);
        // As many of them as there is room for, where any number may be.
        assertThat(copies.independent(cut(2, 1), new IntRange(1, 9), kinds::get)
                        .performance()
                        .tokensPerSecond())
                .isEqualTo(2 * 250 + 2 * 100);
    }

    /** A step that all copies make together is as long as that of the slowest kind that is needed. */
    @Test
    void theSlowestCopySetsTheStep() {
        CopiesOnSites copies = new CopiesOnSites(new int[] {4, 4});
        List<DegreeBound> kinds = List.of(copy(100, 0.02), copy(250, 0.01));
        assertThat(copies.synchronous(cut(2, 2), kinds::get)).isEqualTo(kinds.get(1));
        assertThat(copies.synchronous(cut(2, 3), kinds::get)).isEqualTo(kinds.get(0));
    }

    @Test
    void kindsThatCannotHoldACopyHoldNone() {
        CopiesOnSites copies = new CopiesOnSites(new int[] {4, 4});
        DegreeBound large = DegreeBound.tooLarge(2e9);
        DegreeBound late = copy(1, 9).missing(Infeasibility.TIME_PER_OUTPUT_TOKEN);
        List<DegreeBound> kinds = List.of(copy(100, 0.02), large);
        assertThat(copies.independent(cut(2, 2), IntRange.of(2), kinds::get)
                        .performance()
                        .tokensPerSecond())
                .isEqualTo(200);
        assertThat(copies.independent(cut(2, 3), IntRange.of(3), kinds::get).infeasibility())
                .isEqualTo(Infeasibility.MEMORY);
        assertThat(copies.synchronous(cut(2, 3), kinds::get).infeasibility()).isEqualTo(Infeasibility.MEMORY);
        // Who comes nearest fails last.
        assertThat(copies.independent(cut(2, 1), IntRange.of(1), List.of(large, late)::get)
                        .infeasibility())
                .isEqualTo(Infeasibility.TIME_PER_OUTPUT_TOKEN);
    }

    /** Wherever a replica of several stages is best: its kinds are not told apart. */
    @Test
    void copiesOfSeveralStagesAreAnywhere() {
        CopiesOnSites copies = new CopiesOnSites(new int[] {4, 4});
        List<Integer> asked = new ArrayList<>();
        Cut stages = new Cut(1, 1, 1, 1, 1, 2, 3, 1, 1, 1);
        Performance three = copies.independent(stages, IntRange.of(3), site -> {
                    asked.add(site);
                    return copy(100, 0.02);
                })
                .performance();
        assertThat(three.tokensPerSecond()).isEqualTo(300);
        copies.synchronous(stages, site -> {
            asked.add(site);
            return copy(100, 0.02);
        });
        new CopiesOnSites(new int[] {8}).synchronous(stages, site -> {
            asked.add(site);
            return copy(100, 0.02);
        });
        assertThat(asked).containsExactly(CopiesOnSites.ANY, CopiesOnSites.ANY, 0);
    }

    /** No way of handing out whole GPUs gives more tokens, or an earlier last token. */
    @Test
    void noWayToHandOutTheGpusIsBetter() {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            int[] gpus = random.ints(2 + random.nextInt(2), 1, 9).toArray();
            int stage = 1 + random.nextInt(3);
            int all = IntStream.of(gpus).sum() / stage;
            if (all == 0) {
                continue;
            }
            int replicas = 1 + random.nextInt(all);
            List<DegreeBound> kinds = IntStream.range(0, gpus.length)
                    .mapToObj(kind -> copy(1 + random.nextInt(100), (1 + random.nextInt(100)) / 1000.0))
                    .toList();
            Performance bound = new CopiesOnSites(gpus)
                    .independent(cut(stage, replicas), IntRange.of(replicas), kinds::get)
                    .performance();
            double tokens = 0;
            double step = Double.POSITIVE_INFINITY;
            for (int way = 0; way < 200; way++) {
                List<Integer> hand = new ArrayList<>();
                for (int kind = 0; kind < gpus.length; kind++) {
                    for (int gpu = 0; gpu < gpus[kind]; gpu++) {
                        hand.add(kind);
                    }
                }
                Collections.shuffle(hand, random);
                double sum = 0;
                double last = 0;
                for (int copy = 0; copy < replicas; copy++) {
                    List<Performance> on = hand.subList(copy * stage, (copy + 1) * stage).stream()
                            .map(kind -> kinds.get(kind).performance())
                            .toList();
                    sum += on.stream()
                            .mapToDouble(Performance::tokensPerSecond)
                            .min()
                            .orElseThrow();
                    last = Math.max(
                            last,
                            on.stream()
                                    .mapToDouble(Performance::stepSeconds)
                                    .max()
                                    .orElseThrow());
                }
                tokens = Math.max(tokens, sum);
                step = Math.min(step, last);
            }
            assertThat(tokens).isLessThanOrEqualTo(bound.tokensPerSecond() * (1 + ROUNDING));
            assertThat(step).isGreaterThanOrEqualTo(bound.stepSeconds() * (1 - ROUNDING));
        }
    }
}
