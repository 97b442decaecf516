package dev.meshwright.facts.workload;

import java.util.Optional;
import java.util.OptionalDouble;

/** When requests come to a deployment, from all who ask. */
public sealed interface Arrivals {

    /** Requests per second on average; empty where answers say when the next ones come, or where all come at once. */
    OptionalDouble rate();

    /** The same stream at another rate; empty where nobody draws it. */
    default Optional<Arrivals> at(double rate) {
        return switch (this) {
            case Poisson poisson -> Optional.of(new Poisson(rate));
            case Gamma gamma -> Optional.of(new Gamma(rate, gamma.variation()));
            case Constant constant -> Optional.of(new Constant(rate));
            case Clients clients -> clients.largest().flatMap(asked -> asked.at(rate));
            case Trace trace -> Optional.empty();
        };
    }

    /**
     * So many clients as the workload's concurrency says, each of which sends its next request when the one before is answered.
     *
     * @param largest the stream of which somebody asks how many requests per second may come, at any rate; empty where nobody does
     */
    record Clients(Optional<Arrivals> largest) implements Arrivals {

        /** Clients alone. */
        public Clients() {
            this(Optional.empty());
        }

        @Override
        public OptionalDouble rate() {
            return OptionalDouble.empty();
        }
    }

    /**
     * Requests that come independently of each other: gaps are drawn from an exponential distribution.
     *
     * @param perSecond on average
     */
    record Poisson(double perSecond) implements Arrivals {
        @Override
        public OptionalDouble rate() {
            return OptionalDouble.of(perSecond);
        }
    }

    /**
     * Gaps from a gamma distribution.
     *
     * @param perSecond on average
     * @param variation standard deviation of the gaps over their mean: 1 is a Poisson stream, more comes in bursts
     */
    record Gamma(double perSecond, double variation) implements Arrivals {
        @Override
        public OptionalDouble rate() {
            return OptionalDouble.of(perSecond);
        }
    }

    /**
     * Gaps that are all alike.
     *
     * @param perSecond requests
     */
    record Constant(double perSecond) implements Arrivals {
        @Override
        public OptionalDouble rate() {
            return OptionalDouble.of(perSecond);
        }
    }

    /**
     * As they were recorded, with their lengths.
     *
     * @param requests in the order in which they came
     */
    record Trace(RecordedRequests requests) implements Arrivals {
        @Override
        public OptionalDouble rate() {
            return requests.perSecond();
        }
    }
}
