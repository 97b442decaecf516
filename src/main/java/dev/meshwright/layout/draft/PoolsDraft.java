package dev.meshwright.layout.draft;

import dev.meshwright.layout.PoolRole;
import java.util.Optional;

/**
 * A plan file with pools, as its author wrote it.
 *
 * @param problemName name of the problem it was made for
 * @param problemDigest digest of that problem
 * @param prefill pool that reads prompts
 * @param decode pool that writes answers
 */
public record PoolsDraft(
        Optional<String> problemName, Optional<String> problemDigest, PoolDraft prefill, PoolDraft decode) {

    /**
     * One pool.
     *
     * @param layout degrees of an instance, and what else is stated; devices are those of all instances
     * @param instances how many there are
     * @param gpu kind of GPU that they lie on; empty where the cluster has one
     */
    public record PoolDraft(PlanDraft layout, int instances, Optional<String> gpu) {}

    /** The pool that does this. */
    public PoolDraft of(PoolRole role) {
        return switch (role) {
            case PREFILL -> prefill;
            case DECODE -> decode;
        };
    }
}
