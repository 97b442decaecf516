package dev.meshwright.launch.source;

import java.util.Locale;
import java.util.Optional;

/** What part of the work a pool of servers does. */
public enum Role {
    ALL("all"),
    PREFILL("prefill"),
    DECODE("decode");

    private final String label;

    Role(String label) {
        this.label = label;
    }

    /** The name in answers. */
    public String label() {
        return label;
    }

    /** The role that a name speaks of: {@code PrefillWorker}, {@code decode-config}, {@code ctx.yaml}; empty for none. */
    public static Optional<Role> in(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean prefill = lower.contains("prefill") || lower.matches("ctx\\b.*|.*[-_.]ctx\\b.*|context[-_.].*");
        boolean decode = lower.contains("decode") || lower.matches("gen\\b.*|.*[-_.]gen\\b.*|generation[-_.].*");
        return prefill == decode ? Optional.empty() : Optional.of(prefill ? PREFILL : DECODE);
    }
}
