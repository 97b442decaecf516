package dev.meshwright.io.huggingface.key;

import dev.meshwright.io.huggingface.key.ConfigFields.Found;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Keys that add nothing to those that were read: other spellings of the same, and sizes that the architecture does not have
 * because another key says more. What contradicts is noted, the rest counts as read.
 */
public final class RedundantKeys {

    /** Keys whose spellings all mean the same; of the others some mean different things in different families. */
    private static final Set<ConfigKey> ONE_MEANING = Set.of(
            ConfigKey.LAYERS,
            ConfigKey.VOCABULARY,
            ConfigKey.HEADS,
            ConfigKey.KEY_VALUE_HEADS,
            ConfigKey.HEAD_SIZE,
            ConfigKey.EXPERTS,
            ConfigKey.EXPERTS_PER_TOKEN,
            ConfigKey.EXPERT_FEED_FORWARD,
            ConfigKey.SHARED_EXPERTS,
            ConfigKey.DENSE_FIRST,
            ConfigKey.PREDICTION_LAYERS,
            ConfigKey.TYPE);

    /** Keys that mean nothing once any of the listed ones was used. */
    private static final Map<ConfigKey, List<ConfigKey>> SUPERSEDED = superseded();

    private RedundantKeys() {}

    private static Map<ConfigKey, List<ConfigKey>> superseded() {
        Map<ConfigKey, List<ConfigKey>> rules = new EnumMap<>(ConfigKey.class);
        // Latent and compressed attention have one latent or one vector for all heads, and sizes of their own.
        List<ConfigKey> oneVector = List.of(
                ConfigKey.KEY_VALUE_RANK, ConfigKey.COMPRESSION, ConfigKey.COMPRESSION_RATES, ConfigKey.DELTA_HEADS);
        rules.put(ConfigKey.KEY_VALUE_HEADS, oneVector);
        rules.put(ConfigKey.HEAD_SIZE, List.of(ConfigKey.NOPE_HEAD_SIZE, ConfigKey.QUERY_KEY_HEAD_SIZE));
        rules.put(ConfigKey.ROPE_HEAD_SIZE, oneVector);
        rules.put(ConfigKey.QUERY_KEY_NORM, oneVector);
        rules.put(ConfigKey.QUERY_KEY_NORM_TYPE, List.of(ConfigKey.QUERY_KEY_NORM, ConfigKey.HEADS));
        // Without dense layers there is no dense width.
        rules.put(ConfigKey.FEED_FORWARD, List.of(ConfigKey.EXPERT_FEED_FORWARD, ConfigKey.SHARED_FEED_FORWARD));
        rules.put(ConfigKey.DENSE_FEED_FORWARD, List.of(ConfigKey.EXPERTS));
        // Mamba-2 has a step for each head.
        rules.put(ConfigKey.MAMBA_RANK, List.of(ConfigKey.MAMBA_HEADS, ConfigKey.STATE_SPACE_SETTINGS));
        byLists(rules);
        return rules;
    }

    /** A list of layers says more than a period or a number. */
    private static void byLists(Map<ConfigKey, List<ConfigKey>> rules) {
        List<ConfigKey> mixerLists = List.of(
                ConfigKey.LAYER_TYPES,
                ConfigKey.HYBRID_PATTERN,
                ConfigKey.ATTENTION_TYPES,
                ConfigKey.FULL_ATTENTION_LAYERS,
                ConfigKey.GROUPED_LAYERS);
        List.of(
                        ConfigKey.FULL_ATTENTION_INTERVAL,
                        ConfigKey.LAYER_GROUP,
                        ConfigKey.GROUPED_INTERVAL,
                        ConfigKey.DELTA_LAYERS,
                        ConfigKey.ATTENTION_PERIOD,
                        ConfigKey.ATTENTION_OFFSET,
                        ConfigKey.WINDOW_PATTERN,
                        ConfigKey.MAX_WINDOW_LAYERS,
                        ConfigKey.USE_WINDOW,
                        ConfigKey.CHUNK,
                        ConfigKey.NO_ROPE_LAYERS,
                        ConfigKey.NO_ROPE_INTERVAL,
                        ConfigKey.HYBRID_PATTERN)
                .forEach(key -> rules.put(key, mixerLists));
        List<ConfigKey> expertLists =
                List.of(ConfigKey.FEED_FORWARD_TYPES, ConfigKey.EXPERT_LAYERS, ConfigKey.EXPERT_LAYER_FREQUENCY);
        List.of(
                        ConfigKey.DENSE_FIRST,
                        ConfigKey.EXPERT_LAYER_FREQUENCY,
                        ConfigKey.SPARSE_STEP,
                        ConfigKey.DENSE_ONLY_LAYERS,
                        ConfigKey.EXPERT_START,
                        ConfigKey.EXPERT_END,
                        ConfigKey.EXPERT_INTERVAL)
                .forEach(key -> rules.put(key, expertLists));
    }

    /** Judges all keys that a reader knows by what was used in place of them. */
    public static void judge(ConfigFields fields, JsonNode root) {
        Map<ConfigKey, Found> used = new EnumMap<>(fields.used());
        used.forEach((key, found) -> otherSpellings(fields, root, key, found));
        SUPERSEDED.forEach((key, instead) -> {
            if (!used.containsKey(key) && instead.stream().anyMatch(used::containsKey)) {
                // Finding it is reading it.
                fields.find(key);
            }
        });
        if (!used.containsKey(ConfigKey.WINDOW)) {
            // Switches of a window that is not there.
            fields.find(ConfigKey.USE_WINDOW);
            fields.find(ConfigKey.MAX_WINDOW_LAYERS);
        }
    }

    private static void otherSpellings(ConfigFields fields, JsonNode root, ConfigKey key, Found used) {
        if (fields.nested()) {
            otherSpellings(fields, root, "", key, used);
        }
        String place = used.pointer()
                .substring(0, used.pointer().length() - used.spelling().length() - 1);
        otherSpellings(fields, root, place, key, used);
    }

    private static void otherSpellings(ConfigFields fields, JsonNode root, String place, ConfigKey key, Found used) {
        JsonNode object = root.at(place);
        for (String spelling : key.spellings()) {
            Found other = ConfigFields.find(object, place, spelling);
            boolean itself = other != null && other.pointer().equals(used.pointer());
            if (other != null && !itself && !fields.read().has(other.pointer())) {
                compare(fields, key, used, other);
            }
        }
    }

    private static void compare(ConfigFields fields, ConfigKey key, Found used, Found other) {
        if (other.node().equals(used.node())) {
            fields.read().add(other.pointer());
        } else if (ONE_MEANING.contains(key)) {
            fields.read().add(other.pointer());
            fields.note(used.spelling() + " " + ConfigFields.excerpt(used.node()) + " and " + other.spelling() + " "
                    + ConfigFields.excerpt(other.node()) + " contradict each other; " + used.spelling() + " is used");
        }
    }
}
