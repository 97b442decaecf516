package dev.meshwright.workbench.pool;

import dev.meshwright.answer.Provenance;
import dev.meshwright.answer.SearchAnswer;
import dev.meshwright.answer.explain.Argument;
import dev.meshwright.answer.explain.EnginePrices;
import dev.meshwright.answer.explain.OtherDeployment;
import dev.meshwright.answer.explain.Unfinished;
import dev.meshwright.answer.explain.pool.PoolArgument;
import dev.meshwright.answer.explain.shortage.ShortageFinder;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Ranking;
import dev.meshwright.cost.pool.PoolsModel;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Disaggregation;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.question.search.Placers;
import dev.meshwright.question.search.SearchResult;
import dev.meshwright.question.search.SearchResult.Candidate;
import dev.meshwright.question.search.TargetedSearch;
import dev.meshwright.question.search.pool.PoolResult;
import dev.meshwright.question.search.pool.PoolSearch;
import dev.meshwright.question.search.pool.ReplayedPools;
import dev.meshwright.replay.deployment.LoopReplays;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Answers a search: with prompts and answers on the same GPUs, on GPUs of their own, or with the better of the two. */
public final class Searching {

    private static final String MOST_THROUGHPUT =
            "No two pools on these GPUs reach the throughput that is asked for; these make the most of all that are in time.";

    private final CostModel costModel;
    private final Placers placers;
    private final List<String> notes;
    private final Provenance provenance;
    private final Supplier<TargetedSearch.Found> aggregated;
    private final LoopReplays replays;
    private final SlowEnd slowest;

    /**
     * A search.
     *
     * @param notes what was assumed
     * @param aggregated searches for the best layout where all GPUs do the same
     * @param replays whether the loops of pools are replayed
     */
    public Searching(
            CostModel costModel,
            Placers placers,
            List<String> notes,
            Provenance provenance,
            Supplier<TargetedSearch.Found> aggregated,
            LoopReplays replays) {
        this.costModel = costModel;
        this.placers = placers;
        this.notes = new ArrayList<>(notes);
        this.provenance = provenance;
        this.aggregated = aggregated;
        this.replays = replays;
        this.slowest = new SlowEnd(costModel.problem());
    }

    /** The best plan, or why there is none. */
    public SearchAnswer answer() {
        Disaggregation asked = costModel.problem().workload() instanceof Serving serving
                ? serving.disaggregation()
                : Disaggregation.AGGREGATED;
        return switch (asked) {
            case AGGREGATED -> whole(aggregated.get());
            case DISAGGREGATED -> split();
            case BEST -> best();
        };
    }

    private SearchAnswer whole(TargetedSearch.Found found) {
        SearchResult result = found.result();
        if (result.best().isPresent()) {
            return new SearchAnswer.Found(
                    Argument.of(costModel, result, found.problem(), found.circumstances(), found.engines()),
                    slowest.of(found, Optional.empty()),
                    notes,
                    provenance);
        }
        EnginePrices.instead(found.engines()).ifPresent(notes::add);
        Problem problem = costModel.problem();
        return result.complete()
                ? new SearchAnswer.NothingFound(
                        problem, new ShortageFinder(costModel, placers::cancelled).explain(result), notes, provenance)
                : new SearchAnswer.NoneYet(problem, Unfinished.of(problem, result), notes, provenance);
    }

    private SearchAnswer split() {
        Pooled pooled = pools();
        PoolResult result = pooled.result();
        if (pooled.left()) {
            notes.add(MOST_THROUGHPUT);
        }
        return result.best().isPresent()
                ? split(pooled, pooled.argument(replays), Optional.empty())
                : new SearchAnswer.NoPools(
                        costModel.problem(), result.reason().orElse(""), result.complete(), notes, provenance);
    }

    /**
     * What a search for pools found.
     *
     * @param model of the problem
     * @param asked that was asked first
     * @param result of the problem, or of what is left of it without its throughput where no pools reach that
     * @param searched that problem
     */
    private record Pooled(PoolsModel model, PoolResult asked, PoolResult result, Problem searched) {

        private boolean left() {
            return !searched.equals(model.question().problem());
        }

        private PoolArgument argument(LoopReplays replays) {
            return PoolArgument.of(model, searched, result, replays);
        }
    }

