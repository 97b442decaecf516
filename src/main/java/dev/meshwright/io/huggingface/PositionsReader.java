package dev.meshwright.io.huggingface;

import dev.meshwright.io.huggingface.key.ConfigFields;
import dev.meshwright.io.huggingface.key.ConfigFields.Found;
import dev.meshwright.io.huggingface.key.ConfigKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Most tokens that a sequence can have, as vLLM derives them ({@code _get_and_verify_max_len}): the smallest number of
 * positions that the language model's part states, or what it calls its maximum length; times the factor by which rotary
 * positions are stretched, of YaRN times the positions before that.
 */
final class PositionsReader {

    private static final int MOST = 1 << 30;

    /** Ways of stretching whose result is what the configuration states as its positions. */
    private static final Set<String> STATED = Set.of("default", "su", "longrope", "llama3", "mrope");

    /**
     * How rotary positions are stretched.
     *
     * @param factor by which; 0 where none is stated
     * @param before positions without it; 0 where they are not stated
     */
    private record Scaling(String kind, double factor, double before) {}

    private final ConfigFields fields;
    private final JsonNode text;
    private final String place;
    private final JsonNode root;
    private final String type;

    /**
     * @param text the language model's part of {@code root}
     * @param place pointer of that part
     * @param type of the model
     */
    PositionsReader(ConfigFields fields, JsonNode text, String place, JsonNode root, String type) {
        this.fields = fields;
        this.text = text;
        this.place = place;
        this.root = root;
        this.type = type;
    }

    /** Tokens; 0 where nothing is stated. */
    int positions() {
        double inside = positions(text, place);
        // What stands around the language model is read as well, so that no note names it.
        double around = place.isEmpty() ? 0 : positions(root, "");
        return (int) Math.min(MOST, inside > 0 ? inside : around);
    }

    private double positions(JsonNode object, String pointer) {
        int smallest = 0;
        for (String spelling : ConfigKey.POSITIONS.spellings()) {
            int stated = stated(object, pointer, spelling);
            smallest = smallest == 0 || (stated > 0 && stated < smallest) ? stated : smallest;
        }
        int maximum = stated(object, pointer, ConfigKey.MODEL_MAXIMUM_LENGTH.usual());
        double positions = maximum > 0 ? maximum : smallest;
        double stretched = stretched(positions, scalings(object, pointer));
        return type.startsWith("gemma3") ? positions : stretched;
    }

    /** A number of tokens; 0 where there is none, or one that stands for no limit. */
    private int stated(JsonNode object, String pointer, String spelling) {
        Found found = ConfigFields.find(object, pointer, spelling);
        if (found == null) {
            return 0;
        }
        fields.read().add(found.pointer());
        double value = found.node().isNumber() ? found.node().doubleValue() : 1;
        boolean unlimited = value <= 0 || value > MOST;
        return unlimited ? 0 : fields.integer(found, 1, MOST, 0);
    }

    private static double stretched(double positions, List<Scaling> scalings) {
        double before = positions;
        double factor = 1;
        for (Scaling scaling : scalings) {
            if (!STATED.contains(scaling.kind())) {
                factor = scaling.factor() > 0 ? scaling.factor() : factor;
                boolean yarn = scaling.kind().endsWith("yarn") && scaling.before() > 0;
                before = yarn ? scaling.before() : before;
            }
        }
        return before * factor;
    }

    /** One for all layers, or one for each kind of layer; of several objects the first counts, all are read. */
    private List<Scaling> scalings(JsonNode object, String pointer) {
        List<List<Scaling>> stated = new ArrayList<>();
        for (String spelling : ConfigKey.ROTARY_SCALING.spellings()) {
            Found found = ConfigFields.find(object, pointer, spelling);
            if (found != null && found.node().isObject()) {
                stated.add(each(found));
            } else if (found != null) {
                fields.read().add(found.pointer());
            }
        }
        return stated.isEmpty() ? List.of() : stated.getFirst();
    }

    private List<Scaling> each(Found found) {
        List<Scaling> scalings = new ArrayList<>();
        found.node().properties().stream()
                .filter(entry -> entry.getValue().isObject())
                .forEach(entry -> scalings.add(scaling(entry.getValue(), found.pointer() + "/" + entry.getKey())));
        return scalings.isEmpty() ? List.of(scaling(found.node(), found.pointer())) : scalings;
    }

    /** Mistral's own files have an object of YaRN's settings without a name in it. */
    private Scaling scaling(JsonNode object, String pointer) {
        String named = text(object, pointer, "rope_type");
        String older = text(object, pointer, "type");
        double factor = number(object, pointer, "factor");
        double before = number(object, pointer, "original_max_position_embeddings");
        String unnamed = factor > 0 && before > 0 ? "yarn" : "default";
        return new Scaling(named.isEmpty() ? older.isEmpty() ? unnamed : older : named, factor, before);
    }

    private String text(JsonNode object, String pointer, String key) {
        Found found = ConfigFields.find(object, pointer, key);
        if (found == null || !found.node().isString()) {
            return "";
        }
        fields.read().add(found.pointer());
        return found.node().stringValue();
    }

    /** A positive number; 0 where there is none. */
    private double number(JsonNode object, String pointer, String key) {
        Found found = ConfigFields.find(object, pointer, key);
        if (found == null || !found.node().isNumber()) {
            return 0;
        }
        fields.read().add(found.pointer());
        return Math.max(0, found.node().doubleValue());
    }
}
