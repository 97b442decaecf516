package dev.meshwright.io.huggingface;

import java.util.EnumMap;
import java.util.Map;

/**
 * Sizes that a configuration class of Hugging Face transformers takes where the file is silent. Multimodal
 * configurations leave them out of their text part (Gemma 3, LLaVA); a configuration of a language model states them, so
 * that one missing there is a mistake.
 */
final class ClassDefaults {

    private ClassDefaults() {}

    /** Defaults of a model type; none for a type that is not listed or a configuration that is not nested. */
    static Map<ConfigKey, Integer> of(String type, boolean nested) {
        if (!nested) {
            return type.equals("gemma3_text") ? Map.of(ConfigKey.VOCABULARY, 262_208) : Map.of();
        }
        return switch (type) {
            case "llama" -> sizes(4096, 32, 11_008, 32_000, 32, 0);
            case "mistral" -> sizes(4096, 32, 14_336, 32_000, 32, 8);
            case "qwen2" -> sizes(4096, 32, 22_016, 151_936, 32, 32);
            case "gemma3_text" -> with(sizes(2304, 26, 9216, 262_208, 8, 4), 256, 4096);
            case "gemma2" -> with(sizes(2304, 26, 9216, 256_000, 8, 4), 256, 4096);
            default -> Map.of();
        };
    }

    private static Map<ConfigKey, Integer> sizes(
            int hidden, int layers, int feedForward, int vocabulary, int heads, int keyValueHeads) {
        Map<ConfigKey, Integer> values = new EnumMap<>(ConfigKey.class);
        values.put(ConfigKey.HIDDEN, hidden);
        values.put(ConfigKey.LAYERS, layers);
        values.put(ConfigKey.FEED_FORWARD, feedForward);
        values.put(ConfigKey.VOCABULARY, vocabulary);
        values.put(ConfigKey.HEADS, heads);
        // Without a default there are as many key-value heads as heads.
        if (keyValueHeads > 0) {
            values.put(ConfigKey.KEY_VALUE_HEADS, keyValueHeads);
        }
        return values;
    }

    private static Map<ConfigKey, Integer> with(Map<ConfigKey, Integer> values, int headSize, int window) {
        values.put(ConfigKey.HEAD_SIZE, headSize);
        values.put(ConfigKey.WINDOW, window);
        return values;
    }
}
