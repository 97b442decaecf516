package dev.meshwright.question.front;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.cost.pool.PoolsModel;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Statistic;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.problem.TimeTarget;
import dev.meshwright.facts.workload.Disaggregation;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.placement.placing.LayoutPlacer;
import dev.meshwright.question.search.LayoutSearch;
import dev.meshwright.question.search.Placers;
import dev.meshwright.question.search.SearchResult;
import dev.meshwright.question.search.pool.PoolResult;
import dev.meshwright.question.search.pool.PoolSearch;
import dev.meshwright.question.search.pool.ShortestAnswers;
import dev.meshwright.question.search.space.LayoutSpace;
import dev.meshwright.replay.deployment.LoopReplays;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Searches for the front: the most tokens per second that any plan makes while tokens come to each user within a limit, for a row of
 * limits from the shortest time that is possible to the longest that pays. Plans have prompts and answers on the same GPUs, on GPUs of
 * their own, or either, as the workload asks; of either, what bounds both bounds the point.
 *
 * <p>The ends are searches for the shortest time and for the most tokens. Between them lies the limit that parts, in equal shares of
 * both scales, the widest stretch between two neighbours: where the front bends it is looked at more closely. A limit whose best is already
 * known, because a looser one found a plan that keeps it, takes no search.
 */
public final class FrontSearch {

    /** Neighbours closer than this share in time or in throughput have nothing between them that matters. */
    private static final double CLOSE = 0.02;

    /** Sums of the same times in another order. */
    private static final double ROUNDING = 1e-9;

    private final Question question;
    private final Problem problem;
    private final Placers placers;
    private final Disaggregation deployment;
    private int searches;
    private long bounded;
    private int placed;
    private boolean complete = true;
    private Allowance allowance = Allowance.ofSearches(1);

    /** The best plan of a search and what no plan exceeds. */
    private record Most(FrontPlan plan, double bound) {}

    /** Fronts of the problem of {@code question}, whose other targets hold. */
    public FrontSearch(Question question, Placers placers) {
        this.question = question;
        this.problem = question.problem();
        this.placers = placers;
        this.deployment =
                problem.workload() instanceof Serving serving ? serving.disaggregation() : Disaggregation.AGGREGATED;
    }

    /** Whether there is a time between tokens at all, which a front is about. */
    public static boolean possible(Workload workload) {
        return switch (workload) {
            case Decode decode -> true;
            case Serving serving -> true;
            case Prefill prefill -> false;
            case Training training -> false;
        };
    }

    /**
     * The front by so many searches at most, with any number of sequences in flight, or as many as the workload says.
     *
     * @throws IllegalArgumentException where there is no time between tokens
     */
    public Front over(int most) {
        possible();
        allowance = Allowance.ofSearches(most);
        return from(searched(longest()));
    }

    /**
     * The part of the front that {@code allowed} is enough for: the ends, and points between them where there is something left.
     *
     * @param slowest the most tokens within the targets, where a search found them already; else they are looked for
     * @throws IllegalArgumentException where there is no time between tokens
     */
    public Front within(Allowance allowed, Optional<FrontPoint> slowest) {
        possible();
        allowance = allowed;
        return from(slowest.isPresent() ? slowest : searched(longest()));
    }

    private double longest() {
        return problem.targets().timePerOutputTokenSeconds().orElse(Double.POSITIVE_INFINITY);
    }

    private Front from(Optional<FrontPoint> slowest) {
        List<FrontPoint> found = new ArrayList<>();
        slowest.ifPresent(point -> {
            found.add(point);
            complete &= point.complete();
        });
        if (slowest.isPresent() && !placers.cancelled()) {
            fastest(slowest.get()).ifPresent(found::add);
        }
        List<Double> tried = new ArrayList<>();
        while (allowance.more(searches, bounded, placed) && !placers.cancelled()) {
            Optional<Double> limit = widest(Front.undominated(found), tried);
            if (limit.isEmpty()) {
                break;
            }
            tried.add(limit.get());
            searched(limit.get())
                    .filter(point -> point.gap() <= allowance.gap())
                    .ifPresent(found::add);
        }
        return new Front(problem, Front.undominated(found), searches, complete && !placers.cancelled());
    }

    private void possible() {
        if (!possible(problem.workload())) {
            throw new IllegalArgumentException(
                    "no time between tokens in " + problem.workload().phase());
        }
    }

    /** The most tokens for each of some numbers of sequences in flight; every number has its point, whether another is better or not. */
    public Front over(List<Integer> concurrencies) {
        List<FrontPoint> points = new ArrayList<>();
        for (int sequences : concurrencies) {
            Problem asked = problem.withWorkload(with(problem.workload(), sequences));
            most(asked.withTargets(asked.targets(), Objective.THROUGHPUT))
                    .ifPresent(found -> points.add(point(found, OptionalInt.of(sequences), Double.POSITIVE_INFINITY)));
        }
        return new Front(problem, points, searches, complete);
    }

    private static Workload with(Workload workload, int sequences) {
        OptionalInt concurrency = OptionalInt.of(sequences);
        return switch (workload) {
            case Decode decode -> new Decode(decode.lengths(), decode.outputTokens(), concurrency);
            case Serving serving -> serving.withConcurrency(concurrency);
            case Prefill prefill -> prefill;
            case Training training -> training;
        };
    }

