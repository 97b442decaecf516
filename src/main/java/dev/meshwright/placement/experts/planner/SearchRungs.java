package dev.meshwright.placement.experts.planner;

import java.util.ArrayList;
import java.util.List;

/**
 * The searches that a number of moves buys: one each of 100, 300, 1,000, 3,000 and so on, up to that number.
 *
 * <p>An annealing cools down over the moves that it has, so one with more moves may end at a worse place. Whoever allows more moves
 * gets all the searches of whoever allows fewer, and the best of them: more is never worse. All of them together take half as many
 * moves again as the last.
 */
final class SearchRungs {

    private static final long FIRST = 100;

    private SearchRungs() {}

    /** Moves of each search, rising: the same with a limit of time, so that one that is not reached changes nothing. */
    static List<Long> of(long moves) {
        List<Long> rungs = new ArrayList<>();
        for (long power = FIRST; power <= moves; power *= 10) {
            rungs.add(power);
            if (3 * power <= moves) {
                rungs.add(3 * power);
            }
        }
        return List.copyOf(rungs);
    }
}
