package dev.meshwright.question.search.space;

import dev.meshwright.cost.evaluation.Infeasibility;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Which whole families have parts left that may work, and why the others have none. */
public final class LiveParts {

    private final Map<Infeasibility, Long> infeasible = new EnumMap<>(Infeasibility.class);
    private int[] parts = new int[64];
    private int count;

    /** Numbers a family, of which nothing is split yet. */
    public int open() {
        if (count == parts.length) {
            parts = Arrays.copyOf(parts, 2 * count);
        }
        parts[count] = 1;
        return count++;
    }

    /** Notes that a part of family {@code number} was split into so many, which are judged one by one. */
    public void split(int number, int into) {
        parts[number] += into - 1;
    }

    /** Notes that a part of family {@code number} cannot work. */
    public void fail(int number, Infeasibility reason) {
        parts[number]--;
        if (parts[number] == 0) {
            infeasible.merge(reason, 1L, Long::sum);
        }
    }

    /** Families so far. */
    public int count() {
        return count;
    }

    /** Families of which nothing can work, by the reason of the last part. */
    public Map<Infeasibility, Long> infeasible() {
        return Map.copyOf(infeasible);
    }

    /** Families of which something may work. */
    public long working() {
        return count - infeasible.values().stream().mapToLong(Long::longValue).sum();
    }
}
