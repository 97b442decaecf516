package dev.meshwright.question.place;

import dev.meshwright.question.place.Rebalancing.Intervals;
import java.util.Optional;

/**
 * Whether experts are to move while a model serves: what each way is worth over the recorded time.
 *
 * @param engine that serves; empty where the problem names none
 * @param readsMap whether it starts with a map
 * @param none experts in order, or as they lie today
 * @param fixed one map made from all other recordings than the one that it meets
 * @param known the same map where the recordings it meets are among those it is made from
 * @param balanced a map made for each recording
 * @param stale the map of the recording before
 * @param rebalancing what moving is worth by its interval
 * @param transfer what a rearrangement moves
 * @param stepSeconds of a step while balanced
 * @param sequences in flight in the whole system, the same under every map
 * @param decision what to do
 * @param paying intervals at which moving is worth more than what is done otherwise; empty where none is
 */
public record DriftAnswer(
        Optional<String> engine,
        boolean readsMap,
        Worth none,
        Worth fixed,
        Worth known,
        Worth balanced,
        Worth stale,
        Rebalancing rebalancing,
        Transfer transfer,
        double stepSeconds,
        long sequences,
        Decision decision,
        Optional<Intervals> paying) {

    /** What to do. */
    public enum Decision {
        /** Leave experts in order. */
        NONE("none"),
        /** Start with one map. */
        STATIC("static"),
        /** Move them while it serves. */
        DYNAMIC("dynamic");

        private final String label;

        Decision(String label) {
            this.label = label;
        }

        /** The name in answers. */
        public String label() {
            return label;
        }
    }

    /**
     * A way over all recordings.
     *
     * @param maxOverMean load of the busiest rank over the mean
     * @param tokensPerSecond of the whole system
     */
    public record Worth(double maxOverMean, double tokensPerSecond) {}

    /**
     * What a rearrangement moves, in the mean of the changes.
     *
     * @param movedFraction part of the slots whose expert comes to a rank that did not hold it
     * @param bytesOfBusiest that the busiest rank receives
     * @param seconds that takes
     * @param overlapped whether steps go on meanwhile
     */
    public record Transfer(double movedFraction, double bytesOfBusiest, double seconds, boolean overlapped) {}

    /** Tokens per second at the best interval. */
    public double dynamicTokensPerSecond() {
        return rebalancing.tokensPerSecond(rebalancing.bestSeconds());
    }

    /** The best interval in steps. */
    public long bestSteps() {
        return Math.max(1, Math.round(rebalancing.bestSeconds() / stepSeconds));
    }

    /** Tokens per second of what is done where experts do not move. */
    public double otherwise() {
        return readsMap ? Math.max(none.tokensPerSecond(), fixed.tokensPerSecond()) : none.tokensPerSecond();
    }
}
