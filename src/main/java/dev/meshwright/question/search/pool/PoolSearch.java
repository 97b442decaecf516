package dev.meshwright.question.search.pool;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.cost.pool.CacheTransfer;
import dev.meshwright.cost.pool.PoolPerformance;
import dev.meshwright.cost.pool.PoolsEvaluation;
import dev.meshwright.cost.pool.PoolsModel;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.layout.PoolRole;
import dev.meshwright.layout.Pools;
import dev.meshwright.question.search.Placers;
import dev.meshwright.question.search.SearchResult.Candidate;
import dev.meshwright.question.search.pool.PoolResult.Found;
import dev.meshwright.question.search.pool.RateMatching.Match;
import dev.meshwright.question.search.pool.RateMatching.Pair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the best plan of two pools: every pair of types is matched by what its instances can do at most; where that exceeds the best
 * plan, the best layouts of its types are searched for, until no bound of any pair does (docs/adr/0027-pools-of-instances.md).
 */
public final class PoolSearch {

    /** Plans within this of a bound are as good as it says: rounding of sums in another order. */
    private static final double EQUAL = 1e-9;

    /** Pairs whose plans fall short of their bounds before the rest stays open, as far as its bounds reach. */
    private static final int MOST_SHORT = 48;

    private final PoolsModel model;
    private final Problem problem;
    private final Serving serving;
    private final Placers placers;
    private final InstanceRates rates;
    private final RateMatching matching;
    private final Ranking ranking;
    private final List<Bins> bins;
    private final List<Pair> pairs = new ArrayList<>();
    private final Map<Pair, Optional<Match>> bounds = new HashMap<>();
    private final Set<Pair> closed = new HashSet<>();
    private Optional<Plan> best = Optional.empty();
    private double open = Double.NEGATIVE_INFINITY;
    private int fellShort;
    private int mostPlaced = Integer.MAX_VALUE;
    private int types;

    /** Layouts of one instance of each kind, in numbers. */
    private record Plan(Match match, Candidate prefill, Candidate decode, PoolPerformance performance, double worth) {}

    /** A search for the pools of the problem that {@code model} is of. */
    public PoolSearch(PoolsModel model, Placers placers) {
        this(model, placers, new KnownRates());
    }

    /** The same, which knows what searches on other sizes of the cluster found. */
    public PoolSearch(PoolsModel model, Placers placers, KnownRates known) {
        this.model = model;
        this.problem = model.question().problem();
        this.serving = (Serving) problem.workload();
        this.placers = placers;
        this.rates = new InstanceRates(model, placers, known);
        this.bins = problem.cluster().nodes().stream().map(Bins::of).toList();
        this.matching = new RateMatching(problem, serving, bins);
        this.ranking = new Ranking(problem);
    }

    /** The same, which leaves open what its bounds say is open once it has placed so many layouts. */
    public PoolSearch placingAtMost(int layouts) {
        mostPlaced = layouts;
        return this;
    }

    /** Runs it; once cancelled it stops with the best plan so far, if any. */
    public PoolResult run() {
        return run(Double.NEGATIVE_INFINITY);
    }

    /** The same, for plans that are worth {@code least}; nothing that is worth less need be found. */
    public PoolResult run(double least) {
        Optional<String> none = TypePairs.impossible(serving, problem.targets(), rates);
        if (none.isPresent()) {
            return PoolResult.none(none.get());
        }
        TypePairs paired = TypePairs.of(problem, rates, bins);
        types = paired.types();
        pairs.addAll(paired.pairs());
        boolean complete = true;
        Optional<Match> next = next();
        while (next.isPresent() && complete) {
            complete = !placers.cancelled();
            if (!complete
                    || fellShort >= MOST_SHORT
                    || rates.placed() >= mostPlaced
                    || next.get().worth() < least) {
                open = Math.max(open, next.get().worth());
                next = Optional.empty();
            } else {
                narrow(next.get());
                next = next();
            }
        }
        return result(complete);
    }

    private boolean shared() {
        return serving.concurrency().isPresent();
    }

    /** The pair with the best bound, if that exceeds the best plan. */
    private Optional<Match> next() {
        Optional<Match> top = Optional.empty();
        for (Pair pair : pairs) {
            if (!closed.contains(pair)) {
                top = RateMatching.better(
                        top, bounds.computeIfAbsent(pair, unknown -> matching.best(unknown, rates::most)));
            }
        }
        return top.filter(match -> best.isEmpty()
                || match.worth()
                        > best.get().worth() + EQUAL * Math.abs(best.get().worth()));
    }

    /** Searches for the best layouts of a pair's types, or takes in the plan that they make. */
    private void narrow(Match match) {
        Pair pair = match.pair();
        if (!rates.exact(pair.prefill(), match.prefills())) {
            refine(pair.prefill(), match.prefills());
        } else if (!rates.exact(pair.decode(), match.decodes())) {
            refine(pair.decode(), match.decodes());
        } else {
            closed.add(pair);
            Optional<Plan> plan = plan(match);
            plan.filter(found -> best.isEmpty() || found.worth() > best.get().worth())
                    .ifPresent(found -> best = Optional.of(found));
            double reached = plan.map(Plan::worth).orElse(Double.NEGATIVE_INFINITY);
            if (reached < match.worth() - EQUAL * Math.abs(match.worth())) {
                open = Math.max(open, match.worth());
                fellShort++;
            }
        }
    }

