package dev.meshwright.question.audit.mistake;

import dev.meshwright.facts.model.Precision;
import java.util.ArrayList;
import java.util.List;

/** Quantities that documents take for each other: other phases, scopes and formats of the same thing. */
final class Peers {

    /** Formats whose peaks data sheets print. */
    static final List<Precision> PEAKS = List.of(Precision.BF16, Precision.FP8, Precision.NVFP4);

    private Peers() {}

    /** What may have been meant instead, likeliest first; the quantity itself may be among them. */
    static List<String> of(String id) {
        if (id.startsWith("throughput.") && !id.contains(".bound")) {
            return rates(id);
        }
        return switch (id) {
            case "parameters.total", "parameters.active" ->
                List.of("parameters.total", "parameters.active", "parameters.experts", "parameters.nonExpert");
            case "memory.perGpu", "memory.weights.perGpu", "memory.experts.perGpu" ->
                List.of("memory.weights.perGpu", "memory.perGpu", "memory.experts.perGpu", "memory.experts.total");
            case "memory.experts.total", "memory.model" -> List.of("memory.experts.total", "memory.model");
            case "gpu.peakFlops" -> peaks();
            case "cache.bytesPerToken", "cache.bytesPerToken.perGpu" ->
                List.of("cache.bytesPerToken", "cache.bytesPerToken.perGpu");
            case "cache.tokens", "cache.tokensPerRank" -> List.of("cache.tokens", "cache.tokensPerRank");
            case "compute.modelFlopsUtilisation",
                    "compute.modelFlopsUtilisation.prefill",
                    "compute.modelFlopsUtilisation.decode" ->
                List.of(
                        "compute.modelFlopsUtilisation",
                        "compute.modelFlopsUtilisation.prefill",
                        "compute.modelFlopsUtilisation.decode");
            case "experts.perGpu.perLayer", "experts.perGpu.total", "experts.perGpu.wholeEquivalents" ->
                List.of(
                        "experts.perGpu.perLayer",
                        "experts.perGpu.total",
                        "experts.perGpu.wholeEquivalents",
                        "experts.perGpu.average");
            case "timeToFirstToken" ->
                List.of("timeToFirstToken.oneGpu", "timeToFirstToken.minimum", "latency.endToEnd");
            case "timePerOutputToken" -> List.of("stepTime", "timeToFirstToken");
            default -> rest(id);
        };
    }

    private static List<String> rest(String id) {
        return switch (id) {
            case "groups.expert.count", "groups.expert.size" ->
                List.of(
                        "groups.expertRank.count",
                        "groups.expertRank.size",
                        "groups.expertHolders.count",
                        "groups.expertHolders.size",
                        "groups.expert.size",
                        "groups.expert.count");
            case "efficiency.required.perGpu", "target.ratio.perGpu" ->
                List.of("efficiency.required.system", "target.ratio.system");
            case "efficiency.required.system" -> List.of("efficiency.required.perGpu");
            case "throughput.bound.bandwidth.system" -> List.of("throughput.bound.bandwidth");
            case "timeToFirstToken.minimum" -> List.of("timeToFirstToken.oneGpu");
            default -> List.of();
        };
    }

    /** The rates of other phases in the same scope, then bounds and the target. */
    private static List<String> rates(String id) {
        String scope = id.substring(id.lastIndexOf('.') + 1);
        List<String> rates = new ArrayList<>();
        if (List.of("system", "perGpu", "perNode").contains(scope)) {
            rates.add("throughput." + scope);
            for (String kind : List.of("input", "combined", "prefill", "decode")) {
                rates.add("throughput." + kind + "." + scope);
            }
        }
        rates.addAll(List.of("throughput.bound.compute.perGpu", "throughput.bound.compute", "target.throughput"));
        return rates;
    }

    private static List<String> peaks() {
        List<String> peaks = new ArrayList<>();
        for (Precision format : PEAKS) {
            peaks.add("gpu.peakFlops." + format.label());
        }
        return peaks;
    }
}