    /** The most tokens within a limit. */
    private Optional<FrontPoint> searched(double limit) {
        Targets targets = problem.targets();
        Targets limited = Double.isInfinite(limit)
                ? targets
                : new Targets(
                        targets.throughput(),
                        targets.timeToFirstToken(),
                        List.of(new TimeTarget(Statistic.MEAN, limit)),
                        targets.endToEnd());
        return most(problem.withTargets(limited, Objective.THROUGHPUT))
                .map(found -> point(found, problem.workload().concurrency(), limit));
    }

    /**
     * The shortest time between tokens, with the most tokens that any plan makes within it: whoever is as fast keeps that time as a
     * limit, so that the search within it has the bound.
     */
    private Optional<FrontPoint> fastest(FrontPoint slowest) {
        searches++;
        List<Double> shortest = new ArrayList<>();
        if (deployment != Disaggregation.DISAGGREGATED) {
            shared(problem.withTargets(problem.targets(), Objective.LATENCY))
                    .best()
                    .flatMap(best -> boxed(best.evaluation().performance().timePerOutputTokenSeconds()))
                    .ifPresent(shortest::add);
        }
        if (deployment != Disaggregation.AGGREGATED && !placers.cancelled()) {
            boxed(new ShortestAnswers(new PoolsModel(question), placers).timePerOutputToken())
                    .ifPresent(shortest::add);
        }
        return shortest.stream()
                .sorted()
                .filter(seconds -> seconds < slowest.timePerOutputToken())
                .map(seconds -> searched(seconds * (1 + ROUNDING)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Double> boxed(OptionalDouble seconds) {
        return seconds.isPresent() ? Optional.of(seconds.getAsDouble()) : Optional.empty();
    }

    /** The better plan of those that are asked for, beside what none of them exceeds; empty where none works. */
    private Optional<Most> most(Problem asked) {
        searches++;
        double bound = 0;
        List<FrontPlan> plans = new ArrayList<>();
        if (deployment != Disaggregation.DISAGGREGATED) {
            SearchResult result = shared(asked);
            bound = Math.max(bound, result.bound());
            result.best().ifPresent(best -> plans.add(new FrontPlan.Shared(best)));
        }
        if (deployment != Disaggregation.AGGREGATED) {
            PoolResult result = split(asked);
            bound = Math.max(bound, result.bound());
            result.best().ifPresent(best -> plans.add(new FrontPlan.Split(best)));
        }
        double most = bound;
        return plans.stream()
                .max(Comparator.comparingDouble(plan -> plan.performance().tokensPerSecond()))
                .map(plan -> new Most(plan, most));
    }

    private SearchResult shared(Problem asked) {
        CostModel costModel = new CostModel(question.with(asked));
        LayoutPlacer placer = placers.quick(costModel);
        SearchResult result = new LayoutSearch(costModel, placer, placer, placers::cancelled, event -> {})
                .runOver(new LayoutSpace(asked), 0);
        complete &= result.complete();
        counted(result.bounded(), result.placed());
        return result;
    }

    private PoolResult split(Problem asked) {
        PoolResult result = new PoolSearch(new PoolsModel(question.with(asked)), placers)
                .placingAtMost(allowance.layouts() - Math.min(placed, allowance.layouts()))
                .run();
        complete &= result.complete();
        counted(result.bounded(), result.placed());
        return result;
    }

    private void counted(long families, int layouts) {
        bounded += families;
        placed += layouts;
    }

    private FrontPoint point(Most found, OptionalInt concurrency, double limit) {
        return new FrontPoint(
                found.plan(), problem.cluster().gpus(), concurrency, limit, found.bound(), complete, Optional.empty());
    }

    /** The same front with the loop of every point replayed, where {@code loops} wants that. */
    public Front replayed(Front front, LoopReplays loops) {
        List<FrontPoint> points = front.points().stream()
                .map(point -> placers.cancelled() ? point : point.replayed(asked(point), loops))
                .toList();
        return new Front(front.problem(), points, front.searches(), front.complete());
    }

    private Question asked(FrontPoint point) {
        return point.concurrency().isEmpty()
                ? question
                : question.with(problem.withWorkload(
                        with(problem.workload(), point.concurrency().getAsInt())));
    }

    /** The limit in the geometric middle of the widest stretch that no limit was tried in; empty where nothing between points matters. */
    private static Optional<Double> widest(List<FrontPoint> points, List<Double> tried) {
        List<double[]> stretches = new ArrayList<>();
        for (int number = 0; number + 1 < points.size(); number++) {
            FrontPoint slower = points.get(number);
            FrontPoint faster = points.get(number + 1);
            double times = Math.log(slower.timePerOutputToken() / faster.timePerOutputToken());
            double rates = Math.log(slower.tokensPerSecond() / faster.tokensPerSecond());
            double limit = Math.sqrt(slower.timePerOutputToken() * faster.timePerOutputToken());
            // Below the tightest limit tried above the faster one nothing is left that it had not found.
            double known = tried.stream()
                    .filter(other -> other < slower.timePerOutputToken() && other > faster.timePerOutputToken())
                    .mapToDouble(Double::doubleValue)
                    .max()
                    .orElse(0);
            double open = known > 0 ? Math.sqrt(slower.timePerOutputToken() * known) : limit;
            double width = known > 0 ? Math.log(slower.timePerOutputToken() / known) : times;
            if (Math.min(times, rates) > CLOSE && width > CLOSE) {
                stretches.add(new double[] {Math.min(width, rates) + width * rates, open});
            }
        }
        return stretches.stream()
                .max(Comparator.comparingDouble(stretch -> stretch[0]))
                .map(stretch -> stretch[1]);
    }
}
