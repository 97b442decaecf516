package dev.meshwright.question.audit.fact;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.engine.EngineConstants;
import dev.meshwright.cost.engine.EngineProfile;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.model.CacheSize;
import dev.meshwright.facts.model.FeedForward;
import dev.meshwright.facts.model.FlopCount;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.ParameterCount;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload;
import java.util.List;
import java.util.Optional;

/** What the problem says: architecture, GPU, workload, assumptions and targets. */
public final class ProblemFacts {

    private static final String ARCHITECTURE = "architecture";
    private static final String PROBLEM = "problem";

    private final Problem problem;
    private final Facts facts;

    public ProblemFacts(Problem problem, Facts facts) {
        this.problem = problem;
        this.facts = facts;
    }

    public void take() {
        parameters();
        experts();
        flops();
        hardware();
        targets();
    }

    private void parameters() {
        Model model = problem.model();
        ParameterCount count = ParameterCount.of(model);
        String counted = "counted from the architecture";
        facts.put("parameters.total", count.total(), counted)
                .put("parameters.active", count.active(), counted)
                .put("parameters.experts", count.routedExperts(), counted)
                .put("parameters.experts.active", count.activeRoutedExperts(), counted)
                .put("parameters.nonExpert", count.total() - (double) count.routedExperts(), counted)
                .put("parameters.attention", count.mixers(), counted)
                .put("parameters.embedding", count.embedding() + (double) count.head(), counted)
                .put("parameters.head", count.head(), counted)
                .put("parameters.prediction", count.prediction(), counted)
                .put("layers.total", model.depth(), ARCHITECTURE)
                .put("model.hidden", model.hidden(), ARCHITECTURE)
                .put(
                        "cache.bytesPerToken",
                        CacheSize.of(model).bytesPerToken(),
                        "keys and values, or latents, of all layers in the format of the cache")
                .put(
                        "bytes.perCacheElement",
                        model.precisions().keyValueCache().bytesPerElement(),
                        "format of the KV cache")
                .put("bytes.perParameter", model.precisions().expertBytes(), "format of the weights");
        facts.put("memory.model", weights(count, model.precisions()), "all weights, once, each part in its format");
        problem.declared().parameters().ifPresent(value -> facts.put("parameters.declared", value, "declared"));
    }

    /** Routers and norms stay in 16 bits. */
    private static double weights(ParameterCount count, Precisions formats) {
        return count.mixers() * formats.attentionBytes()
                + count.dense() * formats.denseBytes()
                + count.sharedExperts() * formats.sharedBytes()
                + count.routedExperts() * formats.expertBytes()
                + (count.embedding() + count.tables() + count.head())
                        * formats.embedding().bytesPerElement()
                + (count.routers() + count.norms()) * Precision.BF16.bytesPerElement();
    }

    private void experts() {
        Model model = problem.model();
        List<FeedForward.Mixture> mixtures = model.layers().stream()
                .map(Layer::feedForward)
                .filter(FeedForward.Mixture.class::isInstance)
                .map(FeedForward.Mixture.class::cast)
                .toList();
        facts.put("layers.routed", mixtures.size(), ARCHITECTURE);
        if (mixtures.isEmpty() || mixtures.stream().distinct().count() > 1) {
            return;
        }
        FeedForward.Mixture mixture = mixtures.getFirst();
        facts.put("experts.perLayer", mixture.experts(), ARCHITECTURE)
                .put("experts.perToken", mixture.expertsPerToken(), ARCHITECTURE)
                .put("experts.width", mixture.width(), ARCHITECTURE)
                .put("experts.matrices", mixture.gated() ? 3 : 2, ARCHITECTURE)
                .put("experts.total", (double) mixture.experts() * mixtures.size(), ARCHITECTURE)
                .put("parameters.perExpert", mixture.parametersPerExpert(model.hidden()), ARCHITECTURE)
                .put(
                        "parameters.experts.perLayer",
                        (double) mixture.experts() * mixture.parametersPerExpert(model.hidden()),
                        ARCHITECTURE);
    }

    private void flops() {
        Model model = problem.model();
        int length = problem.workload().longest();
        facts.put("sequence.length", length, "longest sequence of the problem");
        FlopCount count =
                switch (problem.workload()) {
                    case Workload.Prefill prefill -> FlopCount.prefill(model, length);
                    case Workload.Decode decode -> FlopCount.decode(model, length + decode.outputTokens() / 2.0);
                    case Workload.Serving serving -> FlopCount.decode(model, length + serving.outputTokens() / 2.0);
                    case Workload.Training training ->
                        FlopCount.forwardOfSequence(
                                model,
                                length,
                                FlopCount.Convention.TRAINING.withPredictionLayers(training.trainPredictionLayers()));
                };
        requests(length);
        boolean training = problem.workload() instanceof Workload.Training;
        double passes = training ? 1 + FlopCount.BACKWARD_PER_FORWARD : 1;
        String source = "2 per active weight that is multiplied, and scores and values of attention at " + length
                + " tokens, " + problem.workload().phase();
        ParameterCount weights = ParameterCount.of(model);
        facts.put("flops.perToken.forward", count.total(), source)
                .put("flops.perToken", passes * count.total(), source + (training ? ", backward pass included" : ""))
                .put("flops.perToken.attention", count.mixerCore(), source)
                .put("flops.perToken.experts", count.routedExperts(), source)
                .put(
                        "flops.perToken.dense",
                        passes * (count.total() + 2.0 * (weights.routedExperts() - weights.activeRoutedExperts())),
                        "every token through every expert");
    }

