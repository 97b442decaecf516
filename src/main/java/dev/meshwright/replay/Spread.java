package dev.meshwright.replay;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How times spread over requests: seconds that 0 %, 5 %, ... 100 % of them do not exceed. A list is empty where no request has the time.
 *
 * @param timeToFirstToken seconds
 * @param timePerOutputToken seconds
 * @param endToEnd seconds
 */
public record Spread(List<Double> timeToFirstToken, List<Double> timePerOutputToken, List<Double> endToEnd) {

    private static final int PARTS = 20;

    public Spread {
        timeToFirstToken = List.copyOf(timeToFirstToken);
        timePerOutputToken = List.copyOf(timePerOutputToken);
        endToEnd = List.copyOf(endToEnd);
    }

    /** Over the requests of {@code outcome} from {@code first} to before {@code end}. */
    public static Spread of(Outcome outcome, int first, int end) {
        return new Spread(
                quantiles(first, end, outcome::timeToFirstToken),
                quantiles(first, end, outcome::timePerOutputToken),
                quantiles(first, end, outcome::endToEnd));
    }

    /** Shares of the requests that the lists are of: 0, 0.05, ... 1. */
    public List<Double> shares() {
        return IntStream.rangeClosed(0, PARTS)
                .mapToObj(part -> (double) part / PARTS)
                .toList();
    }

    private static List<Double> quantiles(int first, int end, IntToDoubleFunction seconds) {
        double[] sorted = IntStream.range(first, end)
                .mapToDouble(seconds)
                .filter(Double::isFinite)
                .toArray();
        Arrays.sort(sorted);
        return sorted.length == 0
                ? List.of()
                : IntStream.rangeClosed(0, PARTS)
                        .mapToObj(part -> Latencies.percentile(sorted, sorted.length, (double) part / PARTS))
                        .toList();
    }
}
