package dev.meshwright.layout;

import dev.meshwright.layout.Degrees.Recomputation;
import java.util.List;
import java.util.Optional;

/**
 * Degrees of one cut whose copies and batches lie in ranges: what a search bounds together and splits while it may still
 * hold something better. Not every combination of the ranges need be a member: in training, and where the number of
 * sequences is given, batch and copies depend on each other.
 *
 * @param cut of every member; its replicas, virtual stages and context are those of the first
 * @param replicas independent instances
 * @param microBatch sequences of a micro-batch on an attention rank
 * @param microBatches micro-batches of a step
 * @param virtualStages model chunks per stage to choose from, ascending
 * @param recomputations to choose from, least first
 * @param contexts ranks that share a sequence, to choose from, ascending
 */
public record Family(
        Cut cut,
        IntRange replicas,
        IntRange microBatch,
        IntRange microBatches,
        List<Integer> virtualStages,
        List<Recomputation> recomputations,
        List<Integer> contexts) {

    /** Most sequences on an attention rank of a member with a choice of batches: only models without a cache have room for more. */
    public static final int MOST_SEQUENCES = 1 << 20;

    public Family {
        cut = cut.withReplicas(replicas.least())
                .withVirtualStages(virtualStages.getFirst())
                .withContext(contexts.getFirst());
        contexts = List.copyOf(contexts);
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
                List.of(degrees.recomputation()),
                List.of(degrees.context()));
    }

    /** The same with other copies and batches. */
    public Family with(IntRange copies, IntRange sequences, IntRange batches) {
        return new Family(cut, copies, sequences, batches, virtualStages, recomputations, contexts);
    }

    /** The same with some of the numbers of ranks that share a sequence. */
    public Family withContexts(List<Integer> some) {
        return new Family(cut, replicas, microBatch, microBatches, virtualStages, recomputations, some);
    }

    /** The same with as many ranks sharing a sequence as may: what needs least memory. */
    public Family mostShared() {
        return withContexts(List.of(contexts.getLast()));
    }

    /** The only member; empty while there are several. */
    public Optional<Degrees> member() {
        boolean one = replicas.single()
                && microBatch.single()
                && microBatches.single()
                && virtualStages.size() == 1
                && recomputations.size() == 1
                && contexts.size() == 1;
        return one ? Optional.of(least()) : Optional.empty();
    }

    /** Fewest copies, smallest batch, fewest chunks, least recomputation; a member only where the ranges are free of each other. */
    public Degrees least() {
        return new Degrees(cut, new Batch(microBatch.least(), microBatches.least(), recomputations.getFirst()));
    }
}
