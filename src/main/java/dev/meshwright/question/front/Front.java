package dev.meshwright.question.front;

import dev.meshwright.facts.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Plans none of which is better than another for users and for whoever pays at the same time.
 *
 * @param problem asked about; its targets hold for every point
 * @param points slowest for users first
 * @param searches that were run
 * @param complete whether all of them ran to their ends
 */
public record Front(Problem problem, List<FrontPoint> points, int searches, boolean complete) {

    public Front {
        points = List.copyOf(points);
    }

    /** The points that no other dominates, slowest for users first; of equals the first. */
    static List<FrontPoint> undominated(List<FrontPoint> found) {
        List<FrontPoint> kept = new ArrayList<>();
        for (FrontPoint point : found) {
            boolean known = kept.stream()
                    .anyMatch(other -> other.timePerOutputToken() == point.timePerOutputToken()
                            && other.tokensPerSecond() == point.tokensPerSecond());
            if (!known && found.stream().noneMatch(point::dominatedBy)) {
                kept.add(point);
            }
        }
        kept.sort(Comparator.comparingDouble(FrontPoint::timePerOutputToken).reversed());
        return kept;
    }
}
