package dev.meshwright.question.search.pool;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.layout.PoolRole;
import dev.meshwright.question.search.pool.RateMatching.Pair;
import dev.meshwright.question.search.space.LayoutSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Prefill types with the decode types that they may hand caches to.
 *
 * @param pairs of types that work, as far as their bounds say
 * @param types among them
 */
record TypePairs(List<Pair> pairs, int types) {

    TypePairs {
        pairs = List.copyOf(pairs);
    }

    /** Why nobody has to look for pools; empty where somebody does. */
    static Optional<String> impossible(Serving serving, Targets targets, InstanceRates rates) {
        if (serving.outputTokens() < 2) {
            return Optional.of(
                    "Answers of one token are written where the prompt is read: there is nothing to decode.");
        }
        return rates.latestBatch() > 0
                ? Optional.empty()
                : Optional.of("The time to first token that is asked for, "
                        + Figures.seconds(targets.timeToFirstTokenSeconds().orElseThrow())
                        + ", is shorter than taking a request in and handing its cache over.");
    }

    /** All pairs of a problem. */
    static TypePairs of(Problem problem, InstanceRates rates, List<Bins> bins) {
        boolean handovers =
                problem.assumptions().engine().filter(Engine.SGLANG::equals).isPresent()
                        && problem.limits().engineSpace();
        boolean shared = problem.workload().concurrency().isPresent();
        List<InstanceType> all = new ArrayList<>();
        for (PoolRole role : PoolRole.values()) {
            for (int group = 0; group < bins.size(); group++) {
                List<Integer> sizes = bins.get(group).sizes().stream()
                        .filter(gpus -> gpus <= LayoutSpace.largestInstance(problem))
                        .toList();
                all.addAll(rates.types(role, group, sizes, handovers));
            }
        }
        List<InstanceType> working =
                all.stream().filter(type -> rates.most(type, 1) > 0 || shared).toList();
        Map<PoolRole, List<InstanceType>> byRole = working.stream().collect(Collectors.groupingBy(InstanceType::role));
        List<Pair> pairs = new ArrayList<>();
        for (InstanceType prefill : byRole.getOrDefault(PoolRole.PREFILL, List.of())) {
            for (InstanceType decode : byRole.getOrDefault(PoolRole.DECODE, List.of())) {
                if (prefill.handsTo(decode)) {
                    pairs.add(new Pair(prefill, decode));
                }
            }
        }
        return new TypePairs(pairs, working.size());
    }
}
