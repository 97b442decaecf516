package dev.meshwright.question.search;

import dev.meshwright.base.patience.Grace;
import dev.meshwright.base.patience.Patience;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets.Scope;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import dev.meshwright.question.search.SearchResult.Candidate;
import dev.meshwright.replay.deployment.LoopReplays;
import dev.meshwright.replay.deployment.ServedRequests;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Judges layouts that the closed form likes by a replay of their serving loop, which knows percentiles and what happens when requests
 * come in clumps. A layout is in time where both say so: the closed form's proof then holds of those that the replay lets pass, too.
 */
public final class ReplayedChoice {

    private static final String NONE_PASSES =
            "By the closed form this layout meets the targets. A replay of its serving loop misses them, and so do those of the"
                    + " runners-up, with any number of sequences.";

    private static final String TOO_MANY =
            "More requests come than any layout on these GPUs can answer, so none is in time: this one answers the most.";

    private static final String STOPPED =
            "By the closed form this layout meets the targets. A replay of its serving loop misses them, and the search was stopped before"
                    + " it found one that the replay lets pass.";

    private static final String UNREPLAYED =
            "The search was stopped before the serving loop of this layout was replayed: its times are the closed form's.";

    private static final long GRACE_NANOSECONDS = 300_000_000;

    /** A layout worth so much of the one that was passed over is not worth another search. */
    private static final double ENOUGH = 0.95;

    /** Runners-up that may take the place of a best that is late, however many are shown. */
    public static final int RUNNERS_UP = 3;

    private final CostModel costModel;
    private final Problem problem;
    private final Ranking ranking;
    private final LoopReplays replays;
    private final Searcher searcher;
    private final BooleanSupplier cancelled;

    /** Looks for other layouts. */
    @FunctionalInterface
    public interface Searcher {

        /** The best layouts with at most so many stages that are worth more than {@code least}. */
        Optional<SearchResult> search(int mostStages, int runnersUp, double least);
    }

    /** Judges layouts of the problem of {@code costModel}, and looks for no others. */
    public ReplayedChoice(CostModel costModel, LoopReplays replays) {
        this(costModel, replays, (stages, runnersUp, least) -> Optional.empty(), () -> false);
    }

    /**
     * Judges layouts of the problem of {@code costModel}.
     *
     * @param cancelled whether no more of them are to be replayed
     */
    public ReplayedChoice(CostModel costModel, LoopReplays replays, Searcher searcher, BooleanSupplier cancelled) {
        this.costModel = costModel;
        this.problem = costModel.problem();
        this.ranking = new Ranking(problem);
        this.replays = replays;
        this.searcher = searcher;
        this.cancelled = cancelled;
    }

    /** What was found, with the loop of its best layout replayed. */
    public TargetedSearch.Found replayed(TargetedSearch.Found found) {
        return found.with(replayed(found.result()));
    }

    /** The same search with the loop of its best layout replayed. */
    public SearchResult replayed(SearchResult result) {
        return result.best()
                .map(this::replayed)
                .map(best -> result.withChoice(best, result.runnersUp(), worth(best)))
                .orElse(result);
    }

    /**
     * The same search with the best of its shortlist that the replay lets pass: a runner-up, or a layout with fewer sequences, where
     * the best is late. Where none passes, the best stays, with the targets that it misses.
     */
    public TargetedSearch.Found of(TargetedSearch.Found found) {
        SearchResult result = found.result();
        if (!replays.wanted() || result.best().isEmpty()) {
            return found;
        }
        // What is answered is worth a moment even where the search is stopped.
        Candidate first = replayed(result.best().get(), new Grace(cancelled, GRACE_NANOSECONDS));
        if (first.served().isEmpty() && problem.workload() instanceof Serving && cancelled.getAsBoolean()) {
            return found.under((found.circumstances() + " " + UNREPLAYED).strip());
        }
        if (!misses(first.evaluation())) {
            return found.with(result.withChoice(first, result.runnersUp(), worth(first)));
        }
        if (tooManyRequests(first, result.bound())) {
            return found.with(result.withChoice(first, result.runnersUp(), worth(first)))
                    .under(TOO_MANY);
        }
        List<Candidate> passing = new ArrayList<>();
        passing(first).ifPresent(passing::add);
        result.runnersUp().stream().limit(RUNNERS_UP).forEach(other -> add(other, passing));
        shallower(first, RUNNERS_UP, passing);
        passing.sort(Comparator.comparingDouble(this::worth).reversed());
        if (passing.isEmpty()) {
            return found.with(result.withChoice(first, List.of(), worth(first)))
                    .under(cancelled.getAsBoolean() ? STOPPED : NONE_PASSES);
        }
        Candidate choice = passing.removeFirst();
        List<Candidate> others = new ArrayList<>(passing);
        result.runnersUp().stream()
                .skip(RUNNERS_UP)
                .filter(other -> worth(other) <= worth(choice))
                .forEach(others::add);
        return found.with(result.withChoice(choice, others, worth(choice)).passingOver(first))
                .under(passedOver(first));
    }

