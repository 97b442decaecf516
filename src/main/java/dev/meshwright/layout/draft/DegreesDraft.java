package dev.meshwright.layout.draft;

import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The degrees that the author of a plan states, and nothing else: what they mean for those left out depends on the model
 * and the cluster.
 *
 * @param stated degrees by name, 1 or more ({@link DegreeName#SLOTS_PER_RANK} 0 for a dense model)
 * @param recomputation as {@link Degrees#recomputation()}
 * @param form how they are written
 */
public record DegreesDraft(Map<DegreeName, Integer> stated, Optional<Recomputation> recomputation, Form form) {

    /** How degrees are written, which says what is meant by those left out. */
    public enum Form {
        /** Fields of a plan file by their own names. */
        FIELDS,
        /** With names of engines, such as {@code tp}. */
        ENGINE_NAMES,
        /** {@code TP4 EP4 PP2}: what headlines write, which leave out degrees of 1. */
        HEADLINE,
        /** {@code TP4 x EP4 x PP2}: a product of GPUs. */
        PRODUCT
    }

    public DegreesDraft {
        Map<DegreeName, Integer> ordered = new EnumMap<>(DegreeName.class);
        ordered.putAll(stated);
        stated = Collections.unmodifiableMap(ordered);
    }

    /** Every degree as {@code degrees} has it. */
    public static DegreesDraft of(Degrees degrees) {
        Map<DegreeName, Integer> stated = new EnumMap<>(DegreeName.class);
        stated.put(DegreeName.TENSOR, degrees.tensor());
        stated.put(DegreeName.DATA, degrees.data());
        stated.put(DegreeName.EXPERT, degrees.expert());
        stated.put(DegreeName.EXPERT_TENSOR, degrees.expertTensor());
        stated.put(DegreeName.EXPERT_DATA, degrees.expertData());
        stated.put(DegreeName.PIPELINE, degrees.pipeline());
        stated.put(DegreeName.REPLICAS, degrees.replicas());
        stated.put(DegreeName.MICRO_BATCH, degrees.microBatch());
        stated.put(DegreeName.MICRO_BATCHES, degrees.microBatches());
        stated.put(DegreeName.VIRTUAL_STAGES, degrees.virtualStages());
        stated.put(DegreeName.SLOTS_PER_RANK, degrees.slotsPerRank());
        stated.put(DegreeName.CONTEXT, degrees.context());
        return new DegreesDraft(stated, Optional.of(degrees.recomputation()), Form.FIELDS);
    }

    /** The same with nothing said of {@code names}. */
    public DegreesDraft without(DegreeName... names) {
        Map<DegreeName, Integer> fewer = new EnumMap<>(DegreeName.class);
        fewer.putAll(stated);
        for (DegreeName name : names) {
            fewer.remove(name);
        }
        return new DegreesDraft(fewer, recomputation, form);
    }

    /** The same with a degree that something else in the plan says, where it is not stated itself. */
    public DegreesDraft withUnlessStated(DegreeName name, int value) {
        Map<DegreeName, Integer> more = new EnumMap<>(DegreeName.class);
        more.putAll(stated);
        more.putIfAbsent(name, value);
        return new DegreesDraft(more, recomputation, form);
    }

    /** The degree, where it is stated. */
    public OptionalInt get(DegreeName name) {
        Integer value = stated.get(name);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
