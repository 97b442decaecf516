package dev.meshwright.layout;

/** What a plan can break: hard constraints in the order in which they are judged, then targets. */
public enum Constraint {
    POSITIVE_DEGREE("positiveDegree"),
    EXPERT_GRID("expertGrid"),
    GPU_COUNT("gpuCount"),
    TENSOR_WITHIN_NODE("tensorWithinNode"),
    DIVISIBILITY("divisibility"),
    QUANTIZATION_BLOCK("quantizationBlock"),
    EVERY_EXPERT_HOSTED("everyExpertHosted"),
    REPLICAS_ON_DISTINCT_RANKS("replicasOnDistinctRanks"),
    LAYERS_PER_STAGE("layersPerStage"),
    INTERLEAVING("interleaving"),
    INTERLEAVED_IN_TRAINING("interleavedInTraining"),
    SHARED_CACHE("sharedCache"),
    EXPERT_DATA_IN_TRAINING("expertDataInTraining"),
    ENGINE("engine"),
    GLOBAL_BATCH("globalBatch"),
    MICRO_BATCH("microBatch"),
    CONCURRENCY("concurrency"),
    RUNNING_SEQUENCES("runningSequences"),
    MODEL_LENGTH("modelLength"),
    STAGES("stages"),
    STAGE_BORDER("stageBorder"),
    PREDICTION_STAGE("predictionStage"),
    EXPERT_ROWS("expertRows"),
    DEVICE_ROWS("deviceRows"),
    DEVICES_EXIST("devicesExist"),
    DEVICES_DISTINCT("devicesDistinct"),
    DEVICE_EXISTS("deviceExists"),
    POOL_TENSOR("poolTensor"),
    MEMORY("memory"),
    TARGET_THROUGHPUT("target.throughput"),
    TARGET_TIME_TO_FIRST_TOKEN("target.timeToFirstToken"),
    TARGET_TIME_PER_OUTPUT_TOKEN("target.timePerOutputToken"),
    TARGET_END_TO_END("target.endToEnd");

    private final String label;

    Constraint(String label) {
        this.label = label;
    }

    /** The name in answers and documents. */
    public String label() {
        return label;
    }
}
