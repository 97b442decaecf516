package dev.meshwright.question.search;

import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Family;
import dev.meshwright.layout.engine.EngineSpace;
import dev.meshwright.question.search.SearchResult.Candidate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The best layouts that engines can express, found in the same walk as the best of all: a family counts while it may still
 * improve one of them.
 */
final class EngineBests {

    /** Layouts within this of the best are not looked at further: rounding of sums in another order. */
    private static final double EQUAL = 1e-9;

    private final Candidates candidates;
    private final List<Best> bests;

    private static final class Best {
        private final EngineSpace space;
        private @Nullable Candidate found;
        private double worth = Double.NEGATIVE_INFINITY;
        private double open = Double.NEGATIVE_INFINITY;

        Best(EngineSpace space) {
            this.space = space;
        }

        boolean closedTo(double other) {
            return found != null && other <= worth * (1 + Math.signum(worth) * EQUAL);
        }
    }

    EngineBests(Candidates candidates, List<EngineSpace> spaces) {
        this.candidates = candidates;
        this.bests = spaces.stream().map(Best::new).toList();
    }

    /** Whether a layout of that worth, or less, improves none of them. */
    boolean closedTo(double worth) {
        return bests.stream().allMatch(best -> best.closedTo(worth));
    }

    /** Whether no layout of a family of that worth improves any of them. */
    boolean closedTo(double worth, Family family) {
        for (Best best : bests) {
            if (!best.closedTo(worth) && best.space.within(family).isPresent()) {
                return false;
            }
        }
        return true;
    }

    /** Notes that members of a cut of up to that worth are not looked at. */
    void leave(Cut cut, double top) {
        for (Best best : bests) {
            if (best.space.expresses(cut)) {
                best.open = Math.max(best.open, top);
            }
        }
    }

    /**
     * Takes degrees in for every engine that can express them, with experts and layers where it can have them.
     *
     * @param placed the best placement whatever the engine; empty where none fits
     * @param top worth that no placement exceeds
     */
    void offer(Degrees degrees, Optional<Candidate> placed, double top) {
        for (Best best : bests) {
            if (placed.isPresent() && !best.closedTo(top) && best.space.expresses(degrees.cut())) {
                boolean own = best.space.broken(placed.get().layout()).isEmpty();
                Optional<Candidate> expressed = own
                        ? placed
                        : candidates.placeWithin(
                                best.space, degrees, placed.get().bound());
                expressed.ifPresent(candidate -> take(best, candidate, top));
            }
        }
    }

    private void take(Best best, Candidate candidate, double top) {
        best.open = Math.max(best.open, Math.min(top, candidates.reachable(candidate)));
        double worth = candidates.worth(candidate);
        if (candidates.works(candidate) && (best.found == null || worth > best.worth)) {
            best.found = candidate;
            best.worth = worth;
        }
    }

    /** What was found for each engine, in their order. */
    List<EngineBest> found() {
        return bests.stream()
                .map(best -> new EngineBest(best.space, Optional.ofNullable(best.found), gap(best)))
                .toList();
    }

    private static double gap(Best best) {
        return best.found == null ? 0 : Math.max(0, (best.open - best.worth) / Math.abs(best.worth));
    }
}
