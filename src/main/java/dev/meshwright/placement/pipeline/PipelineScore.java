package dev.meshwright.placement.pipeline;

/**
 * What a pipeline placement is worth, compared in this order; smaller is better everywhere.
 *
 * @param violations broken structure: stages not contiguous, not all used, device groups used twice
 * @param overflowBytes bytes per GPU above capacity, summed over the tensor groups
 * @param nanoseconds the step: of the slowest replica if they are synchronous, else the sum over the replicas
 * @param squares sum of (stage time / {@link PipelineObjective#squareUnitNanoseconds()})^2 over replicas and stages: a
 *     finer signal for a search on a plateau, never part of the answer
 */
public record PipelineScore(long violations, long overflowBytes, long nanoseconds, long squares)
        implements Comparable<PipelineScore> {

    public boolean feasible() {
        return violations == 0 && overflowBytes == 0;
    }

    @Override
    public int compareTo(PipelineScore other) {
        // Both are hard: their sum decides, as on a solver's hard level. Moves never break structure, so it is bytes.
        int hard = Long.compare(violations + overflowBytes, other.violations + other.overflowBytes);
        if (hard != 0) {
            return hard;
        }
        return nanoseconds != other.nanoseconds
                ? Long.compare(nanoseconds, other.nanoseconds)
                : Long.compare(squares, other.squares);
    }
}
