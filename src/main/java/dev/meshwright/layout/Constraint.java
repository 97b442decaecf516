package dev.meshwright.layout;

/** What a plan can break: hard constraints in the order in which they are judged, then targets. */
public enum Constraint {
    POSITIVE_DEGREE("positiveDegree", "a degree"),
    EXPERT_GRID("expertGrid", "ranks of the experts"),
    GPU_COUNT("gpuCount", "GPUs"),
    TENSOR_WITHIN_NODE("tensorWithinNode", "tensor groups inside islands"),
    DIVISIBILITY("divisibility", "what must divide"),
    QUANTIZATION_BLOCK("quantizationBlock", "parts of quantization blocks"),
    EVERY_EXPERT_HOSTED("everyExpertHosted", "expert slots"),
    REPLICAS_ON_DISTINCT_RANKS("replicasOnDistinctRanks", "slots of an expert on one rank"),
    LAYERS_PER_STAGE("layersPerStage", "chunks of layers"),
    INTERLEAVING("interleaving", "micro-batches of interleaved stages"),
    INTERLEAVED_IN_TRAINING("interleavedInTraining", "chunks of a stage that serves"),
    SHARED_CACHE("sharedCache", "ranks that share a cache"),
    EXPERT_DATA_IN_TRAINING("expertDataInTraining", "copies of the experts in an instance that serves"),
    ENGINE("engine", "what the engine cannot express"),
    GLOBAL_BATCH("globalBatch", "sequences of a step"),
    MICRO_BATCH("microBatch", "sequences of a micro-batch"),
    CONCURRENCY("concurrency", "places for sequences"),
    RUNNING_SEQUENCES("runningSequences", "sequences that the engine runs at once"),
    MODEL_LENGTH("modelLength", "tokens of the longest sequence"),
    STAGES("stages", "layers of the stages"),
    STAGE_BORDER("stageBorder", "layers at a border of stages"),
    PREDICTION_STAGE("predictionStage", "the stage that predicts further tokens"),
    EXPERT_ROWS("expertRows", "rows of experts"),
    DEVICE_ROWS("deviceRows", "rows of GPUs"),
    DEVICES_EXIST("devicesExist", "numbers of GPUs"),
    DEVICES_DISTINCT("devicesDistinct", "GPUs that are used twice"),
    DEVICE_EXISTS("deviceExists", "names of GPUs"),
    POOL_TENSOR("poolTensor", "tensor degrees of two pools"),
    MEMORY("memory", "memory"),
    TARGET_THROUGHPUT("target.throughput", "throughput"),
    TARGET_TIME_TO_FIRST_TOKEN("target.timeToFirstToken", "time to first token"),
    TARGET_TIME_PER_OUTPUT_TOKEN("target.timePerOutputToken", "time per output token"),
    TARGET_END_TO_END("target.endToEnd", "time from end to end");

    private final String label;
    private final String words;

    Constraint(String label, String words) {
        this.label = label;
        this.words = words;
    }

    /** The name in answers and documents. */
    public String label() {
        return label;
    }

    /** What it counts, in words. */
    public String words() {
        return words;
    }
}
