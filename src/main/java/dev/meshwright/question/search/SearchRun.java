package dev.meshwright.question.search;

import dev.meshwright.base.patience.Grace;
import dev.meshwright.base.patience.Patience;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.cost.evaluation.FamilyBound;
import dev.meshwright.cost.evaluation.Infeasibility;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Family;
import dev.meshwright.layout.engine.EngineSpace;
import dev.meshwright.placement.placing.LayoutPlacer;
import dev.meshwright.question.search.SearchResult.Candidate;
import dev.meshwright.question.search.space.Branching;
import dev.meshwright.question.search.space.FamilySource;
import dev.meshwright.question.search.space.LiveParts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One search: families in a queue by their bounds, and the best layouts so far. */
final class SearchRun {

    /**
     * Layouts of a cut that are placed and fall short of their bounds before the rest stay open, as far as their bounds reach.
     * A bound has experts balanced; where they cannot be, by a few percent, some dozens of batches lie between it and what
     * the largest one reaches.
     */
    private static final int MOST_SHORT = 48;

    /** Layouts within this of their bound are as good as it says: rounding of sums in another order. */
    private static final double EQUAL = 1e-6;

    /** How long a search that was stopped may still count, and then look for its first layout. */
    private static final long GRACE_NANOSECONDS = 350_000_000;

    private final Problem problem;
    private final CostModel costModel;
    private final BooleanSupplier cancelled;
    private final Consumer<SearchEvent> listener;
    private final Grace ending;
    private final double least;
    private final Ranking ranking;

    /** Whether stages may lie on several kinds of GPUs: many batches are between what these do together and whole layers on each. */
    private final boolean mixed;

    private final Branching branching;
    private final Candidates candidates;
    private final LayoutPlacer finisher;
    private final Shortlist shortlist;
    private final SearchProgress progress;
    private final LargestBatch largest;
    private final SmallestBatch enough;
    private final LiveParts parts = new LiveParts();

    /** The smallest micro-batch of every whole family. */
    private final List<Integer> smallest = new ArrayList<>();

    private final ClosestDegrees closest;
    private final EngineBests engines;
    private final Map<Cut, Integer> fellShort = new HashMap<>();
    private final PriorityQueue<Bounded> queue = new PriorityQueue<>(Comparator.comparingDouble(Bounded::worth)
            .reversed()
            .thenComparingDouble(bounded -> -bounded.bound().tokensPerSecond())
            .thenComparing(bounded -> bounded.family().least(), Ranking.SIMPLER)
            .thenComparingInt(Bounded::number)
            .thenComparingInt(bounded -> bounded.family().microBatch().most()));
    private double open = Double.NEGATIVE_INFINITY;
    private long bounded;

    /** Whether what is looked at matters to some engine's best alone: the proof of the best of all does not count it. */
    private boolean aside;

    private int placedAside;

    /**
     * A family in the queue.
     *
     * @param number of the whole family that it is a part of
     * @param close whether its bound is as close as can be
     */
    private record Bounded(Family family, int number, Performance bound, double worth, boolean close) {}

    SearchRun(
            CostModel costModel,
            LayoutPlacer placer,
            LayoutPlacer finisher,
            BooleanSupplier cancelled,
            Consumer<SearchEvent> listener,
            int runnersUp,
            boolean untilFound,
            double least,
            List<EngineSpace> compared) {
        this.problem = costModel.problem();
        this.costModel = costModel;
        this.finisher = finisher;
        this.cancelled = cancelled;
        this.listener = listener;
        this.ending = new Grace(cancelled, untilFound ? GRACE_NANOSECONDS : 0);
        this.least = least;
        this.ranking = new Ranking(problem);
        this.mixed = problem.cluster().nodes().size() > 1;
        this.branching = new Branching(problem);
        this.candidates = new Candidates(costModel, placer);
        this.shortlist = new Shortlist(ranking, runnersUp);
        this.progress = new SearchProgress(listener, shortlist);
        this.largest = new LargestBatch(candidates, problem);
        this.enough = new SmallestBatch(candidates, problem);
        this.closest = new ClosestDegrees(costModel);
        this.engines = new EngineBests(candidates, compared);
    }

    SearchResult over(FamilySource source) {
        boolean counted = Patience.done(
                ending,
                () -> source.forEach(family -> {
                    smallest.add(family.microBatch().least());
                    add(family, parts.open(), Double.POSITIVE_INFINITY);
                }));
        if (counted) {
            listener.accept(new SearchEvent.Enumerated(parts.count(), parts.working()));
        } else {
            // What was not counted has no bound.
            open = Double.POSITIVE_INFINITY;
            ending.again();
        }
        boolean complete = counted;
        boolean goesOn = true;
        while (!queue.isEmpty() && goesOn) {
            Bounded next = queue.poll();
            progress.look(Math.max(open, next.worth()), () -> queue.stream().mapToDouble(Bounded::worth));
            boolean decided = shortlist.closedTo(next.worth());
            if (next.worth() < least || (decided && engines.closedTo(next.worth()))) {
                queue.clear();
            } else if (!Patience.done(ending, () -> look(next, decided))) {
                complete = false;
                goesOn = false;
                open = Math.max(open, next.worth());
            }
        }
        Optional<Candidate> finished =
                shortlist.best().flatMap(best -> Patience.within(cancelled, () -> candidates.finished(best, finisher)));
        finished.ifPresent(shortlist::add);
        listener.accept(new SearchEvent.Proved(candidates.placed() - placedAside));
        return result(complete, counted);
    }

