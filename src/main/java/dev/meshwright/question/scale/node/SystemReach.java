package dev.meshwright.question.scale.node;

import java.util.Optional;

/**
 * Whether a cluster of some size reaches the target as a system, and which is the smallest.
 *
 * @param size the smallest that reaches it; empty if none up to the largest tried does
 * @param proven whether every smaller candidate is proven to miss it
 * @param proof the argument
 */
public record SystemReach(Optional<Size> size, boolean proven, String proof) {

    /** Whether some size reaches the target. */
    public boolean reachable() {
        return size.isPresent();
    }
}
