package dev.meshwright.question.search.space;

import java.util.ArrayList;
import java.util.List;

/** Divisors of small numbers. */
public final class Divisors {

    private Divisors() {}

    /** All divisors of {@code number}, ascending. */
    public static List<Integer> of(int number) {
        List<Integer> divisors = new ArrayList<>();
        List<Integer> counterparts = new ArrayList<>();
        for (int candidate = 1; candidate <= number / candidate; candidate++) {
            if (number % candidate == 0) {
                divisors.add(candidate);
                if (candidate != number / candidate) {
                    counterparts.add(number / candidate);
                }
            }
        }
        divisors.addAll(counterparts.reversed());
        return divisors;
    }
}
