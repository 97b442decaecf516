package dev.meshwright.question.audit.mistake;

import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.question.audit.fact.AuditQuantity;
import dev.meshwright.question.audit.fact.FactBook;
import dev.meshwright.question.audit.fact.QuantityCatalogue;
import dev.meshwright.question.audit.fact.Steps;
import java.util.ArrayList;
import java.util.List;

/** Other quantities of the same dimension that a document may have meant. */
final class Lookalikes {

    /** A value and what it is. */
    record Look(double value, String words) {}

    private Lookalikes() {}

    static List<Look> of(AuditQuantity quantity, FactBook book, FactBook problem) {
        List<Look> looks = new ArrayList<>();
        if (quantity.dimension() == Dimension.BYTES && quantity.id().startsWith("memory.")) {
            problem.find("parameters.declared")
                    .ifPresent(declared -> spread(declared.value(), "declared", book, looks));
            problem.find("parameters.total").ifPresent(total -> spread(total.value(), "counted", book, looks));
        }
        if (quantity.id().startsWith("experts.perGpu.")) {
            double experts = book.value("experts.perLayer", 0);
            double gpus = book.value("gpus", 1);
            looks.add(new Look(
                    experts / gpus,
                    "the " + Figures.number(experts, "expert") + " of a layer over all " + Figures.number(gpus, "GPU")
                            + ", as if every GPU took part in every layer"));
        }
        if (quantity.id().equals("gpus.forTarget")) {
            looks.add(new Look(
                    book.value("gpus", 0) * book.value("target.ratio.perGpu", 0),
                    "the " + Figures.number(book.value("gpus", 0), "GPU") + " times the "
                            + Figures.plain(book.value("target.ratio.perGpu", 0))
                            + " by which ONE GPU misses the target"));
        }
        for (String id : peers(quantity)) {
            if (!id.equals(quantity.id())) {
                book.find(id)
                        .ifPresent(fact -> looks.add(new Look(
                                fact.value(),
                                QuantityCatalogue.get(id).description() + " (" + Steps.amount(fact) + ")")));
            }
        }
        return looks;
    }

    private static void spread(double parameters, String how, FactBook book, List<Look> looks) {
        double bytes = book.value("bytes.perParameter", 0);
        double gpus = book.value("gpus", 1);
        String all =
                "all " + Figures.parameters(parameters) + " " + how + " parameters at " + Figures.plain(bytes) + " B";
        looks.add(new Look(parameters * bytes / gpus, all + " spread over " + Figures.number(gpus, "GPU")));
        looks.add(new Look(parameters * bytes, all + " on one GPU"));
    }

    private static List<String> peers(AuditQuantity quantity) {
        return switch (quantity.id()) {
            case "memory.perGpu", "memory.weights.perGpu", "memory.experts.perGpu" ->
                List.of("memory.weights.perGpu", "memory.perGpu", "memory.experts.perGpu", "memory.experts.total");
            case "memory.experts.total", "memory.model" -> List.of("memory.experts.total", "memory.model");
            case "throughput.perGpu", "throughput.system" ->
                List.of("throughput.bound.compute.perGpu", "throughput.bound.compute", "target.throughput");
            case "groups.expert.count", "groups.expert.size" ->
                List.of(
                        "groups.expertRank.count",
                        "groups.expertRank.size",
                        "groups.expertHolders.count",
                        "groups.expertHolders.size",
                        "groups.expert.size",
                        "groups.expert.count");
            case "experts.perGpu.perLayer", "experts.perGpu.total", "experts.perGpu.wholeEquivalents" ->
                List.of(
                        "experts.perGpu.perLayer",
                        "experts.perGpu.total",
                        "experts.perGpu.wholeEquivalents",
                        "experts.perGpu.average");
            case "efficiency.required.perGpu", "target.ratio.perGpu" ->
                List.of("efficiency.required.system", "target.ratio.system");
            case "timeToFirstToken" -> List.of("timeToFirstToken.oneGpu", "timeToFirstToken.minimum");
            case "efficiency.required.system" -> List.of("efficiency.required.perGpu");
            case "throughput.bound.bandwidth.system" -> List.of("throughput.bound.bandwidth");
            case "timeToFirstToken.minimum" -> List.of("timeToFirstToken.oneGpu");
            default -> List.of();
        };
    }
}
