package dev.meshwright.placement.experts;

/**
 * What one layer's placement is worth, compared in this order; smaller is better everywhere.
 *
 * @param violations experts missing, plus pairs of replicas on one rank where these must differ
 * @param nanoseconds the slowest rank
 * @param squares sum over the ranks of (time / {@link LayerObjective#squareUnitNanoseconds()})^2: a finer signal for a
 *     search on a plateau, never part of the answer
 */
public record LayerScore(long violations, long nanoseconds, long squares) implements Comparable<LayerScore> {

    @Override
    public int compareTo(LayerScore other) {
        if (violations != other.violations) {
            return Long.compare(violations, other.violations);
        }
        return nanoseconds != other.nanoseconds
                ? Long.compare(nanoseconds, other.nanoseconds)
                : Long.compare(squares, other.squares);
    }
}