    private void look(Bounded next, boolean decided) {
        Patience.ask();
        aside = decided || shortlist.closedTo(next.worth(), next.family().cut());
        if (!aside || !engines.closedTo(next.worth(), next.family())) {
            int before = candidates.placed();
            narrow(next);
            placedAside += aside ? candidates.placed() - before : 0;
        }
        if (shortlist.best().isPresent()) {
            ending.found();
        }
    }

    /** Bounds a family, or a part of one whose bound is {@code most}. */
    private void add(Family family, int number, double most) {
        FamilyBound found = costModel.bound(family);
        bounded += aside ? 0 : 1;
        if (!found.bound().mayWork()) {
            if (Double.isInfinite(most)) {
                closest.miss(family.mostShared().least(), found.bound());
            }
            fail(family, number, found.bound());
            return;
        }
        Performance bound = found.bound().performance();
        // A part is no better than the whole, whatever rounding says.
        double worth = Math.min(most, ranking.worth(bound, family));
        if (worth >= least) {
            boolean close = family.cut().pipeline() == 1;
            queue.add(new Bounded(found.left(), number, bound, worth, close));
        }
    }

    private void fail(Family family, int number, DegreeBound bound) {
        fail(number, Objects.requireNonNull(bound.infeasibility()));
        closest.refuse(family.mostShared().least(), bound);
    }

    private void fail(int number, Infeasibility reason) {
        if (!aside) {
            parts.fail(number, reason);
        }
    }

    private void narrow(Bounded next) {
        Optional<Degrees> member = next.family().member();
        if (next.family().replicas().single()
                && fellShort.getOrDefault(next.family().cut(), 0) >= MOST_SHORT) {
            open = Math.max(open, next.worth());
            engines.leave(next.family().cut(), next.worth());
        } else if (!next.close() && (member.isPresent() || mixed)) {
            closer(next);
        } else if (member.isEmpty()) {
            List<Family> smaller = branching.split(next.family());
            if (!aside) {
                parts.split(next.number(), smaller.size());
            }
            smaller.forEach(part -> add(part, next.number(), next.worth()));
        } else if (largest.exceededBy(member.get())) {
            fail(next.number(), Infeasibility.TIME_PER_OUTPUT_TOKEN);
        } else {
            place(member.get(), next);
        }
    }

    /** Puts a family back with a closer bound, if it may still work. */
    private void closer(Bounded next) {
        FamilyBound found = costModel.closeBound(next.family());
        bounded += aside ? 0 : 1;
        if (found.bound().mayWork()) {
            Performance bound = found.bound().performance();
            double worth = Math.min(next.worth(), ranking.worth(bound, next.family()));
            queue.add(new Bounded(found.left(), next.number(), bound, worth, true));
        } else {
            fail(next.family(), next.number(), found.bound());
        }
    }

    private void place(Degrees degrees, Bounded next) {
        Optional<Candidate> candidate = candidates.place(degrees, next.bound());
        boolean works = candidate.filter(candidates::works).isPresent();
        // On equal GPUs no split fits where the exact one does not.
        double unplaced = problem.cluster().nodes().size() == 1 ? Double.NEGATIVE_INFINITY : next.worth();
        open = Math.max(
                open,
                Math.min(next.worth(), candidate.map(candidates::reachable).orElse(unplaced)));
        if (works) {
            take(candidate.get(), next.worth());
        } else {
            engines.offer(degrees, candidate, next.worth());
            fail(next.number(), candidate.map(candidates::failure).orElse(Infeasibility.MEMORY));
        }
        boolean asGood = works && candidates.worth(candidate.get()) >= next.worth() - EQUAL * Math.abs(next.worth());
        if (asGood || problem.workload() instanceof Training) {
            return;
        }
        fellShort.merge(degrees.cut(), 1, Integer::sum);
        Optional<Candidate> small = candidate.filter(candidates::onlyShort);
        if (small.isPresent()) {
            enough.above(small.get(), next.bound()).ifPresent(found -> take(found, next.worth()));
        } else if (!works) {
            largest.below(degrees, smallest.get(next.number()), candidate, next.bound())
                    .forEach(found -> take(found, next.worth()));
        }
    }

    private void take(Candidate candidate, double top) {
        engines.offer(candidate.layout().degrees(), Optional.of(candidate), top);
        if (shortlist.add(candidate)) {
            listener.accept(new SearchEvent.Improved(candidate.layout().degrees(), shortlist.bestWorth(), top));
        }
    }

    private SearchResult result(boolean complete, boolean counted) {
        double gap = 0;
        if (shortlist.best().isPresent()) {
            gap = Math.max(0, (open - shortlist.bestWorth()) / Math.abs(shortlist.bestWorth()));
        } else if (open > Double.NEGATIVE_INFINITY) {
            gap = Double.POSITIVE_INFINITY;
        }
        boolean proven = shortlist.best().isPresent() && gap < EQUAL;
        return new SearchResult(
                shortlist.best(),
                shortlist.runnersUp(),
                parts.count(),
                parts.working(),
                parts.infeasible(),
                bounded,
                candidates.placed() - placedAside,
                proven ? shortlist.bestWorth() : Math.max(open, shortlist.bestWorth()),
                proven ? 0 : gap,
                closest.closest(),
                complete,
                Optional.empty(),
                counted ? engines.found() : List.of(),
                closest.misses());
    }
}
