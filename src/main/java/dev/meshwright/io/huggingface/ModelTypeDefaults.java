package dev.meshwright.io.huggingface;

import dev.meshwright.base.resource.ResourceText;
import dev.meshwright.io.huggingface.key.ConfigKey;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a model type implies where its configuration is silent; from the configuration and modelling classes of Hugging
 * Face transformers 4.57. A type that is not listed gets the defaults of the Llama family.
 */
final class ModelTypeDefaults {

    private static final String SIZES_FILE = "/dev/meshwright/huggingface/class-defaults.txt";
    private static final String FILE = "/dev/meshwright/huggingface/model-types.txt";

    /** Types with each trait; continuation lines are indented. */
    private static final Map<String, Set<String>> TYPES = read();

    private final String type;

    ModelTypeDefaults(String type) {
        this.type = type.toLowerCase(Locale.ROOT);
    }

    /** Sizes by {@code type inner} or {@code type any}. */
    private static final Map<String, Map<ConfigKey, Integer>> SIZES = readSizes();

    private static Map<String, Set<String>> read() {
        Map<String, Set<String>> types = new HashMap<>();
        String trait = "";
        for (String line : ResourceText.of(FILE).lines().toList()) {
            String words = line;
            int colon = line.indexOf(':');
            if (!line.startsWith("#") && !line.startsWith(" ") && colon > 0) {
                trait = line.substring(0, colon);
                words = line.substring(colon + 1);
            }
            if (!line.startsWith("#") && !line.isBlank()) {
                types.computeIfAbsent(trait, absent -> new HashSet<>())
                        .addAll(List.of(words.strip().split("\\s+", -1)));
            }
        }
        return Map.copyOf(types);
    }

    private boolean is(String trait) {
        return Objects.requireNonNull(TYPES.get(trait), trait).contains(type);
    }

    String type() {
        return type;
    }

    /** Whether the type is one of those that were looked at; a configuration without a type says what it needs itself. */
    boolean known() {
        return type.isEmpty() || TYPES.values().stream().anyMatch(types -> types.contains(type));
    }

    boolean tied() {
        return is("tied");
    }

    boolean plain() {
        return is("plain");
    }

    boolean queryBias() {
        return is("query-bias");
    }

    boolean outputBias() {
        return !is("no-output-bias");
    }

    boolean feedForwardBias() {
        return is("feed-forward-bias");
    }

    boolean queryKeyNorm() {
        return is("query-key-norm");
    }

    boolean wideQueryKeyNorm() {
        return is("wide-query-key-norm");
    }

    /** Llama 4 divides queries and keys by their length and learns nothing there. */
    boolean weightlessQueryKeyNorm() {
        return type.equals("llama4") || type.equals("llama4_text");
    }

    boolean outputGate() {
        return is("output-gate");
    }

    boolean sharedGate() {
        return is("shared-gate");
    }

    int sharedExperts() {
        return is("one-shared-expert") ? 1 : 0;
    }

    boolean sinks() {
        return type.equals("gpt_oss");
    }

    /** Rows of a learned position embedding; OPT keeps two more than it has positions. */
    int learnedPositions(int positions) {
        return is("learned-positions") ? positions + (type.equals("opt") ? 2 : 0) : 0;
    }

    boolean mambaOnly() {
        return is("mamba");
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

    /**
     * Sizes that the configuration class takes where the file is silent; none for a type that is not listed.
     *
     * @param nested whether the language model stands inside another configuration, which leaves out more
     */
    Map<ConfigKey, Integer> sizes(boolean nested) {
        Map<ConfigKey, Integer> values = new EnumMap<>(ConfigKey.class);
        values.putAll(SIZES.getOrDefault(type + " any", Map.of()));
        if (nested) {
            values.putAll(SIZES.getOrDefault(type + " inner", Map.of()));
        }
        return values;
    }

    private static Map<String, Map<ConfigKey, Integer>> readSizes() {
        Map<String, ConfigKey> keys = new HashMap<>();
        for (ConfigKey key : ConfigKey.values()) {
            keys.putIfAbsent(key.usual(), key);
        }
        Map<String, Map<ConfigKey, Integer>> defaults = new HashMap<>();
        for (String line : ResourceText.of(SIZES_FILE).lines().toList()) {
            int colon = line.indexOf(':');
            if (line.startsWith("#") || colon < 0) {
                continue;
            }
            Map<ConfigKey, Integer> values =
                    defaults.computeIfAbsent(line.substring(0, colon), absent -> new EnumMap<>(ConfigKey.class));
            for (String word : line.substring(colon + 1).strip().split("\\s+", -1)) {
                int equals = word.indexOf('=');
                ConfigKey key = keys.get(word.substring(0, equals));
                if (key == null) {
                    throw new IllegalStateException(SIZES_FILE + ": no key is called " + word.substring(0, equals));
                }
                values.put(key, Integer.valueOf(word.substring(equals + 1)));
            }
        }
        return Map.copyOf(defaults);
    }
}
