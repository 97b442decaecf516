package dev.meshwright.placement.experts.planner;

import dev.meshwright.placement.Budget;
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

    /** With a limit of time a search is as long as the time allows, and these parts of it are tried before: a twentieth of it. */
    private static final long PART_BEFORE = 30;

    private SearchRungs() {}

    /** Moves of each search, rising. */
    static List<Long> of(long moves, Budget budget) {
        boolean timed = budget.timeLimit().isPresent();
        List<Long> rungs = new ArrayList<>();
        long most = timed ? moves / PART_BEFORE : moves;
        for (long power = FIRST; power <= most; power *= 10) {
            rungs.add(power);
            if (3 * power <= most) {
                rungs.add(3 * power);
            }
        }
        if (timed) {
            rungs.add(moves);
        }
        return List.copyOf(rungs);
    }
}
