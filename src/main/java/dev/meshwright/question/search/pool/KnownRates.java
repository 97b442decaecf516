package dev.meshwright.question.search.pool;

import dev.meshwright.question.search.SearchResult.Candidate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What is known of instances by themselves: the same on every cluster of the same nodes, with the same work and latency targets, so that
 * searches for pools on several sizes of a cluster may share it.
 */
public final class KnownRates {

    private final Map<Key, Known> known = new HashMap<>();

    /** Nothing is known yet. */
    public KnownRates() {}

    /**
     * An instance.
     *
     * @param gpusPerNode of the nodes that it lies on
     * @param type what it is
     * @param sequences on it; empty where there are always enough
     */
    record Key(int gpusPerNode, InstanceType type, OptionalInt sequences) {}

    /** Requests per second at most, and the layout that the search for it found. */
    record Known(double most, Optional<Candidate> best, boolean exact) {}

    @Nullable
    Known get(Key key) {
        return known.get(key);
    }

    void put(Key key, Known found) {
        known.put(key, found);
    }
}
