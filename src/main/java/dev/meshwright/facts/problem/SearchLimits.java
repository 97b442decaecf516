package dev.meshwright.facts.problem;

import java.util.List;
import java.util.OptionalInt;

/**
 * What the search may choose from. An empty list allows every value that divides what it must divide.
 *
 * @param tensor tensor-parallel degrees
 * @param data attention data-parallel degrees
 * @param expert expert-parallel degrees
 * @param expertTensor tensor-parallel degrees inside experts
 * @param pipeline pipeline-parallel degrees
 * @param replicas numbers of independent instances (training: of expert-data-parallel copies)
 * @param microBatch sequences per micro-batch
 * @param maxPipeline largest pipeline degree
 * @param tensorWithinNode whether a tensor group must stay inside one island of fast links
 * @param redundantSlotsPerRank largest number of expert slots per rank beyond what the experts need
 * @param engineSpace whether only what the named engine can express is searched
 * @param maximumInstance most GPUs of an instance of an engine; empty: as many as one has been seen to run on
 */
public record SearchLimits(
        List<Integer> tensor,
        List<Integer> data,
        List<Integer> expert,
        List<Integer> expertTensor,
        List<Integer> pipeline,
        List<Integer> replicas,
        List<Integer> microBatch,
        int maxPipeline,
        boolean tensorWithinNode,
        int redundantSlotsPerRank,
        boolean engineSpace,
        OptionalInt maximumInstance) {

    /** Everything that divides, tensor groups inside islands, one redundant slot where load is uneven. */
    public static final SearchLimits DEFAULT = new SearchLimits(
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), Integer.MAX_VALUE, true, 1);

    /** What the named engine can express, in instances of sizes that have been seen to run. */
    public SearchLimits(
            List<Integer> tensor,
            List<Integer> data,
            List<Integer> expert,
            List<Integer> expertTensor,
            List<Integer> pipeline,
            List<Integer> replicas,
            List<Integer> microBatch,
            int maxPipeline,
            boolean tensorWithinNode,
            int redundantSlotsPerRank) {
        this(
                tensor,
                data,
                expert,
                expertTensor,
                pipeline,
                replicas,
                microBatch,
                maxPipeline,
                tensorWithinNode,
                redundantSlotsPerRank,
                true,
                OptionalInt.empty());
    }

    public SearchLimits {
        tensor = List.copyOf(tensor);
        data = List.copyOf(data);
        expert = List.copyOf(expert);
        expertTensor = List.copyOf(expertTensor);
        pipeline = List.copyOf(pipeline);
        replicas = List.copyOf(replicas);
        microBatch = List.copyOf(microBatch);
    }

    /** The same with at most {@code stages} pipeline stages. */
    public SearchLimits withMaxPipeline(int stages) {
        return with(Math.min(stages, maxPipeline), engineSpace, maximumInstance);
    }

    /** The same with, or without, what no engine can express. */
    public SearchLimits withEngineSpace(boolean restricted) {
        return with(maxPipeline, restricted, maximumInstance);
    }

    /** The same with instances of up to so many GPUs. */
    public SearchLimits withMaximumInstance(OptionalInt most) {
        return with(maxPipeline, engineSpace, most);
    }

    /** The same with what {@code others} say of engines. */
    public SearchLimits withEngines(SearchLimits others) {
        return with(maxPipeline, others.engineSpace, others.maximumInstance);
    }

    private SearchLimits with(int stages, boolean restricted, OptionalInt most) {
        return new SearchLimits(
                tensor,
                data,
                expert,
                expertTensor,
                pipeline,
                replicas,
                microBatch,
                stages,
                tensorWithinNode,
                redundantSlotsPerRank,
                restricted,
                most);
    }

    /** Whether {@code value} is among {@code allowed}, or nothing was said. */
    public static boolean allows(List<Integer> allowed, int value) {
        return allowed.isEmpty() || allowed.contains(value);
    }
}
