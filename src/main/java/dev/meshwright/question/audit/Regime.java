package dev.meshwright.question.audit;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.question.audit.fact.AuditQuantity;
import dev.meshwright.question.check.CheckedPlan;
import java.util.ArrayList;
import java.util.List;

/** The circumstances that a computed number holds for: whose it is, phase, batch and length, or the premises it rests on. */
final class Regime {

    private Regime() {}

    /**
     * In words.
     *
     * @param premises that the number rests on, as written
     */
    static String of(CheckedPlan plan, AuditQuantity quantity, Derivation fact, List<String> premises) {
        List<String> parts = new ArrayList<>();
        String scope = scope(quantity.id());
        if (!scope.isEmpty()) {
            parts.add(scope);
        }
        if (quantity.id().startsWith("throughput.bound.bandwidth")) {
            parts.add("decode");
        }
        if (!premises.isEmpty()) {
            parts.add("given " + String.join(", ", premises));
        }
        if (!fact.premised()) {
            parts.addAll(circumstances(plan, quantity.id()));
        }
        return String.join(", ", parts);
    }

    private static List<String> circumstances(CheckedPlan plan, String id) {
        String phase = phase(plan, id);
        boolean alone = id.startsWith("throughput.prefill") || id.endsWith("Utilisation.prefill");
        if (alone || id.startsWith("flops.perToken")) {
            return List.of(phase, Figures.count(plan.problem().workload().longest()) + " tokens");
        }
        return OpenInputs.onBatch(id)
                ? List.of(
                        phase,
                        Figures.count(plan.degrees().sequences(plan.problem().workload())) + " sequences in flight",
                        Figures.count(length(plan, id)) + " tokens")
                : List.of();
    }

    /** Phase that a number is of: reading or writing alone, or what the problem asks. */
    private static String phase(CheckedPlan plan, String id) {
        if (id.startsWith("throughput.prefill") || id.endsWith("Utilisation.prefill")) {
            return "prefill alone";
        }
        return id.startsWith("throughput.decode") || id.endsWith("Utilisation.decode")
                ? "decode alone"
                : plan.problem().workload().phase();
    }

    private static int length(CheckedPlan plan, String id) {
        return id.endsWith(".shortest")
                ? plan.problem().workload().lengths().getFirst()
                : plan.problem().workload().longest();
    }

    private static String scope(String id) {
        if (id.contains("erGpu") || id.equals("throughput.overBound") || id.equals("bandwidth.utilisation")) {
            return "per GPU";
        }
        if (id.endsWith("perNode")) {
            return "per node";
        }
        return id.startsWith("throughput") || id.endsWith(".system") || id.equals("targets.throughput.met")
                ? "system"
                : "";
    }
}
