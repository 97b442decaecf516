package dev.meshwright.layout;

import dev.meshwright.layout.Degrees.Recomputation;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The degrees of a plan file. What may be left out is empty; the first five are always there, by the reading that was
 * applied.
 *
 * @param tensor as {@link Degrees#tensor()}
 * @param data as {@link Degrees#data()}
 * @param expert as {@link Degrees#expert()}
 * @param expertTensor as {@link Degrees#expertTensor()}
 * @param pipeline as {@link Degrees#pipeline()}
 * @param replicas as {@link Degrees#replicas()}
 * @param microBatch as {@link Degrees#microBatch()}
 * @param microBatches as {@link Degrees#microBatches()}
 * @param virtualStages as {@link Degrees#virtualStages()}
 * @param recomputation as {@link Degrees#recomputation()}
 * @param slotsPerRank as {@link Degrees#slotsPerRank()}
 * @param context as {@link Degrees#context()}
 * @param reading how degrees that the plan does not state were derived from the others
 */
public record DegreesDraft(
        int tensor,
        int data,
        int expert,
        int expertTensor,
        int pipeline,
        OptionalInt replicas,
        OptionalInt microBatch,
        OptionalInt microBatches,
        OptionalInt virtualStages,
        Optional<Recomputation> recomputation,
        OptionalInt slotsPerRank,
        OptionalInt context,
        Reading reading) {

    /** How missing degrees were derived. */
    public enum Reading {
        /** Nothing had to be derived. */
        STATED,
        /** Experts share the GPUs of a stage: {@code expert x expertTensor = tensor x data} gives what is missing. */
        FOLDED,
        /**
         * {@code {tensor, expert, pipeline}} as a product of GPUs: data = expert and expertTensor = tensor, so that a
         * stage has tensor x expert GPUs.
         */
        ORTHOGONAL,
        /** No expert degree stated: every expert is split over all GPUs of the stage, expert = 1. */
        EXPERTS_SPLIT
    }

    /** One sentence on the reading, for people; empty where everything is stated. */
    public String note() {
        return switch (reading) {
            case STATED -> "";
            case FOLDED ->
                "Read with experts on the same GPUs as attention, expert x expertTensor = tensor x data: data " + data
                        + ", expertTensor " + expertTensor + ".";
            case ORTHOGONAL ->
                "Read as tensor x expert x pipeline = " + tensor + " x " + expert + " x " + pipeline + " = "
                        + (long) tensor * expert * pipeline + " GPUs: data " + data + " (= expert), expertTensor "
                        + expertTensor + " (= tensor).";
            case EXPERTS_SPLIT ->
                "No expert degree is stated: every expert is split over the " + expertTensor
                        + " GPUs of a stage (expert 1, expertTensor " + expertTensor + ").";
        };
    }
}
