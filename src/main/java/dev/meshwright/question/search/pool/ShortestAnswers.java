package dev.meshwright.question.search.pool;

import dev.meshwright.cost.pool.PoolsModel;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.question.search.Placers;
import dev.meshwright.question.search.pool.RateMatching.Pair;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** How fast two pools can answer a user, whatever they make. */
public final class ShortestAnswers {

    private final Problem problem;
    private final Serving serving;
    private final List<Bins> bins;
    private final InstanceRates rates;

    /** Of the problem that {@code model} is of. */
    public ShortestAnswers(PoolsModel model, Placers placers) {
        this.problem = model.question().problem();
        this.serving = (Serving) problem.workload();
        this.bins = problem.cluster().nodes().stream().map(Bins::of).toList();
        this.rates = new InstanceRates(model, placers);
    }

    /**
     * Seconds between output tokens of the fastest decode instance beside which a prefill instance has room; empty where none works. Where
     * the number of sequences is given, as many instances as fit share them.
     */
    public OptionalDouble timePerOutputToken() {
        if (TypePairs.impossible(serving, problem.targets(), rates).isPresent()) {
            return OptionalDouble.empty();
        }
        RateMatching matching = new RateMatching(problem, serving, bins);
        Map<InstanceType, Integer> most = new LinkedHashMap<>();
        for (Pair pair : TypePairs.of(problem, rates, bins).pairs()) {
            int beside = matching.mostDecodes(pair);
            if (beside > 0) {
                most.merge(pair.decode(), beside, Math::max);
            }
        }
        double shortest = Double.POSITIVE_INFINITY;
        for (Map.Entry<InstanceType, Integer> decode : most.entrySet()) {
            OptionalDouble seconds = rates.shortest(decode.getKey(), decode.getValue(), shortest);
            shortest = Math.min(shortest, seconds.orElse(Double.POSITIVE_INFINITY));
        }
        return shortest < Double.POSITIVE_INFINITY ? OptionalDouble.of(shortest) : OptionalDouble.empty();
    }
}
