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
 * @param best the best plan on the rest; empty where none can be started
 * @param files of it by name
 * @param instead why there is none; empty where there is one
 */
public record FallbackPlan(String without, Optional<Best> best, Map<String, String> files, String instead) {

    /** What can be started on the rest. */
    public sealed interface Best {

        /** The plan in short. */
        String shortName();

        /** Servers that do all. */
        record Servers(ExportAnswer export) implements Best {
            @Override
            public String shortName() {
                return export.ordered().degrees().shortName();
            }
        }

        /** A pool of prompts and one of answers. */
        record Pools(PoolsExportAnswer export) implements Best {
            @Override
            public String shortName() {
                return export.check().argument().orElseThrow().pools().shortName();
            }
        }
    }

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
