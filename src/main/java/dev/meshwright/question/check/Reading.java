package dev.meshwright.question.check;

import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.draft.DegreeName;
import dev.meshwright.layout.draft.DegreesDraft;
import dev.meshwright.layout.engine.EngineSpace;

/**
 * One meaning of the degrees that a plan states.
 *
 * @param draft the same with tensor, data, expert, expertTensor, expertData and pipeline stated
 * @param kind how those that were left out follow from the others
 */
record Reading(DegreesDraft draft, Kind kind) {

    /** How degrees that are left out follow from the others. */
    enum Kind {
        /** Nothing had to be derived. */
        STATED,
        /** As headlines mean it: what is left out is 1. */
        HEADLINE,
        /** The model has no routed experts. */
        DENSE,
        /** The model has no routed experts, so that copies of data parallelism share nothing: each is an instance. */
        COPIES_APART,
        /** Experts share the GPUs of a stage: {@code expert x expertTensor x expertData = tensor x data} gives what is missing. */
        FOLDED,
        /**
         * {@code tensor x expert x pipeline} is the number of GPUs: data = expert and expertTensor = tensor (what Megatron
         * does where no expertTensor is stated).
         */
        PRODUCT,
        /** Experts on the GPUs of one attention group: data 1, expertTensor = tensor / expert. */
        ONE_GROUP,
        /** Whole experts: data = expert / tensor, expertTensor 1. */
        WHOLE_EXPERTS,
        /** No expert degree stated: every expert is split over all GPUs of the stage, as engines do by themselves. */
        EXPERTS_SPLIT,
        /** No expert degree stated: whole experts are spread over all GPUs of the stage. */
        EXPERTS_SPREAD,
        /** Tensor counts all ranks of a stage, attention copies among them (SGLang and TensorRT-LLM). */
        TENSOR_COUNTS_ALL,
        /** Data counts all copies of the attention part that share gradients, replicas among them (Megatron). */
        DATA_COUNTS_ALL
    }

    int get(DegreeName name) {
        return draft.get(name).orElseThrow();
    }

    /** GPUs of one instance. */
    long instance() {
        return product(product(get(DegreeName.TENSOR), get(DegreeName.DATA)), get(DegreeName.PIPELINE));
    }

    /** GPUs of all instances that are stated. */
    long gpus() {
        return product(instance(), draft.get(DegreeName.REPLICAS).orElse(1));
    }

    /** Cut where no number holds it: degrees are up to a million each. */
    private static long product(long first, long second) {
        long high = Math.multiplyHigh(first, second);
        return high == 0 && first * second >= 0 ? first * second : Long.MAX_VALUE;
    }

    /** Whether the engine of {@code problem} can be started so; true where none is named. */
    boolean runsOn(Problem problem) {
        Cut cut = new Cut(
                get(DegreeName.TENSOR),
                get(DegreeName.DATA),
                get(DegreeName.EXPERT),
                get(DegreeName.EXPERT_TENSOR),
                draft.get(DegreeName.EXPERT_DATA).orElse(1),
                get(DegreeName.PIPELINE),
                1,
                1,
                Math.ceilDiv(problem.model().experts(), Math.max(1, get(DegreeName.EXPERT))),
                1);
        return EngineSpace.named(problem)
                .map(space -> space.violated(cut).isEmpty())
                .orElse(true);
    }

    /** Whether the engine of {@code problem} means by its own names what this reading does. */
    boolean ownMeaning(Problem problem) {
        return kind == Kind.TENSOR_COUNTS_ALL
                && draft.form() == DegreesDraft.Form.ENGINE_NAMES
                && problem.assumptions()
                        .engine()
                        .filter(engine -> engine != Engine.VLLM)
                        .isPresent();
    }

    /** What the reading says of the degrees, for people; empty where nothing was derived. */
    String words() {
        long stage = (long) get(DegreeName.TENSOR) * get(DegreeName.DATA);
        return switch (kind) {
            case STATED, DENSE -> "";
            case HEADLINE -> "as headlines mean it, what is left out is 1";
            case COPIES_APART ->
                "without experts the copies of data parallelism share nothing, so each is an instance of its own";
            case FOLDED ->
                "experts on the same GPUs as attention, expert x expertTensor"
                        + (get(DegreeName.EXPERT_DATA) > 1 ? " x expertData" : "") + " = tensor x data";
            case PRODUCT ->
                "tensor x expert x pipeline = " + get(DegreeName.TENSOR) + " x " + get(DegreeName.EXPERT) + " x "
                        + get(DegreeName.PIPELINE) + " = " + instance()
                        + " GPUs, so data = expert and expertTensor = tensor";
            case ONE_GROUP -> "experts on the GPUs of one tensor group, so data 1";
            case WHOLE_EXPERTS -> "whole experts, so data = expert / tensor";
            case EXPERTS_SPLIT ->
                "no expert degree is stated, so every expert is split over the " + stage + " GPUs of a stage";
            case EXPERTS_SPREAD -> "no expert degree is stated; whole experts over the " + stage + " GPUs of a stage";
            case TENSOR_COUNTS_ALL ->
                "tensor counts all ranks of a stage as SGLang and TensorRT-LLM do, so tensor is divided by data";
            case DATA_COUNTS_ALL -> "data counts all copies that share gradients as Megatron does, replicas among them";
        };
    }
}
