package dev.meshwright.replay.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.facts.workload.Arrivals;
import dev.meshwright.facts.workload.RecordedRequests;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams have the rate and the variation that is said, and are the same for the same seed. */
class DrawnArrivalsTest {

    private static final int REQUESTS = 200_000;

    private static Iterator<Lengths> lengths(int count) {
        return Collections.nCopies(count, new Lengths(3, 4)).iterator();
    }

    /** Arrivals, replicas, and the variation of one replica's gaps: that of all over the root of the replicas. */
    static List<Arguments> streams() {
        return List.of(
                Arguments.of(new Arrivals.Poisson(4), 1, 1.0),
                Arguments.of(new Arrivals.Constant(4), 1, 0.0),
                Arguments.of(new Arrivals.Gamma(4, 0.3), 1, 0.3),
                Arguments.of(new Arrivals.Gamma(4, 1), 1, 1.0),
                Arguments.of(new Arrivals.Gamma(4, 3), 1, 3.0),
                Arguments.of(new Arrivals.Poisson(4), 4, 0.5),
                Arguments.of(new Arrivals.Gamma(4, 3), 9, 1.0),
                Arguments.of(new Arrivals.Constant(4), 4, 0.0));
    }

    /** Of n gaps with variation v the mean is off by v / sqrt(n), a fifth to two percent here with four deviations. */
    @ParameterizedTest
    @MethodSource("streams")
    void rateAndVariationAreAsSaid(Arrivals arrivals, int replicas, double variation) {
        Iterator<Request> drawn = DrawnArrivals.of(arrivals, replicas, lengths(REQUESTS), 5);
        Iterator<Request> again = DrawnArrivals.of(arrivals, replicas, lengths(REQUESTS), 5);
        double before = 0;
        double sum = 0;
        double squares = 0;
        while (drawn.hasNext()) {
            Request request = drawn.next();
            assertThat(request).isEqualTo(again.next());
            double gap = request.arrivalSeconds() - before;
            before = request.arrivalSeconds();
            sum += gap;
            squares += gap * gap;
        }
        assertThat(again.hasNext()).isFalse();
        double mean = sum / REQUESTS;
        double expected = replicas / 4.0;
        assertThat(mean).isCloseTo(expected, within(expected * (1e-9 + 4 * variation / Math.sqrt(REQUESTS))));
        double measured = Math.sqrt(Math.max(0, squares / REQUESTS - mean * mean)) / mean;
        assertThat(measured).isCloseTo(variation, within(1e-3 + 0.02 * variation));
    }

    @Test
    void otherSeedsDrawOthers() {
        assertThat(DrawnArrivals.poisson(4, lengths(1), 1).next())
                .isNotEqualTo(DrawnArrivals.poisson(4, lengths(1), 2).next());
    }

    @Test
    void recordedRequestsAreDealtOutInTurn() {
        RecordedRequests.Builder builder = new RecordedRequests.Builder("five");
        for (int number = 0; number < 5; number++) {
            builder.add(10 + number, 100 + number, 1 + number, number);
        }
        RecordedRequests five = builder.build();
        Arrivals trace = new Arrivals.Trace(five);
        assertThat(all(OpenLoop.of(trace, 2, lengths(0), 9, 1)))
                .containsExactly(new Request(0, 100, 1, 0), new Request(2, 102, 3, 2), new Request(4, 104, 5, 4));
        assertThat(all(OpenLoop.of(trace, 1, lengths(0), 2, 1)))
                .containsExactly(new Request(0, 100, 1, 0), new Request(1, 101, 2, 1));
        assertThatThrownBy(() -> OpenLoop.of(new Arrivals.Clients(), 1, lengths(1), 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Request> all(Clients clients) {
        return Stream.iterate(clients, some -> some.nextSeconds() < Double.POSITIVE_INFINITY, some -> some)
                .map(Clients::next)
                .toList();
    }
}
