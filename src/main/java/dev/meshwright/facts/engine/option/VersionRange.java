package dev.meshwright.facts.engine.option;

import dev.meshwright.facts.engine.EngineVersion;
import java.util.Optional;

/**
 * Releases that have something.
 *
 * @param since the first one; empty for all before {@code until}
 * @param until the first one without it; empty where it is still there
 */
public record VersionRange(Optional<EngineVersion> since, Optional<EngineVersion> until) {

    /** Every release. */
    public static final VersionRange ALL = new VersionRange(Optional.empty(), Optional.empty());

    /** Whether {@code version} has it; a version that nobody stated is the newest. */
    public boolean holds(Optional<EngineVersion> version) {
        return version.isEmpty()
                ? until.isEmpty()
                : since.filter(first -> version.get().compareTo(first) < 0).isEmpty()
                        && until.filter(end -> version.get().compareTo(end) >= 0)
                                .isEmpty();
    }

    /** In words: {@code from 0.21}, {@code before 0.9}, {@code 0.9 to before 0.21}; empty for all. */
    public String text() {
        if (since.isEmpty()) {
            return until.map(end -> "before " + end).orElse("");
        }
        return until.map(end -> since.get() + " to before " + end).orElse("from " + since.get());
    }
}
