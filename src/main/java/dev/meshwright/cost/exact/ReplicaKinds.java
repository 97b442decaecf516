package dev.meshwright.cost.exact;

import dev.meshwright.base.derivation.Ledger;
import dev.meshwright.base.derivation.Term;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.cost.evaluation.Performance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Independent replicas by what they reach: one of each kind is explained, and the system by the kinds. Where all are alike
 * there is one kind, whose notes need no name of their own.
 */
final class ReplicaKinds {

    private static final String RATE = "throughput.replica";

    private final Ledger ledger;
    private final List<Performance> replicas;

    /** Replicas of each kind, by the first of them. */
    private final Map<Integer, Integer> sizes = new LinkedHashMap<>();

    /** @param replicas what each of them reaches */
    ReplicaKinds(List<Performance> replicas, Ledger ledger) {
        this.ledger = ledger;
        this.replicas = List.copyOf(replicas);
        replicas.forEach(replica -> sizes.merge(replicas.indexOf(replica), 1, Integer::sum));
    }

    /** The first replica of each kind. */
    List<Integer> firsts() {
        return List.copyOf(sizes.keySet());
    }

    /** Where notes about the kind of {@code first} go. */
    Ledger ledger(int first) {
        return ledger.within(scope(first));
    }

    private String scope(int first) {
        return sizes.size() == 1 ? "" : "replica." + first + ".";
    }

    /** Takes down the rate of all replicas, and the longest of their times where they differ. */
    void note(Performance system) {
        if (sizes.size() == 1) {
            ledger.note(
                    "throughput.system",
                    system.tokensPerSecond(),
                    Dimension.TOKENS_PER_SECOND,
                    "replicas * perReplica",
                    "replicas run independently",
                    Term.count("replicas", replicas.size()),
                    Term.from("perReplica", RATE));
            return;
        }
        List<String> sum = new ArrayList<>();
        List<Term> terms = new ArrayList<>();
        sizes.forEach((first, size) -> {
            sum.add(size + " * replica_" + first);
            terms.add(Term.from("replica_" + first, scope(first) + RATE));
        });
        ledger.note(
                "throughput.system",
                system.tokensPerSecond(),
                Dimension.TOKENS_PER_SECOND,
                String.join(" + ", sum),
                "replicas run independently, on different GPUs or nodes",
                terms.toArray(Term[]::new));
        ledger.note(
                RATE,
                system.tokensPerSecond() / replicas.size(),
                Dimension.TOKENS_PER_SECOND,
                "system / replicas",
                "mean of the replicas",
                Term.from("system", "throughput.system"),
                Term.count("replicas", replicas.size()));
        longest("timeToFirstToken", system, Performance::timeToFirstTokenSeconds);
        longest("timePerOutputToken", system, Performance::timePerOutputTokenSeconds);
    }

    private void longest(String quantity, Performance system, Function<Performance, OptionalDouble> time) {
        if (time.apply(system).isEmpty()) {
            return;
        }
        List<Term> terms = new ArrayList<>();
        String formula = "";
        for (int first : sizes.keySet()) {
            String symbol = "replica_" + first;
            formula = formula.isEmpty() ? symbol : "max(" + formula + ", " + symbol + ")";
            terms.add(Term.from(symbol, scope(first) + quantity));
        }
        ledger.note(
                quantity,
                time.apply(system).getAsDouble(),
                Dimension.SECONDS,
                formula,
                "users of the slowest replica wait longest",
                terms.toArray(Term[]::new));
    }
}
