package dev.meshwright.question.search.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BinsTest {

    /** Whether so many instances fit, by trying every bin for each of them; what has failed before is remembered. */
    static boolean fits(int[] free, int size, int first, int firsts, int second, int seconds) {
        return fits(free, size, first, firsts, second, seconds, new HashSet<>());
    }

    private static boolean fits(
            int[] free, int size, int first, int firsts, int second, int seconds, Set<List<Integer>> failed) {
        if (firsts + seconds == 0) {
            return true;
        }
        int[] sorted = free.clone();
        Arrays.sort(sorted);
        List<Integer> state = new ArrayList<>(List.of(firsts, seconds));
        Arrays.stream(sorted).forEach(state::add);
        if (Arrays.stream(free).sum() < firsts * first + seconds * second || failed.contains(state)) {
            return false;
        }
        boolean next = firsts > 0 && (seconds == 0 || first >= second);
        int gpus = next ? first : second;
        for (int bin = 0; bin < free.length; bin++) {
            int[] after = taken(free, size, gpus, bin);
            if (after.length > 0
                    && fits(
                            after,
                            size,
                            first,
                            next ? firsts - 1 : firsts,
                            second,
                            next ? seconds : seconds - 1,
                            failed)) {
                return true;
            }
        }
        failed.add(state);
        return false;
    }

    /** What is left with an instance in a bin, or in whole bins from that one on; nothing where it does not fit there. */
    private static int[] taken(int[] free, int size, int gpus, int bin) {
        int[] after = free.clone();
        if (gpus <= size) {
            after[bin] -= gpus;
            return after[bin] >= 0 ? after : new int[0];
        }
        for (int whole = 0; whole < gpus / size; whole++) {
            if (bin + whole >= free.length || after[bin + whole] < size) {
                return new int[0];
            }
            after[bin + whole] = 0;
        }
        return after;
    }

    static int[] free(int size, int full, int rest) {
        int[] free = new int[full + (rest > 0 ? 1 : 0)];
        Arrays.fill(free, size);
        if (rest > 0) {
            free[full] = rest;
        }
        return free;
    }

    @Test
    void asManyFitAsTryingEveryBinFinds() {
        Random random = new Random(17);
        int compared = 0;
        for (int round = 0; round < 150; round++) {
            int size = 1 + random.nextInt(6);
            int full = 1 + random.nextInt(3);
            int rest = random.nextInt(size);
            Bins bins = Bins.of(size, full, rest);
            List<Integer> sizes = bins.sizes();
            int first = sizes.get(random.nextInt(sizes.size()));
            int second = sizes.get(random.nextInt(sizes.size()));
            int[] most = bins.mostBeside(first, second);
            for (int firsts = 0; firsts < most.length; firsts++) {
                String what = size + " x " + full + " + " + rest + ": " + firsts + " of " + first + ", " + second;
                int[] free = free(size, full, rest);
                assertThat(fits(free, size, first, firsts, second, most[firsts]))
                        .as(what)
                        .isTrue();
                assertThat(fits(free, size, first, firsts, second, most[firsts] + 1))
                        .as(what)
                        .isFalse();
                assertPlaced(bins, size, first, firsts, second, most[firsts]);
                compared++;
            }
            assertThat(fits(free(size, full, rest), size, first, most.length, second, 0))
                    .isFalse();
        }
        assertThat(compared).isGreaterThan(300);
    }

    private static void assertPlaced(Bins bins, int size, int first, int firsts, int second, int seconds) {
        List<int[]> placed = bins.place(first, firsts, second, seconds);
        assertThat(placed).hasSize(firsts + seconds);
        Set<Integer> taken = new HashSet<>();
        for (int number = 0; number < placed.size(); number++) {
            int[] gpus = placed.get(number);
            int wanted = number < firsts ? first : second;
            assertThat(gpus).hasSize(wanted);
            Arrays.stream(gpus).forEach(gpu -> assertThat(taken.add(gpu)).isTrue());
            long islands = Arrays.stream(gpus).map(gpu -> gpu / size).distinct().count();
            assertThat(islands).isEqualTo(Math.max(1, wanted / size));
        }
    }

    @Test
    void aNodeOfEightHoldsTwoOfThreeAndOneOfTwo() {
        // 3 + 3 + 2 = 8 on each of two nodes: four of three GPUs leave room for two of two.
        assertThat(Bins.of(8, 2, 0).mostBeside(3, 2)).containsExactly(8, 6, 5, 3, 2);
    }

    @Test
    void instancesOfWholeNodesLeaveTheOthers() {
        assertThat(Bins.of(8, 4, 0).mostBeside(16, 3)).containsExactly(8, 4, 0);
        assertThat(Bins.of(8, 4, 0).mostBeside(16, 24)).containsExactly(1, 0, 0);
        assertThat(Bins.of(8, 4, 0).sizes()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 16, 24, 32);
    }

    @Test
    void moreThanFitHaveNoPlace() {
        assertThat(Bins.of(8, 2, 0).place(5, 2, 4, 1)).isEmpty();
        assertThat(Bins.of(8, 2, 0).place(16, 1, 1, 1)).isEmpty();
    }
}
