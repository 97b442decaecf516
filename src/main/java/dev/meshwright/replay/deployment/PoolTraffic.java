package dev.meshwright.replay.deployment;

import dev.meshwright.replay.Journey;
import dev.meshwright.replay.Journey.Part;
import dev.meshwright.replay.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How requests go from one pool to the other.
 *
 * @param mean seconds of each part of the way, over the requests that count
 * @param sample requests sent one after the other, from the middle of those that count
 * @param moments how many are where, from the first request sent to the last token
 */
public record PoolTraffic(Map<Part, Double> mean, List<Journey> sample, List<Moment> moments) {

    private static final int SAMPLE = 24;

    private static final int MOMENTS = 160;

    public PoolTraffic {
        mean = Map.copyOf(mean);
        sample = List.copyOf(sample);
        moments = List.copyOf(moments);
    }

    /**
     * How many requests are in each part of their way.
     *
     * @param seconds after the start
     * @param requests by part
     */
    public record Moment(double seconds, Map<Part, Integer> requests) {
        public Moment {
            requests = Map.copyOf(requests);
        }
    }

    /** That of the requests from {@code first} to before {@code end}; empty where none of them went through two pools. */
    static Optional<PoolTraffic> of(Outcome outcome, int first, int end) {
        List<Journey> all = outcome.journeys();
        List<Journey> counted = all.stream()
                .filter(journey -> journey.request() >= first && journey.request() < end)
                .sorted(Comparator.comparingInt(Journey::request))
                .toList();
        if (counted.isEmpty()) {
            return Optional.empty();
        }
        Map<Part, Double> mean = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            mean.put(
                    part,
                    counted.stream()
                            .mapToDouble(journey -> journey.seconds(part))
                            .average()
                            .orElseThrow());
        }
        int from = Math.max(0, (counted.size() - SAMPLE) / 2);
        return Optional.of(new PoolTraffic(
                mean,
                counted.subList(from, Math.min(counted.size(), from + SAMPLE)),
                moments(all, outcome.endSeconds())));
    }

    /** At equal steps of time: those whose part has begun and has not ended. */
    private static List<Moment> moments(List<Journey> journeys, double end) {
        Map<Part, int[]> changes = new EnumMap<>(Part.class);
        for (Part part : Part.values()) {
            int[] change = new int[MOMENTS + 2];
            for (Journey journey : journeys) {
                change[moment(journey.begins(part), end)]++;
                change[moment(journey.ends(part), end)]--;
            }
            changes.put(part, change);
        }
        List<Moment> moments = new ArrayList<>();
        Map<Part, Integer> now = new EnumMap<>(Part.class);
        for (int number = 0; number <= MOMENTS; number++) {
            int at = number;
            changes.forEach((part, change) -> now.merge(part, change[at], Integer::sum));
            moments.add(new Moment(end * number / MOMENTS, now));
        }
        return moments;
    }

    /** The first moment that is not before {@code seconds}. */
    private static int moment(double seconds, double end) {
        return (int) Math.ceil(seconds / end * MOMENTS);
    }
}
