package dev.meshwright.answer.launch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What starts where hardware is missing.
 *
 * @param without what is missing
 * @param export of the best plan on the rest; empty where none can be started
 * @param files of it by name
 * @param instead why there is none; empty where there is one
 */
public record FallbackPlan(String without, Optional<ExportAnswer> export, Map<String, String> files, String instead) {

    /** The folder beside the other files. */
    public static final String FOLDER = "fallback/";

    /** Its own folder there: {@code fallback/without-a-node/}. */
    public String folder() {
        return FOLDER + "without-" + without.replace(' ', '-').toLowerCase(Locale.ROOT) + "/";
    }

    public FallbackPlan {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }
}
