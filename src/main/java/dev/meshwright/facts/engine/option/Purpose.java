package dev.meshwright.facts.engine.option;

import java.util.Optional;
import java.util.stream.Stream;

/** What an option is written for, where it says nothing of a layout or a setting; what writes launch files asks for it. */
public enum Purpose {
    PORT("port"),
    HOST("host"),
    /** GPUs of a node that a process sees. */
    VISIBLE_GPUS("visibleGpus"),
    NODE_RANK("nodeRank"),
    /** The first node of a server. */
    LEADER_ADDRESS("leaderAddress"),
    LEADER_PORT("leaderPort"),
    /** Address and port of the first node in one. */
    LEADER("leader"),
    /** The first attention copy of a node. */
    FIRST_COPY("firstCopy"),
    COPIES_ADDRESS("copiesAddress"),
    COPIES_PORT("copiesPort"),
    /** A node that answers no requests itself. */
    WORKER("worker"),
    METRICS("metrics"),
    EXPERT_BALANCE("expertBalance"),
    /** Steps from one rearrangement of experts to the next. */
    BALANCER_INTERVAL("balancerInterval"),
    /** Steps whose loads decide it. */
    BALANCER_WINDOW("balancerWindow"),
    /** Steps whose loads are kept in memory. */
    BALANCER_BUFFER("balancerBuffer"),
    GRAPH_SIZES("graphSizes"),
    CHUNKS_OF_PROMPTS("chunksOfPrompts"),
    RECOMPUTE_METHOD("recomputeMethod"),
    RECOMPUTE_LAYERS("recomputeLayers"),
    GROUPED_QUERIES("groupedQueries"),
    GROUPED_PRODUCTS("groupedProducts"),
    RECOMPUTE_PARTS("recomputeParts"),
    /** Updated weights are gathered beside the next forward pass. */
    GATHER_OVERLAP("gatherOverlap"),
    CAPACITY_PADDING("capacityPadding"),
    PERMUTE_FUSION("permuteFusion"),
    NORMALIZATION("normalization"),
    POSITION_KIND("positionKind"),
    NO_BIAS("noBias"),
    QUERY_BIAS("queryBias"),
    QUERY_NORM("queryNorm"),
    OUTPUT_GATE("outputGate"),
    HEAD_SIZE("headSize"),
    UNTIED("untied"),
    VOCABULARY("vocabulary"),
    TOKENIZER("tokenizer"),
    LATENT("latent"),
    QUERY_RANK("queryRank"),
    KEY_VALUE_RANK("keyValueRank"),
    NOPE_HEAD_SIZE("nopeHeadSize"),
    ROPE_HEAD_SIZE("ropeHeadSize"),
    VALUE_HEAD_SIZE("valueHeadSize"),
    SHARED_WIDTH("sharedWidth"),
    SHARED_GATE("sharedGate"),
    LATENT_EXPERTS("latentExperts"),
    EXPERT_GROUPS("expertGroups"),
    GROUPS_PER_TOKEN("groupsPerToken"),
    TRANSFER_BACKEND("transferBackend"),
    /** Tokens whose cache travels at once. */
    TRANSFER_TOKENS("transferTokens"),
    /** Where a pool's caches are asked for. */
    HANDOVER_HOST("handoverHost"),
    HANDOVER_PORT("handoverPort"),
    /** Requests pass through two pools. */
    POOLS("pools"),
    ROUTING_POLICY("routingPolicy"),
    PREFILL_ADDRESS("prefillAddress"),
    DECODE_ADDRESS("decodeAddress"),
    /** Attention copies of a server on a node, which a router counts as servers. */
    COPIES_OF_NODE("copiesOfNode"),
    ROTARY_BASE("rotaryBase"),
    /** Share of a head that is turned. */
    ROTARY_SHARE("rotaryShare"),
    /** Positions are stretched by wave length, as Llama 3.1 has it. */
    ROTARY_STRETCHING("rotaryStretching"),
    ROTARY_FACTOR("rotaryFactor"),
    FP4_RECIPE("fp4Recipe"),
    MOCK_DATA("mockData"),
    LOG_INTERVAL("logInterval"),
    STEPS("steps"),
    POSITIONS("positions"),
    API("api"),
    ENDPOINT_MODEL("endpointModel"),
    DATA_SET("dataSet"),
    /** Prompts that are drawn, where some data set would be taken otherwise. */
    RANDOM_PROMPTS("randomPrompts"),
    INPUT_TOKENS("inputTokens"),
    OUTPUT_TOKENS("outputTokens"),
    LENGTH_SPREAD("lengthSpread"),
    REQUESTS("requests"),
    RATE("rate"),
    BURSTINESS("burstiness"),
    CONCURRENCY("concurrency"),
    WHOLE_ANSWERS("wholeAnswers"),
    WARM_UPS("warmUps"),
    SEED("seed");

    private final String label;

    Purpose(String label) {
        this.label = label;
    }

    /** The name in data files. */
    public String label() {
        return label;
    }

    /** The purpose of that name. */
    public static Optional<Purpose> of(String label) {
        return Stream.of(values())
                .filter(purpose -> purpose.label.equals(label))
                .findFirst();
    }
}
