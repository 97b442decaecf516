package dev.meshwright.io.huggingface;

import java.util.Locale;
import java.util.Set;

/**
 * What a model type implies where its configuration is silent; from the configuration and modelling classes of Hugging
 * Face transformers 4.57. A type that is not listed gets the defaults of the Llama family.
 */
final class ModelTypeDefaults {

    /** Types whose LM head is the embedding unless the configuration says otherwise. */
    private static final Set<String> TIED = Set.of(
            "gpt2",
            "gpt_neo",
            "gpt_bigcode",
            "bloom",
            "opt",
            "mpt",
            "falcon",
            "refinedweb",
            "refinedwebmodel",
            "starcoder2",
            "gemma",
            "gemma2",
            "gemma3",
            "gemma3_text",
            "gemma3n",
            "gemma3n_text",
            "gemma4",
            "gemma4_text",
            "cohere",
            "cohere2",
            "xglm",
            "mamba",
            "mamba2",
            "falcon_mamba",
            "recurrent_gemma",
            "grok-1",
            "lfm2",
            "lfm2_moe",
            "openelm",
            "phi3small",
            "minicpm",
            "minicpm3",
            "biogpt",
            "megatron");

    /** Types whose feed-forward part has two matrices instead of three. */
    private static final Set<String> PLAIN = Set.of(
            "gpt2",
            "gptj",
            "gpt_neo",
            "gpt_neox",
            "gpt_neox_japanese",
            "gpt_bigcode",
            "bloom",
            "opt",
            "mpt",
            "falcon",
            "refinedweb",
            "refinedwebmodel",
            "phi",
            "phi-msft",
            "starcoder2",
            "codegen",
            "xglm",
            "persimmon",
            "nemotron",
            "nemotron_h",
            "biogpt",
            "openai-gpt",
            "megatron",
            "fuyu");

    /** Types with biases on query, key and value although no key says so. */
    private static final Set<String> QUERY_BIAS = Set.of(
            "gpt2",
            "gpt_neox",
            "gpt_bigcode",
            "bloom",
            "opt",
            "phi",
            "phi-msft",
            "qwen",
            "qwen2",
            "qwen2_moe",
            "qwen2_vl",
            "qwen2_vl_text",
            "qwen2_5_vl",
            "qwen2_5_vl_text",
            "persimmon",
            "xglm",
            "biogpt");

    /** Of the types with attention biases, those that leave the output projection without one. */
    private static final Set<String> NO_OUTPUT_BIAS = Set.of(
            "qwen",
            "qwen2",
            "qwen2_moe",
            "qwen2_vl",
            "qwen2_vl_text",
            "qwen2_5_vl",
            "qwen2_5_vl_text",
            "glm",
            "glm4",
            "glm4_moe",
            "chatglm",
            "gpt_neo",
            "mimo");

    /** Types with biases on the feed-forward matrices although no key says so. */
    private static final Set<String> FEED_FORWARD_BIAS = Set.of(
            "gpt2",
            "gptj",
            "gpt_neo",
            "gpt_neox",
            "gpt_bigcode",
            "bloom",
            "opt",
            "phi",
            "phi-msft",
            "codegen",
            "xglm",
            "persimmon",
            "biogpt",
            "gpt_oss");

    /** Types that normalise queries and keys although no key says so. */
    private static final Set<String> QUERY_KEY_NORM = Set.of(
            "qwen3",
            "qwen3_moe",
            "qwen3_next",
            "qwen3_5",
            "qwen3_5_text",
            "qwen3_5_moe",
            "qwen3_5_moe_text",
            "qwen3_vl_text",
            "qwen3_vl_moe_text",
            "gemma3",
            "gemma3_text",
            "gemma3n_text",
            "gemma4_text",
            "olmoe",
            "olmo2",
            "olmo3",
            "hunyuan_v1_dense",
            "hunyuan_v1_moe",
            "exaone4",
            "exaone_moe",
            "dots1",
            "lfm2",
            "lfm2_moe",
            "ernie4_5_vl",
            "bailing_moe_v2",
            "flex_olmo",
            "afmoe",
            "laguna",
            "step3p5",
            "step3p7");

    /** Of those, the types that normalise all heads together, with as many weights as queries and keys are wide. */
    private static final Set<String> WIDE_QUERY_KEY_NORM = Set.of("olmoe", "olmo2", "olmo3", "flex_olmo", "minimax_m2");

