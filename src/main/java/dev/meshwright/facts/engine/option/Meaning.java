package dev.meshwright.facts.engine.option;

import java.util.EnumSet;
import java.util.Optional;
import java.util.stream.Stream;

/** What an option says of a layout or of a setting; engines differ in names, and in what a number counts. */
public enum Meaning {
    /** GPUs that split a layer's attention, t. */
    TENSOR("tensor"),
    /** Ranks of a stage: {@code t x d}. */
    STAGE_RANKS("stageRanks"),
    /** Attention copies, d. */
    DATA("data"),
    DATA_LOCAL("dataLocal"),
    /** Attention copies share a stage, instead of being servers of their own. */
    ATTENTION_DATA("attentionData"),
    EXPERT("expert"),
    /** Experts are whole on their ranks; their number follows. */
    EXPERT_SWITCH("expertSwitch"),
    EXPERT_TENSOR("expertTensor"),
    EXPERT_DATA("expertData"),
    /** Ranks that split dense feed-forward layers. */
    DENSE_TENSOR("denseTensor"),
    EXCHANGE("exchange"),
    /** An exchange by its old switch. */
    EXCHANGE_SWITCH("exchangeSwitch"),
    PIPELINE("pipeline"),
    LAYER_PARTITION("layerPartition"),
    STAGE_LETTERS("stageLetters"),
    FIRST_STAGE("firstStage"),
    LAST_STAGE("lastStage"),
    VIRTUAL_STAGES("virtualStages"),
    LAYERS_PER_VIRTUAL_STAGE("layersPerVirtualStage"),
    EMBEDDING_IN_SPLIT("embeddingInSplit"),
    LOSS_IN_SPLIT("lossInSplit"),
    CONTEXT("context"),
    PREFILL_CONTEXT("prefillContext"),
    DECODE_CONTEXT("decodeContext"),
    REPLICAS("replicas"),
    NODES("nodes"),
    GPUS_PER_NODE("gpusPerNode"),
    WORLD("world"),
    GPU("gpu"),
    MODEL("model"),
    SERVED_NAME("servedName"),
    WEIGHTS("weights"),
    ARITHMETIC("arithmetic"),
    CACHE_FORMAT("cacheFormat"),
    MODEL_LENGTH("modelLength"),
    /** Sequences longer than the model's configuration allows are taken. */
    LONGER_SEQUENCES("longerSequences"),
    /** Values in place of those of the model's configuration. */
    MODEL_OVERRIDES("modelOverrides"),
    SEQUENCES("sequences"),
    TOKENS_PER_STEP("tokensPerStep"),
    MEMORY_SHARE("memoryShare"),
    CACHE_TOKENS("cacheTokens"),
    CACHE_BYTES("cacheBytes"),
    CHUNKED_PREFILL("chunkedPrefill"),
    REDUNDANT_EXPERTS("redundantExperts"),
    EXPERT_SLOTS("expertSlots"),
    BALANCER("balancer"),
    BALANCER_ASYNC("balancerAsync"),
    BALANCER_UPDATES("balancerUpdates"),
    EXPERT_MAP("expertMap"),
    SPECULATION("speculation"),
    SPECULATION_METHOD("speculationMethod"),
    SPECULATION_STEPS("speculationSteps"),
    SPECULATION_TOP("speculationTop"),
    SPECULATION_DRAFTS("speculationDrafts"),
    ROLE("role"),
    TRANSFER_ROLE("transferRole"),
    TRANSFER("transfer"),
    /** What carries caches from one pool to the other. */
    TRANSFER_CONNECTOR("transferConnector"),
    CONFIG_FILE("configFile"),
    OVERLAP_OFF("overlapOff"),
    MIXED_CHUNKS("mixedChunks"),
    SEQUENCE_PARALLEL("sequenceParallel"),
    LAYERS("layers"),
    HIDDEN("hidden"),
    HEADS("heads"),
    QUERY_GROUPS("queryGroups"),
    EXPERTS("experts"),
    EXPERTS_PER_TOKEN("expertsPerToken"),
    WIDTH("width"),
    EXPERT_WIDTH("expertWidth"),
    MIXTURE_LAYERS("mixtureLayers"),
    /** Networks have a gate: three matrices and not two. */
    GATED("gated"),
    SEQUENCE_LENGTH("sequenceLength"),
    GLOBAL_BATCH("globalBatch"),
    MICRO_BATCH("microBatch"),
    PREDICTION_LAYERS("predictionLayers"),
    BF16("bf16"),
    FP16("fp16"),
    FP8("fp8"),
    FP8_RECIPE("fp8Recipe"),
    /** Products of 4 bits. */
    FP4("fp4"),
    PRECISION("precision"),
    SHARDED("sharded"),
    SHARDING("sharding"),
    DISTRIBUTED_OPTIMIZER("distributedOptimizer"),
    RECOMPUTE("recompute"),
    TENSOR_OVERLAP("tensorOverlap"),
    EXPERT_OVERLAP("expertOverlap"),
    GRADIENT_OVERLAP("gradientOverlap"),
    /** Gradients are summed and reduced in 16 bits. */
    NARROW_GRADIENTS("narrowGradients"),
    /** Updated weights of 8-bit products are gathered in 8 bits. */
    NARROW_WEIGHTS("narrowWeights"),
    /** The stages of a copy lie side by side, and copies apart. */
    STAGES_INSIDE("stagesInside"),
    EXPERT_CAPACITY("expertCapacity"),
    /** How steps are captured as graphs. */
    GRAPHS("graphs"),
    RANK("rank");

    private final String label;

    Meaning(String label) {
        this.label = label;
    }

    /** The name in data files. */
    public String label() {
        return label;
    }

    /** Whether it cuts or copies a model. */
    public boolean cuts() {
        return EnumSet.range(TENSOR, REPLICAS).contains(this);
    }

    /** The meaning of that name. */
    public static Optional<Meaning> of(String label) {
        return Stream.of(values())
                .filter(meaning -> meaning.label.equals(label))
                .findFirst();
    }
}
