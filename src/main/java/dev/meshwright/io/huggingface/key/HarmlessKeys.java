package dev.meshwright.io.huggingface.key;

import dev.meshwright.base.resource.ResourceText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keys that change neither sizes nor formats nor attention, each with the reason: a resource of groups, the reason in
 * brackets, then the keys. A star, one at most, stands for any letters; a key without a dot matches wherever it stands.
 */
public final class HarmlessKeys {

    private static final String FILE = "/dev/meshwright/huggingface/keys-without-effect.txt";

    private final Map<String, String> exact = new LinkedHashMap<>();
    private final Map<Glob, String> globs = new LinkedHashMap<>();

    /** What stands before and after the star. */
    private record Glob(String before, String after) {
        boolean matches(String key) {
            return key.length() >= before.length() + after.length() && key.startsWith(before) && key.endsWith(after);
        }
    }

    private static final class Standard {
        private static final HarmlessKeys KEYS = new HarmlessKeys(ResourceText.of(FILE));
    }

    private HarmlessKeys(String text) {
        String reason = "";
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.startsWith("[") && line.endsWith("]")) {
                reason = line.substring(1, line.length() - 1);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                for (String key : line.split("\\s+", -1)) {
                    add(key, reason);
                }
            }
        }
    }

    private void add(String key, String reason) {
        if (reason.isBlank()) {
            throw new IllegalStateException(FILE + ": " + key + " has no reason");
        }
        int star = key.indexOf('*');
        if (star < 0) {
            exact.put(key, reason);
        } else {
            globs.put(new Glob(key.substring(0, star), key.substring(star + 1)), reason);
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
                .filter(entry ->
                        entry.getKey().matches(dotted) || entry.getKey().matches(last))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** All keys without a star. */
    public List<String> keys() {
        return List.copyOf(exact.keySet());
    }
}