    /** Whether more requests come than any layout answers, so that all are late. */
    private boolean tooManyRequests(Candidate first, double bound) {
        return problem.objective() == Objective.THROUGHPUT
                && first.served().filter(ServedRequests::overloaded).isPresent()
                && problem.targets()
                        .throughput()
                        .filter(target -> target.scope() == Scope.SYSTEM && bound < target.tokensPerSecond())
                        .isPresent();
    }

    /** Adds what passes of a layout, which needs no replay to lose where another that passed is worth as much as it is at most. */
    private void add(Candidate other, List<Candidate> passing) {
        boolean loses = passing.stream().anyMatch(known -> worth(known) >= worth(other));
        (loses ? Optional.of(other) : passing(other)).ifPresent(passing::add);
    }

    /**
     * Adds the best layouts with fewer stages: the closed form does not see that prompts of each micro-batch have steps of their
     * own, so that all of a shortlist of deep pipelines may be late.
     */
    private void shallower(Candidate first, int runnersUp, List<Candidate> passing) {
        int stages = first.layout().degrees().pipeline();
        while (stages > 1 && !cancelled.getAsBoolean()) {
            double least = passing.stream()
                    .filter(known -> known.served().isPresent())
                    .mapToDouble(this::worth)
                    .max()
                    .orElse(Double.NEGATIVE_INFINITY);
            if (least >= ENOUGH * worth(first)) {
                return;
            }
            Optional<SearchResult> found = searcher.search(stages - 1, runnersUp, least);
            Optional<Candidate> best = found.flatMap(SearchResult::best);
            if (best.isEmpty()) {
                return;
            }
            add(best.get(), passing);
            found.get().runnersUp().forEach(other -> add(other, passing));
            stages = best.get().layout().degrees().pipeline();
        }
    }

    /** Why the best by the closed form is not the answer. */
    private static String passedOver(Candidate first) {
        Degrees degrees = first.layout().degrees();
        return "By the closed form " + degrees.shortName() + " with "
                + Figures.number(degrees.sequencesPerRank(), "sequence")
                + " on an attention rank meets the targets and is best ("
                + Figures.tokensPerSecond(first.evaluation().performance().tokensPerSecond())
                + "); a replay of its serving loop misses them. This layout is the best of the shortlist that the replay lets pass.";
    }

    /** The candidate itself where its replay is in time, else the same layout with as many sequences as are; nothing once cancelled. */
    public Optional<Candidate> passing(Candidate candidate) {
        if (cancelled.getAsBoolean()) {
            return Optional.empty();
        }
        Candidate known = candidate.served().isPresent() ? candidate : replayed(candidate);
        if (known.served().isEmpty() && cancelled.getAsBoolean()) {
            return Optional.empty();
        }
        if (known.served().isEmpty() || !misses(known.evaluation())) {
            return Optional.of(known);
        }
        boolean fixed = problem.workload().concurrency().isPresent();
        return fixed ? Optional.empty() : smaller(known);
    }

    /** Whether a target is missed that binds. */
    private boolean misses(Evaluation evaluation) {
        return evaluation.late()
                || (problem.throughputBinds() && !evaluation.missedTargets().isEmpty());
    }

    /** The candidate with what its requests wait for, and the targets that they miss. */
    public Candidate replayed(Candidate candidate) {
        return replayed(candidate, cancelled);
    }

    private Candidate replayed(Candidate candidate, BooleanSupplier until) {
        Evaluation evaluation = candidate.evaluation();
        Optional<ServedRequests> served = Patience.within(
                        until, () -> replays.of(costModel, candidate.layout().degrees(), evaluation))
                .flatMap(found -> found);
        return served.map(found -> candidate.with(found.judged(evaluation, problem.targets()), found))
                .orElse(candidate);
    }

    /**
     * A micro-batch below that of {@code late} whose replay is in time, the largest of those tried: one sequence less, as most are late
     * by a hair, then an eighth less each time, and in between. Clumps make fewer sequences slower at times, so there may be larger ones.
     */
    private Optional<Candidate> smaller(Candidate late) {
        int all = late.layout().degrees().microBatch();
        int fails = all;
        int works = 0;
        Optional<Candidate> best = Optional.empty();
        int step = 1;
        while (fails - works > 1 && !cancelled.getAsBoolean()) {
            int tried = works > 0 ? (works + fails) / 2 : Math.max(1, fails - step);
            Candidate candidate = with(late, tried);
            if (candidate.served().isPresent()
                    && candidate.evaluation().feasible()
                    && !misses(candidate.evaluation())) {
                works = tried;
                best = Optional.of(candidate);
            } else {
                fails = tried;
                step = Math.max(1, all / 8);
            }
        }
        return best;
    }

    private Candidate with(Candidate other, int microBatch) {
        Layout layout = other.layout();
        Degrees degrees =
                layout.degrees().withBatch(microBatch, layout.degrees().microBatches());
        Layout smaller = layout.with(degrees);
        return replayed(new Candidate(
                smaller,
                costModel.evaluate(smaller),
                costModel.bound(degrees).performance(),
                other.placementGap(),
                other.bounded()));
    }

    private double worth(Candidate candidate) {
        return ranking.worth(candidate.layout(), candidate.evaluation());
    }
}
