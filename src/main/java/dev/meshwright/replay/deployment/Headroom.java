package dev.meshwright.replay.deployment;

import dev.meshwright.facts.problem.TargetOutcome;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/**
 * How far a stream of requests is from what a plan can take, and what becomes of it where a part of the plan fails.
 *
 * @param sentPerSecond requests of the stream; empty where what is asked is how many may come
 * @param mostPerSecond requests of such a stream with which every latency target is kept still; empty where they are not kept with any that was
 *     tried
 * @param failures of an instance each
 */
public record Headroom(OptionalDouble sentPerSecond, OptionalDouble mostPerSecond, List<Failure> failures) {

    /** Halvings between what works and what does not: to a two-hundredth of the rate at first. */
    private static final int HALVINGS = 7;

    /** Share of what can be answered that most streams are in time with. */
    private static final double BEGIN = 0.8;

    public Headroom {
        failures = List.copyOf(failures);
    }

    /** Share by which more requests may come than do; negative where too many do; empty where none do. */
    public OptionalDouble share() {
        return mostPerSecond.isPresent() && sentPerSecond.isPresent()
                ? OptionalDouble.of(mostPerSecond.getAsDouble() / sentPerSecond.getAsDouble() - 1)
                : OptionalDouble.empty();
    }

    /**
     * What becomes of the stream where one instance fails and the others serve all of it.
     *
     * @param what fails, in words: {@code one of 4 replicas}
     * @param served by the others; empty where there are none, and where no stream is sent
     * @param missed latency targets that are missed then
     * @param mostPerSecond requests with which the others keep every latency target; empty where there are none, and where a stream is sent
     */
    public record Failure(
            String what, Optional<ServedRequests> served, List<TargetOutcome> missed, OptionalDouble mostPerSecond) {

        public Failure {
            missed = List.copyOf(missed);
        }

        /** Whether the others answer as many as are sent. */
        public boolean survived() {
            return served.filter(left -> !left.overloaded()).isPresent();
        }
    }

    /** The largest rate with which nobody is late, of at most {@code most} that can be answered for ever, where no stream says where to begin. */
    static OptionalDouble most(double most, DoubleFunction<Boolean> late) {
        return most(BEGIN * most, most, late);
    }

    /**
     * The largest rate with which nobody is late, between none and as many as can be answered for ever.
     *
     * @param sent requests per second of the stream itself
     * @param most that can be answered for ever
     * @param late whether a stream of so many requests per second is late
     */
    static OptionalDouble most(double sent, double most, DoubleFunction<Boolean> late) {
        double works = 0;
        double fails = most;
        double tried = Math.min(sent, most);
        for (int halving = 0; halving < HALVINGS; halving++) {
            if (late.apply(tried)) {
                fails = tried;
            } else {
                works = tried;
            }
            tried = works == sent && halving == 0 ? (sent + most) / 2 : (works + fails) / 2;
        }
        return works == 0 ? OptionalDouble.empty() : OptionalDouble.of(works);
    }
}
