package dev.meshwright.placement.pipeline;

/**
 * The degrees that matter to pipeline placement.
 *
 * @param stages pipeline stages p
 * @param groupsPerStage tensor groups of one stage of one replica
 * @param replicas copies of the whole pipeline
 * @param microBatches micro-batches m that run through the pipeline in one step
 * @param synchronous whether replicas wait for each other each step (training) or not (inference)
 */
public record PipelineShape(int stages, int groupsPerStage, int replicas, int microBatches, boolean synchronous) {

    public PipelineShape {
        if (stages < 1 || groupsPerStage < 1 || replicas < 1 || microBatches < 1) {
            throw new IllegalArgumentException(
                    "stages (%d), groupsPerStage (%d), replicas (%d) and microBatches (%d) must be positive."
                            .formatted(stages, groupsPerStage, replicas, microBatches));
        }
    }

    /** Tensor groups in all: each needs a device group of its own. */
    public int seats() {
        return replicas * stages * groupsPerStage;
    }

    /** Index of a tensor group among all. */
    public int seat(int replica, int stage, int group) {
        return (replica * stages + stage) * groupsPerStage + group;
    }

    public int replicaOf(int seat) {
        return seat / groupsPerStage / stages;
    }

    public int stageOf(int seat) {
        return seat / groupsPerStage % stages;
    }

    public int groupOf(int seat) {
        return seat % groupsPerStage;
    }
}
