package dev.meshwright.launch.pool;

import dev.meshwright.launch.source.Role;

/**
 * Why a launch will not run.
 *
 * @param kind when it ends
 * @param role of the pool
 * @param flag that it turns on; as a user writes it
 * @param reason what is wrong, with numbers
 * @param fix what to write instead, in the engine's own flags; empty where nobody knows
 */
public record Refusal(Kind kind, Role role, String flag, String reason, String fix) {

    /** When. */
    public enum Kind {
        /** The engine does not take the settings. */
        REFUSED("refused"),
        /** It takes them and ends while it loads or runs. */
        FAILS("fails"),
        /** It runs; somebody should look at it. */
        CAUTION("caution");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The name in answers. */
        public String label() {
            return label;
        }
    }
}