    /** Types whose attention output passes a gate although no key says so. */
    private static final Set<String> OUTPUT_GATE = Set.of("qwen3_next", "qwen3_5", "qwen3_5_moe", "afmoe");

    /** Types whose shared experts are scaled by a learned gate. */
    private static final Set<String> SHARED_GATE =
            Set.of("qwen2_moe", "qwen3_next", "qwen3_5_moe", "qwen3_5_moe_text", "qwen3_omni_moe_talker");

    /** Types with one shared expert as wide as a routed one although no key says so. */
    private static final Set<String> ONE_SHARED_EXPERT = Set.of("llama4", "llama4_text");

    /** Types with a learned position embedding. */
    private static final Set<String> LEARNED_POSITIONS =
            Set.of("gpt2", "gpt_neo", "gpt_bigcode", "opt", "biogpt", "openai-gpt");

    /** Types whose layers are all Mamba and have no feed-forward part. */
    private static final Set<String> MAMBA = Set.of("mamba", "mamba2", "falcon_mamba");

    /** Types with a sigmoid-gated lightning attention in the layers that are not softmax. */
    private static final Set<String> LIGHTNING = Set.of("minimax", "minimax_text_01", "minimax_m1");

    private final String type;

    ModelTypeDefaults(String type) {
        this.type = type.toLowerCase(Locale.ROOT);
    }

    String type() {
        return type;
    }

    boolean tied() {
        return TIED.contains(type);
    }

    boolean plain() {
        return PLAIN.contains(type);
    }

    boolean queryBias() {
        return QUERY_BIAS.contains(type);
    }

    boolean outputBias() {
        return !NO_OUTPUT_BIAS.contains(type);
    }

    boolean feedForwardBias() {
        return FEED_FORWARD_BIAS.contains(type);
    }

    boolean queryKeyNorm() {
        return QUERY_KEY_NORM.contains(type);
    }

    boolean wideQueryKeyNorm() {
        return WIDE_QUERY_KEY_NORM.contains(type);
    }

    /** Llama 4 divides queries and keys by their length and learns nothing there. */
    boolean weightlessQueryKeyNorm() {
        return type.equals("llama4") || type.equals("llama4_text");
    }

    boolean outputGate() {
        return OUTPUT_GATE.contains(type);
    }

    boolean sharedGate() {
        return SHARED_GATE.contains(type);
    }

    int sharedExperts() {
        return ONE_SHARED_EXPERT.contains(type) ? 1 : 0;
    }

    boolean sinks() {
        return type.equals("gpt_oss");
    }

    /** Rows of a learned position embedding; OPT keeps two more than it has positions. */
    int learnedPositions(int positions) {
        return LEARNED_POSITIONS.contains(type) ? positions + (type.equals("opt") ? 2 : 0) : 0;
    }

    boolean mambaOnly() {
        return MAMBA.contains(type);
    }

    boolean secondGenerationMamba() {
        return type.equals("mamba2");
    }

    /** Every how-many-th layer sees everything where the others have a window; 0 where all have it. */
    int windowPattern() {
        return switch (type) {
            case "gemma2" -> 2;
            case "gemma3", "gemma3_text", "gemma4", "gemma4_text" -> 6;
            case "cohere2" -> 4;
            default -> 0;
        };
    }

    boolean lightning() {
        return LIGHTNING.contains(type);
    }

    /** Two attentions and two dense networks around one mixture in every block. */
    boolean shortcutBlocks() {
        return type.equals("longcat_flash") || type.equals("longcat");
    }

    /** Attention and a state space block side by side in every layer. */
    boolean parallelMamba() {
        return type.equals("falcon_h1");
    }

    /** The attention has experts as well, as many as the feed-forward part. */
    boolean attentionExperts() {
        return type.equals("jetmoe");
    }

    /** A layer without routed experts consists of the shared network alone. */
    boolean sharedNetworkAlone() {
        return type.equals("granitemoehybrid") || type.equals("granitemoeshared");
    }

    /** Qwen's first generation and OLMo's own files state the width of gate and up projection together. */
    int feedForwardDivisor() {
        return type.equals("qwen") || type.equals("hf_olmo") ? 2 : 1;
    }
}