    private Pooled pools() {
        Problem problem = costModel.problem();
        PoolsModel model = new PoolsModel(costModel.question());
        PoolResult asked = problem.objective() == Objective.LATENCY
                ? PoolResult.none(
                        "The shortest time per output token is that of one sequence by itself, which prompts of others do not"
                                + " interrupt: pools are looked for where throughput or GPUs are the objective.")
                : new ReplayedPools(model, placers, replays).of(new PoolSearch(model, placers).run());
        boolean nothing = asked.best().isEmpty() && asked.complete() && asked.combinations() > 0;
        if (nothing && problem.throughputBinds()) {
            Problem left = problem.withoutThroughputTarget();
            PoolResult most = new PoolSearch(new PoolsModel(costModel.question().with(left)), placers).run();
            if (most.best().isPresent()) {
                return new Pooled(model, asked, most, left);
            }
        }
        return new Pooled(model, asked, asked, problem);
    }

    private SearchAnswer best() {
        TargetedSearch.Found found = aggregated.get();
        Pooled pooled = pools();
        if (pooled.result().best().isPresent()) {
            PoolResult.Found plan = pooled.result().best().get();
            PoolArgument pools = pooled.argument(replays);
            if (better(pools, plan, found)) {
                if (pooled.left()) {
                    notes.add(MOST_THROUGHPUT);
                }
                return split(pooled, pools.beside(found, plan.worth()), Optional.of(found));
            }
        }
        notes.add(behind(pooled.asked(), found));
        return whole(found) instanceof SearchAnswer.Found whole
                ? new SearchAnswer.Found(
                        whole.argument().beside(other(pooled.asked(), found)),
                        slowest.of(found, Optional.of(pooled.asked())),
                        notes,
                        provenance)
                : whole(found);
    }

    private SearchAnswer split(Pooled pooled, PoolArgument argument, Optional<TargetedSearch.Found> shared) {
        return new SearchAnswer.Split(
                argument, slowest.of(pooled.asked(), argument.served(), shared), notes, provenance);
    }

    private OtherDeployment other(PoolResult result, TargetedSearch.Found found) {
        return OtherDeployment.pools(
                costModel.problem(), result, worth(found.result().best().orElseThrow()));
    }

    /** Whether a plan of two pools is in time where nothing else is, or else is worth more; of two that are late, which makes more. */
    private boolean better(PoolArgument pools, PoolResult.Found plan, TargetedSearch.Found found) {
        Optional<Candidate> best = found.result().best();
        if (best.isEmpty()) {
            return true;
        }
        boolean late = !new Ranking(costModel.problem()).works(best.get().evaluation())
                || !found.problem().equals(costModel.problem());
        if (late && pools.missesTarget()) {
            return plan.evaluation().together().performance().tokensPerSecond()
                    > best.get().evaluation().performance().tokensPerSecond();
        }
        return late == pools.missesTarget() ? plan.worth() > worth(best.get()) : late;
    }

    private double worth(Candidate best) {
        return new Ranking(costModel.problem()).worth(best.layout(), best.evaluation());
    }

    /** Why the answer has no pools. */
    private String behind(PoolResult result, TargetedSearch.Found found) {
        if (result.best().isEmpty()) {
            return "Prompts and answers share GPUs. " + result.reason().orElse("");
        }
        PoolResult.Found pools = result.best().get();
        return "Prompts and answers share GPUs. On GPUs of their own the best plan, "
                + pools.pools().shortName() + " on "
                + Figures.number(pools.evaluation().gpus(), "GPU") + ", "
                + worse(pools, found.result().best().orElseThrow()) + ".";
    }

    /** What pools make, or what they take, beside the layout that answers. */
    private String worse(PoolResult.Found pools, Candidate best) {
        Problem problem = costModel.problem();
        double tokens = pools.evaluation().together().performance().tokensPerSecond();
        return switch (problem.objective()) {
            case THROUGHPUT, LATENCY, GPUS ->
                "makes " + Figures.tokensPerSecond(tokens) + ", "
                        + Figures.percent(Math.max(
                                0, 1 - tokens / best.evaluation().performance().tokensPerSecond()))
                        + " less";
            case COST ->
                "costs "
                        + Figures.money(
                                Ranking.perMillionTokens(pools.worth()),
                                problem.prices().currency())
                        + " per million tokens, "
                        + Figures.percent(Math.max(0, worth(best) / pools.worth() - 1)) + " more";
        };
    }
}