    private void refine(InstanceType type, int instances) {
        rates.refine(type, instances);
        bounds.keySet()
                .removeIf(pair -> pair.prefill().equals(type) || pair.decode().equals(type));
    }

    /** The best plan with the best layouts of a pair's types, in the numbers that are best for them. */
    private Optional<Plan> plan(Match bound) {
        Pair pair = bound.pair();
        Optional<Candidate> prefill = rates.best(pair.prefill(), bound.prefills());
        Optional<Candidate> decode = rates.best(pair.decode(), bound.decodes());
        if (prefill.isEmpty() || decode.isEmpty()) {
            return Optional.empty();
        }
        return plan(bound, prefill.get(), decode.get(), true);
    }

    private Optional<Plan> plan(Match bound, Candidate prefill, Candidate decode, boolean again) {
        Pair pair = bound.pair();
        CacheTransfer transfer = transfer(pair, prefill, decode);
        double read = Math.min(
                model.requestsPerSecond(PoolRole.PREFILL, prefill.evaluation().performance()),
                transfer.sendingRequestsPerSecond(prefill.layout().degrees().data()));
        double written = Math.min(
                model.requestsPerSecond(PoolRole.DECODE, decode.evaluation().performance()),
                transfer.receivingRequestsPerSecond(decode.layout().degrees().data()));
        Optional<Match> numbers = shared()
                ? Optional.of(bound)
                : matching.best(pair, (type, instances) -> type.role() == PoolRole.PREFILL ? read : written);
        if (numbers.isEmpty()) {
            return Optional.empty();
        }
        Match match = numbers.get();
        PoolPerformance together = together(match, prefill, decode, transfer);
        if (late(together.performance())) {
            double firstToken = problem.targets().timeToFirstTokenSeconds().orElse(Double.POSITIVE_INFINITY);
            double step = decode.evaluation().performance().stepSeconds();
            double batch =
                    prefill.evaluation().performance().timeToFirstTokenSeconds().orElseThrow();
            double latest =
                    model.latestBatch(firstToken, model.waitingSeconds(transfer, batch) + model.firstStepSeconds(step));
            return again && latest > 0
                    ? rates.within(pair.prefill(), latest).flatMap(sooner -> plan(bound, sooner, decode, false))
                    : Optional.empty();
        }
        return Optional.of(new Plan(
                match, prefill, decode, together, ranking.worth(together.performance(), match.gpus(bins.size()))));
    }

    private boolean late(Performance performance) {
        double most = problem.targets().timeToFirstTokenSeconds().orElse(Double.POSITIVE_INFINITY);
        return performance.timeToFirstTokenSeconds().orElseThrow() > most * (1 + EQUAL);
    }

    private CacheTransfer transfer(Pair pair, Candidate prefill, Candidate decode) {
        List<NodeGroup> nodes = problem.cluster().nodes();
        NodeGroup sending = nodes.get(pair.prefill().group());
        NodeGroup receiving = nodes.get(pair.decode().group());
        boolean inside = problem.cluster().gpus() <= sending.islandSize();
        return model.transfer(model.held(prefill.layout()), sending, model.held(decode.layout()), receiving, inside);
    }

    private PoolPerformance together(Match match, Candidate prefill, Candidate decode, CacheTransfer transfer) {
        return model.together(
                times(prefill.evaluation().performance(), match.prefills()),
                times(decode.evaluation().performance(), match.decodes()),
                transfer,
                match.prefills() * prefill.layout().degrees().data(),
                match.decodes() * decode.layout().degrees().data());
    }

    private static Performance times(Performance one, int instances) {
        return new Performance(
                one.tokensPerSecond() * instances,
                one.inputTokensPerSecond() * instances,
                one.timeToFirstTokenSeconds(),
                one.timePerOutputTokenSeconds(),
                one.stepSeconds());
    }

    private PoolResult result(boolean complete) {
        double worth = best.map(Plan::worth).orElse(Double.NEGATIVE_INFINITY);
        double bound = Math.max(open, worth);
        double gap = best.isPresent() ? Math.max(0, (bound - worth) / Math.abs(worth)) : 0;
        Optional<String> reason = best.isPresent()
                ? Optional.empty()
                : Optional.of("No pair of instances that read prompts and write answers fits on "
                        + Figures.number(problem.cluster().gpus(), "GPU") + " and is in time.");
        return result(best.map(this::found), bound, gap < EQUAL ? 0 : gap, reason, complete);
    }

    private PoolResult result(
            Optional<Found> found, double bound, double gap, Optional<String> reason, boolean complete) {
        return new PoolResult(
                found,
                bound,
                gap,
                types,
                rates.refined(),
                rates.combinations(),
                rates.bounded(),
                rates.placed(),
                reason,
                complete,
                Optional.empty());
    }

    private Found found(Plan plan) {
        Match match = plan.match();
        Pair pair = match.pair();
        Pools pools = new PoolPlaces(problem.cluster())
                .place(
                        new PoolPlaces.Instance(
                                plan.prefill().layout(), pair.prefill().group(), match.prefills()),
                        new PoolPlaces.Instance(
                                plan.decode().layout(), pair.decode().group(), match.decodes()))
                .orElseThrow();
        PoolsEvaluation evaluation = model.evaluate(pools);
        return new Found(
                pools,
                evaluation,
                plan.prefill(),
                plan.decode(),
                ranking.worth(evaluation.together().performance(), match.gpus(bins.size())));
    }
}
