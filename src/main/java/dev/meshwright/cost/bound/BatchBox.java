package dev.meshwright.cost.bound;

import dev.meshwright.layout.Batch;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Family;

/**
 * The batches of a family on an attention rank, cut down to what memory and targets leave of them.
 *
 * @param family whose batches
 * @param smallest micro-batch, B1
 * @param largest micro-batch, B2
 * @param fewest micro-batches, m1
 * @param most micro-batches, m2
 * @param inFlight most sequences in flight, no more than {@code B2 m2}
 */
record BatchBox(Family family, int smallest, int largest, int fewest, int most, long inFlight) {

    /** Every batch of {@code family}. */
    static BatchBox of(Family family) {
        int largest = family.microBatch().most();
        int most = family.microBatches().most();
        return new BatchBox(
                family,
                family.microBatch().least(),
                largest,
                family.microBatches().least(),
                most,
                (long) largest * most);
    }

    /** The same with no more than {@code sequences} in flight, of which the smallest batch has fewer. */
    BatchBox limited(double sequences) {
        if (sequences >= inFlight) {
            return this;
        }
        long left = Math.max(least(), (long) sequences);
        return new BatchBox(
                family,
                smallest,
                (int) Math.min(largest, left / fewest),
                fewest,
                (int) Math.min(most, left / smallest),
                left);
    }

    /** The same without batches that take longer than {@code seconds}: {@code fixed} and as much for each sequence, at least. */
    BatchBox within(double seconds, double fixed, double perSequence) {
        return seconds == Double.POSITIVE_INFINITY ? this : limited((seconds - fixed) / perSequence * (1 + 1e-9));
    }

    /** Fewest sequences in flight. */
    long least() {
        return (long) smallest * fewest;
    }

    /** The smallest micro-batch, as many of them as there may be: no batch hides more messages. */
    Degrees small() {
        return degrees(smallest);
    }

    /** The largest micro-batch, likewise. */
    Degrees large() {
        return degrees(largest);
    }

    private Degrees degrees(int microBatch) {
        Cut cut = family.cut();
        return new Degrees(
                cut, new Batch(microBatch, most, family.recomputations().getFirst()));
    }
}
