package dev.meshwright.answer.explain.shortage;

import dev.meshwright.cost.evaluation.Infeasibility;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.question.search.SearchResult.Closest;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Why no layout is feasible, and what would change that.
 *
 * @param combinations of degrees that were looked at
 * @param infeasible of them, by reason
 * @param closest degrees that come closest; empty where the rules leave no combination at all
 * @param tightest the constraint that they break by least, as a sentence
 * @param memory rows of their fullest GPU in bytes; empty where memory is not the reason
 * @param usableBytes that a layout may fill of it
 * @param fixes changes that were tried on the cost model and would each do, smallest first
 * @param stopped whether changes may be left that were not tried, because patience was over
 */
public record Shortage(
        long combinations,
        Map<Infeasibility, Long> infeasible,
        Optional<Closest> closest,
        String tightest,
        Map<MemoryComponent, Double> memory,
        double usableBytes,
        List<Fix> fixes,
        boolean stopped) {

    /**
     * A change that makes the problem feasible.
     *
     * @param change to the problem file
     * @param evidence what was evaluated
     */
    public record Fix(String change, String evidence) {}

    /** All bytes on their fullest GPU. */
    public double memoryBytes() {
        return memory.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    public Shortage {
        Map<Infeasibility, Long> counts = new EnumMap<>(Infeasibility.class);
        counts.putAll(infeasible);
        infeasible = Collections.unmodifiableMap(counts);
        Map<MemoryComponent, Double> rows = new EnumMap<>(MemoryComponent.class);
        rows.putAll(memory);
        memory = Collections.unmodifiableMap(rows);
        fixes = List.copyOf(fixes);
    }
}
