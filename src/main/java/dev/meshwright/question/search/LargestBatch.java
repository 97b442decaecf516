package dev.meshwright.question.search;

import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Batch;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Degrees;
import dev.meshwright.question.search.SearchResult.Candidate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The largest micro-batch of a cut that works once it is placed, where a larger one may work by its bound and does not: smaller
 * ones are lighter and faster.
 */
final class LargestBatch {

    private final Candidates candidates;
    private final Problem problem;
    private final Map<Cut, List<Batch>> failed = new HashMap<>();

    LargestBatch(Candidates candidates, Problem problem) {
        this.candidates = candidates;
        this.problem = problem;
    }

    /** Whether a batch fails whatever its placement, because a smaller one does that hides as much of its messages. */
    boolean exceededBy(Degrees degrees) {
        int hiding = 2 * degrees.pipeline();
        return failed.getOrDefault(degrees.cut(), List.of()).stream()
                .anyMatch(batch -> batch.microBatch() <= degrees.microBatch()
                        && batch.microBatches() <= degrees.microBatches()
                        && batch.microBatches() < hiding == degrees.microBatches() < hiding);
    }

    /**
     * Layouts with the largest micro-batch from {@code least} to below that of {@code degrees} that works, at most two; none
     * where none does.
     * Experts stay where they are until it is found. If the next one fails whatever its placement, so do all larger ones.
     *
     * @param least micro-batch that may be taken
     * @param failing what placing them came to
     * @param bound of the degrees
     */
    List<Candidate> below(Degrees degrees, int least, Optional<Candidate> failing, Performance bound) {
        int works = least - 1;
        int fails = degrees.microBatch();
        int guess = proportionate(fails, failing);
        int step = 1;
        while (fails - works > 1) {
            int tried = Math.clamp(guess, works + 1, fails - 1);
            Optional<Candidate> candidate = probed(degrees, tried, bound, failing);
            if (candidate.filter(candidates::works).isPresent()) {
                works = tried;
                guess = works + step;
                step = 2 * step;
            } else {
                fails = tried;
                guess = works >= least ? (works + fails) / 2 : proportionate(fails, candidate);
                step = 1;
            }
        }
        List<Candidate> found = new ArrayList<>();
        if (works >= least) {
            sized(degrees, works, bound).filter(candidates::works).ifPresent(found::add);
        }
        Optional<Candidate> next = fails == degrees.microBatch() ? failing : sized(degrees, fails, bound);
        next.filter(candidates::works).ifPresent(found::add);
        if (next.filter(candidates::exceeds).isPresent()) {
            failed.computeIfAbsent(degrees.cut(), cut -> new ArrayList<>())
                    .add(new Batch(fails, degrees.microBatches(), degrees.recomputation()));
        }
        return found;
    }

    /** The micro-batch that would be in time if times were in proportion to it; half of it where that is not the matter. */
    private static int proportionate(int fails, Optional<Candidate> failing) {
        double excess = failing.map(candidate -> candidate.evaluation().missedTargets().stream()
                        .mapToDouble(missed -> missed.actual() / missed.limit())
                        .max()
                        .orElse(2))
                .orElse(2.0);
        return (int) (fails / Math.max(1, excess));
    }

    private Optional<Candidate> probed(Degrees degrees, int microBatch, Performance bound, Optional<Candidate> like) {
        Degrees tried = degrees.withBatch(microBatch, degrees.microBatches());
        if (!covers(tried)) {
            return Optional.empty();
        }
        return like.isPresent()
                ? candidates.place(tried, bound, like.get().layout().experts())
                : candidates.place(tried, bound);
    }

    private Optional<Candidate> sized(Degrees degrees, int microBatch, Performance bound) {
        Degrees tried = degrees.withBatch(microBatch, degrees.microBatches());
        return covers(tried) ? candidates.place(tried, bound) : Optional.empty();
    }

    /** Whether a batch has places for all sequences that are asked for. */
    private boolean covers(Degrees degrees) {
        return problem.workload().stepSequences().stream()
                .allMatch(asked -> degrees.sequences(problem.workload()) >= asked);
    }
}