    /** What a token read and a token written take, where requests have both. */
    private void requests(int length) {
        Model model = problem.model();
        int written =
                switch (problem.workload()) {
                    case Workload.Decode decode -> decode.outputTokens();
                    case Workload.Serving serving -> serving.outputTokens();
                    case Workload.Prefill prefill -> 0;
                    case Workload.Training training -> 0;
                };
        if (written > 0) {
            facts.put("sequence.output", written, PROBLEM)
                    .put(
                            "flops.perOutputToken",
                            FlopCount.decode(model, length + written / 2.0).total(),
                            "2 per active weight, and attention to " + Figures.plain(length + written / 2.0)
                                    + " tokens");
        }
        boolean read = problem.workload() instanceof Workload.Prefill || problem.workload() instanceof Workload.Serving;
        if (read) {
            facts.put(
                    "flops.perInputToken",
                    FlopCount.prefill(model, length).total(),
                    "2 per active weight, and causal attention in " + Figures.count(length) + " tokens");
        }
        if (!(problem.workload() instanceof Workload.Training)) {
            Optional<Engine> engine = problem.assumptions().engine();
            EngineSetup setup = problem.assumptions().setup();
            facts.put(
                    "step.tokens",
                    EngineProfile.of(engine, EngineConstants.standard().startedAs(setup))
                            .tokensPerStep(),
                    setup.tokensPerStep().isPresent()
                            ? PROBLEM
                            : "default of " + engine.orElse(Engine.VLLM).label());
        }
    }

    private void hardware() {
        Gpu gpu = problem.cluster().nodes().getFirst().gpu();
        facts.put("gpus.cluster", problem.cluster().gpus(), PROBLEM)
                .put("gpus.perNode", problem.cluster().nodes().getFirst().gpusPerNode(), PROBLEM)
                .put("gpu.peakFlops", gpu.peakFlops(gpu.fastestArithmetic(problem.model())), "data sheet")
                .put("gpu.memory", gpu.memoryBytes(), "data sheet")
                .put("gpu.memoryBandwidth", gpu.memoryBandwidth(), "data sheet");
        links();
        gpu.peakFlops().forEach((format, peak) -> facts.put("gpu.peakFlops." + format.label(), peak, "data sheet"));
        facts.put(
                "efficiency.compute",
                problem.assumptions().computeEfficiency().orElse(1),
                problem.assumptions().computeEfficiency().isPresent() ? "assumed by the problem" : "peak");
        facts.put(
                "efficiency.memoryBandwidth",
                problem.assumptions().memoryBandwidthEfficiency().orElse(1),
                problem.assumptions().memoryBandwidthEfficiency().isPresent() ? "assumed by the problem" : "peak");
        problem.assumptions()
                .activationCheckpointingAbove()
                .ifPresent(length -> facts.put("activations.checkpointingAbove", length, "assumed by the problem"));
    }

    private void links() {
        NodeGroup group = problem.cluster().nodes().getFirst();
        Gpu gpu = group.gpu();
        boolean stated = problem.cluster().interNode().bandwidth().isPresent();
        facts.put("gpu.linkBandwidth", gpu.linkBandwidth(), "data sheet, one way")
                .put("gpu.linkDomain", gpu.linkDomain(), "data sheet")
                .put(
                        "gpu.networkBandwidth",
                        problem.cluster().networkBandwidth(group),
                        stated ? PROBLEM : "GPU catalogue, one way")
                .put("gpu.hostBandwidth", gpu.hostBandwidth(), "data sheet, one way");
        if (gpu.powerWatts() > 0) {
            facts.put("gpu.power", gpu.powerWatts(), "data sheet");
        }
    }

    private void targets() {
        problem.targets()
                .throughput()
                .ifPresent(target -> facts.put("target.throughput", target.tokensPerSecond(), PROBLEM));
        problem.targets()
                .timeToFirstTokenSeconds()
                .ifPresent(limit -> facts.put("target.timeToFirstToken", limit, PROBLEM));
        problem.targets()
                .timePerOutputTokenSeconds()
                .ifPresent(limit -> facts.put("target.timePerOutputToken", limit, PROBLEM));
        problem.balance().coefficientOfVariation().ifPresent(value -> facts.put("balance.target", value, PROBLEM));
    }
}
