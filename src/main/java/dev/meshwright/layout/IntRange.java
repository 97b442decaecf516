package dev.meshwright.layout;

import java.util.ArrayList;
import java.util.List;

/**
 * Whole numbers from {@code least} to {@code most}, both included.
 *
 * @param least of them
 * @param most of them, not below {@code least}
 */
public record IntRange(int least, int most) {

    public IntRange {
        if (least > most) {
            throw new IllegalArgumentException("no number lies between " + least + " and " + most);
        }
    }

    /** One number. */
    public static IntRange of(int number) {
        return new IntRange(number, number);
    }

    /** Numbers in ascending order as runs of consecutive ones. */
    public static List<IntRange> runs(List<Integer> ascending) {
        List<IntRange> runs = new ArrayList<>();
        for (int number : ascending) {
            if (!runs.isEmpty() && runs.getLast().most() + 1 == number) {
                runs.set(runs.size() - 1, new IntRange(runs.getLast().least(), number));
            } else {
                runs.add(of(number));
            }
        }
        return runs;
    }

    /** Whether it holds one number. */
    public boolean single() {
        return least == most;
    }

    /** Whether {@code number} is in it. */
    public boolean holds(int number) {
        return least <= number && number <= most;
    }

    /** How many times the most is the least. */
    public double ratio() {
        return (double) most / least;
    }

    /** The numbers up to {@code last} and those beyond; it must hold both. */
    public List<IntRange> splitAfter(int last) {
        return List.of(new IntRange(least, last), new IntRange(last + 1, most));
    }

    /** Two halves: in the geometric middle where it spans more than a doubling, else in the arithmetic one. */
    public List<IntRange> halves() {
        double middle = ratio() > 2 ? Math.sqrt((double) least * most) : (least + (double) most) / 2;
        return splitAfter(Math.min(most - 1, Math.max(least, (int) middle)));
    }
}
