package dev.meshwright.layout;

import dev.meshwright.layout.Degrees.Recomputation;
import java.util.List;
import java.util.Optional;

/**
 * Degrees of one cut whose copies and batches lie in ranges: what a search bounds together and splits while it may still
 * hold something better. Not every combination of the ranges need be a member: in training, and where the number of
 * sequences is given, batch and copies depend on each other.
 *
 * @param cut of every member; its replicas and virtual stages are those of the first
 * @param replicas independent instances
 * @param microBatch sequences of a micro-batch on an attention rank
 * @param microBatches micro-batches of a step
 * @param virtualStages model chunks per stage to choose from, ascending
 * @param recomputations to choose from, least first
 */
public record Family(
        Cut cut,
        IntRange replicas,
        IntRange microBatch,
        IntRange microBatches,
        List<Integer> virtualStages,
        List<Recomputation> recomputations) {

    public Family {
        cut = cut.withReplicas(replicas.least()).withVirtualStages(virtualStages.getFirst());
        virtualStages = List.copyOf(virtualStages);
        recomputations = List.copyOf(recomputations);
    }

    /** The family of some degrees alone. */
    public static Family of(Degrees degrees) {
        return new Family(
                degrees.cut(),
                IntRange.of(degrees.replicas()),
                IntRange.of(degrees.microBatch()),
                IntRange.of(degrees.microBatches()),
                List.of(degrees.virtualStages()),
                List.of(degrees.recomputation()));
    }

    /** The same with other copies and batches. */
    public Family with(IntRange copies, IntRange sequences, IntRange batches) {
        return new Family(cut, copies, sequences, batches, virtualStages, recomputations);
    }

    /** The only member; empty while there are several. */
    public Optional<Degrees> member() {
        boolean one = replicas.single()
                && microBatch.single()
                && microBatches.single()
                && virtualStages.size() == 1
                && recomputations.size() == 1;
        return one ? Optional.of(least()) : Optional.empty();
    }

    /** Fewest copies, smallest batch, fewest chunks, least recomputation; a member only where the ranges are free of each other. */
    public Degrees least() {
        return new Degrees(cut, new Batch(microBatch.least(), microBatches.least(), recomputations.getFirst()));
    }
}
