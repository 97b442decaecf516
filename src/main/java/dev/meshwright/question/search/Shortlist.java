package dev.meshwright.question.search;

import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.layout.Cut;
import dev.meshwright.question.search.SearchResult.Candidate;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The best complete layouts, at most one for each set of parallel degrees. */
final class Shortlist {

    /** Layouts within this of the best are not looked at further: rounding of sums in another order. */
    private static final double EQUAL = 1e-9;

    private final Ranking ranking;
    private final int runnersUp;
    private final Map<Parallelism, Candidate> best = new LinkedHashMap<>();

    /** The same in order; made anew where one of them changes, as it is asked far more often. */
    private List<Candidate> ordered = List.of();

    private double bestWorth = Double.NEGATIVE_INFINITY;

    /** Degrees that make two layouts different to a reader. */
    private record Parallelism(
            int tensor, int data, int expert, int expertTensor, int expertData, int pipeline, int context) {
        static Parallelism of(Cut cut) {
            return new Parallelism(
                    cut.tensor(),
                    cut.data(),
                    cut.expert(),
                    cut.expertTensor(),
                    cut.expertData(),
                    cut.pipeline(),
                    cut.context());
        }
    }

    Shortlist(Ranking ranking, int runnersUp) {
        this.ranking = ranking;
        this.runnersUp = runnersUp;
    }

    /** Whether a layout of that worth, or less, changes nothing: neither the best nor the runners-up asked for. */
    boolean closedTo(double worth) {
        if (best.isEmpty() || worth > bestWorth * (1 + Math.signum(bestWorth) * EQUAL)) {
            return false;
        }
        return ordered.size() > runnersUp && worth <= worth(ordered.get(runnersUp));
    }

    /** Whether a layout of that worth with the parallel degrees of {@code cut} changes nothing. */
    boolean closedTo(double worth, Cut cut) {
        Candidate known = best.get(Parallelism.of(cut));
        return closedTo(worth) || (known != null && worth <= worth(known) * (1 + Math.signum(worth(known)) * EQUAL));
    }

    /** Whether a layout of that worth would be the best so far. */
    boolean improvedBy(double worth) {
        return best.isEmpty() ? worth > Double.NEGATIVE_INFINITY : worth > bestWorth + Math.abs(bestWorth) * EQUAL;
    }

    /** Takes a layout in; true if it is the best so far. */
    boolean add(Candidate candidate) {
        double worth = worth(candidate);
        boolean improved = improvedBy(worth);
        Parallelism key = Parallelism.of(candidate.layout().degrees().cut());
        Candidate known = best.get(key);
        if (known == null || worth > worth(known)) {
            best.put(key, candidate);
            ordered = ordered();
        }
        bestWorth = Math.max(bestWorth, worth);
        return improved;
    }

    double bestWorth() {
        return bestWorth;
    }

    Optional<Candidate> best() {
        return ordered.stream().findFirst();
    }

    List<Candidate> runnersUp() {
        return ordered.stream().skip(1).limit(runnersUp).toList();
    }

    private List<Candidate> ordered() {
        return best.values().stream()
                .sorted(Comparator.comparingDouble(this::worth)
                        .reversed()
                        .thenComparing(candidate -> candidate.layout().degrees(), Ranking.SIMPLER))
                .toList();
    }

    private double worth(Candidate candidate) {
        return ranking.worth(candidate.layout(), candidate.evaluation());
    }
}
