package dev.meshwright.launch.pool;

import java.util.Optional;

/**
 * How experts come to their slots.
 *
 * @param kind of it
 * @param asynchronous whether weights move while steps run; empty where the engine does not tell
 */
public record Balancer(Kind kind, Optional<Boolean> asynchronous) {

    /** When slots change. */
    public enum Kind {
        /** While it serves. */
        DYNAMIC("dynamic"),
        /** Never: as a file says. */
        FILE("static file"),
        /** Never: redundant slots as the engine fills them. */
        SLOTS("static");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The name in answers. */
        public String label() {
            return label;
        }
    }

    /** In words: {@code dynamic async}. */
    public String text() {
        return kind.label() + asynchronous.map(yes -> yes ? " async" : " sync").orElse("");
    }
}
