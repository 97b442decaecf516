package dev.meshwright.answer.explain;

import dev.meshwright.answer.explain.GpuTime.Part;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.question.search.SearchResult.Candidate;
import java.util.Map;

/**
 * A layout that lost.
 *
 * @param candidate the layout and its evaluation
 * @param behind share of the winner's throughput, latency or GPU count by which it is worse; 0 for a tie
 * @param extraSeconds GPU seconds per token that it spends more than the winner, by part; negative where it spends less
 * @param withinUncertainty whether measured pairs of layouts differ from their predictions by more than that, so that
 *     it may as well be the better one
 * @param reason one sentence
 */
public record Rival(
        Candidate candidate, double behind, Map<Part, Double> extraSeconds, boolean withinUncertainty, String reason) {
    public Rival {
        extraSeconds = Map.copyOf(extraSeconds);
    }

    /** Share of the winner's throughput, latency, GPU count or cost of a token by which another layout is worse. */
    public static double behind(Problem problem, Candidate winner, Candidate other) {
        return Rivalry.behind(problem, winner, other);
    }
}
