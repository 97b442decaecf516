package dev.meshwright.answer;

import dev.meshwright.answer.explain.judgement.Expenses;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.question.front.Front;
import dev.meshwright.question.front.FrontPlan;
import dev.meshwright.question.front.FrontPoint;
import java.util.List;
import java.util.Optional;

/**
 * What a cluster gives when users wait longer.
 *
 * @param notes what was not stated and therefore assumed, and what was calibrated
 */
public record FrontAnswer(Front front, List<String> notes, Provenance provenance) {

    public FrontAnswer {
        notes = List.copyOf(notes);
    }

    /** The problem, on GPUs as they are calibrated. */
    public Problem problem() {
        return front.problem();
    }

    /** Whether it is a curve over numbers of sequences that were asked for. */
    public boolean byConcurrency() {
        return front.points().stream()
                .anyMatch(point -> point.limitSeconds() == Double.POSITIVE_INFINITY
                        && point.concurrency().isPresent()
                        && !point.concurrency().equals(problem().workload().concurrency()));
    }

    /** The point that a search of the problem by itself chooses: the most tokens within its targets, or the shortest time. */
    public int chosen() {
        return problem().objective() == Objective.LATENCY
                ? Math.max(0, front.points().size() - 1)
                : 0;
    }

    /** What a point costs; empty where prices are not known. */
    public Optional<Expenses> expenses(FrontPoint point) {
        return switch (point.plan()) {
            case FrontPlan.Shared shared ->
                Expenses.of(problem(), shared.layout(), shared.candidate().evaluation());
            case FrontPlan.Split split ->
                Expenses.of(problem(), split.found().pools(), split.found().evaluation());
        };
    }

    /** What the points prove, and what not. */
    public String claim() {
        double widest =
                front.points().stream().mapToDouble(FrontPoint::gap).max().orElse(0);
        String open = front.complete() ? "" : " The search was stopped: more points may lie between these.";
        String what = byConcurrency()
                ? "Each point is the most for its number of sequences in flight"
                : "No plan serves users as fast as a point does and makes more";
        String gap = widest < LEAST_GAP ? "" : ", or not more by its gap";
        return what + gap + ", by the closed form; tokens per GPU are of all GPUs of the cluster." + open;
    }

    private static final double LEAST_GAP = 5e-5;
}
