package dev.meshwright.io.huggingface.key;

import dev.meshwright.resource.ResourceText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keys that change neither sizes nor formats nor attention, each with the reason: a resource of groups, the reason in
 * brackets, then the keys. A star stands for any letters; a key without a dot matches wherever it stands.
 */
public final class HarmlessKeys {

    private static final String FILE = "/dev/meshwright/huggingface/keys-without-effect.txt";

    private final Map<String, String> exact = new LinkedHashMap<>();
    private final Map<Pattern, String> globs = new LinkedHashMap<>();

    private static final class Standard {
        private static final HarmlessKeys KEYS = new HarmlessKeys(ResourceText.of(FILE));
    }

    private HarmlessKeys(String text) {
        String reason = "";
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.startsWith("[") && line.endsWith("]")) {
                reason = line.substring(1, line.length() - 1);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                for (String key : line.split("\\s+")) {
                    add(key, reason);
                }
            }
        }
    }

    private void add(String key, String reason) {
        if (reason.isBlank()) {
            throw new IllegalStateException(FILE + ": " + key + " has no reason");
        }
        if (key.contains("*")) {
            List<String> parts = new ArrayList<>();
            for (String part : key.split("\\*", -1)) {
                parts.add(Pattern.quote(part));
            }
            globs.put(Pattern.compile(String.join(".*", parts)), reason);
        } else {
            exact.put(key, reason);
        }
    }

    /** The list that comes with Meshwright. */
    public static HarmlessKeys standard() {
        return Standard.KEYS;
    }

    /** Why a key changes nothing; empty where it may change something. */
    public Optional<String> reason(String dotted) {
        String last = dotted.substring(dotted.lastIndexOf('.') + 1);
        String known = exact.getOrDefault(dotted, exact.getOrDefault(last, ""));
        if (!known.isEmpty()) {
            return Optional.of(known);
        }
        return globs.entrySet().stream()
                .filter(entry -> entry.getKey().matcher(dotted).matches()
                        || entry.getKey().matcher(last).matches())
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** All keys without a star. */
    public List<String> keys() {
        return List.copyOf(exact.keySet());
    }
}
