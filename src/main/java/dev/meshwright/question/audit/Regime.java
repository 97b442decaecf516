package dev.meshwright.question.audit;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.question.audit.fact.AuditQuantity;
import dev.meshwright.question.check.CheckedPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The circumstances that a computed number holds for: whose it is, phase, batch and length, or the premises it rests on. */
final class Regime {

    private Regime() {}

    static String of(CheckedPlan plan, AuditQuantity quantity, Derivation fact, Map<String, String> given) {
        List<String> parts = new ArrayList<>();
        String scope = scope(quantity.id());
        if (!scope.isEmpty()) {
            parts.add(scope);
        }
        if (quantity.id().startsWith("throughput.bound.bandwidth")) {
            parts.add("decode");
        }
        if (fact.premised()) {
            parts.add("given " + premises(fact, given));
        } else if (OpenInputs.onBatch(quantity)) {
            parts.add(plan.problem().workload().phase());
            parts.add(Figures.count(plan.degrees().sequences(plan.problem().workload())) + " sequences in flight");
            parts.add(Figures.count(length(plan, quantity.id())) + " tokens");
        } else if (quantity.id().startsWith("flops.perToken")) {
            parts.add(plan.problem().workload().phase());
            parts.add(Figures.count(plan.problem().workload().longest()) + " tokens");
        }
        return String.join(", ", parts);
    }

    private static int length(CheckedPlan plan, String id) {
        return id.endsWith(".shortest")
                ? plan.problem().workload().lengths().getFirst()
                : plan.problem().workload().longest();
    }

    /** The premises that the number really rests on, in the document's order. */
    private static String premises(Derivation fact, Map<String, String> given) {
        List<String> used = new ArrayList<>();
        given.forEach((name, value) -> {
            if (restsOn(fact, name)) {
                used.add(name + " = " + value);
            }
        });
        return String.join(", ", used);
    }

    private static boolean restsOn(Derivation fact, String premise) {
        boolean itself = fact.isGiven() && fact.quantity().equals(premise);
        return fact.premised()
                && (itself || fact.inputs().stream().anyMatch(input -> restsOn(input.derivation(), premise)));
    }

    private static String scope(String id) {
        if (id.contains("erGpu") || id.equals("throughput.overBound") || id.equals("bandwidth.utilisation")) {
            return "per GPU";
        }
        return id.startsWith("throughput") || id.endsWith(".system") || id.equals("targets.throughput.met")
                ? "system"
                : "";
    }
}
