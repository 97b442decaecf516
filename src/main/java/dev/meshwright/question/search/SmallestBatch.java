package dev.meshwright.question.search;

import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Family;
import dev.meshwright.layout.rule.RunningSequences;
import dev.meshwright.question.search.SearchResult.Candidate;
import java.util.Optional;

/**
 * The smallest micro-batch of degrees that reaches a throughput target, where the batch is free to choose: the shortest
 * latency asks for small ones, which optimistic bounds let pass before they do. It finds good layouts early and excludes
 * none: tokens per second grow with the batch, but not from each one to the next.
 */
final class SmallestBatch {

    private final Candidates candidates;
    private final Problem problem;
    private final boolean free;

    SmallestBatch(Candidates candidates, Problem problem) {
        this.candidates = candidates;
        this.problem = problem;
        this.free = !(problem.workload() instanceof Training)
                && problem.workload().stepSequences().isEmpty()
                && problem.limits().microBatch().isEmpty();
    }

    /**
     * The layout with the smallest micro-batch above that of {@code failing}, which makes too few tokens, that works; empty
     * where none does, or where the batch is given.
     */
    Optional<Candidate> above(Candidate failing, Performance bound) {
        Optional<Candidate> works = Optional.empty();
        Degrees degrees = failing.layout().degrees();
        int running = RunningSequences.most(problem, degrees.pipeline(), Family.MOST_SEQUENCES);
        int most = free ? running / degrees.microBatches() : degrees.microBatch();
        int tooFew = degrees.microBatch();
        int enough = most + 1;
        while (enough - tooFew > 1) {
            // Doubling until something is enough or too much, then halving what lies between.
            int tried = enough > most ? (int) Math.min(most, 2L * tooFew) : tooFew + (enough - tooFew) / 2;
            Optional<Candidate> candidate = candidates.place(
                    degrees.withBatch(tried, degrees.microBatches()),
                    bound,
                    failing.layout().experts());
            if (candidate.filter(candidates::onlyShort).isPresent()) {
                tooFew = tried;
            } else {
                works = candidate.filter(candidates::works).isPresent() ? candidate : works;
                enough = tried;
            }
        }
        return works;
    }
}
