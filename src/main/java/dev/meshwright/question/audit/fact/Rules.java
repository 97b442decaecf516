package dev.meshwright.question.audit.fact;

import dev.meshwright.base.derivation.Formula;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules between quantities. Where a quantity has several, the first that rests on a premise of the document wins;
 * without premises, what problem, layout and evaluation say goes before them.
 */
final class Rules {

    private static final Map<String, List<Rule>> RULES = new LinkedHashMap<>();

    private Rules() {}

    static {
        model();
        memory();
        layout();
        bounds();
        throughput();
        time();
        targets();
    }

    /** Rules for a quantity, in order of preference. */
    static List<Rule> of(String quantity) {
        return RULES.getOrDefault(quantity, List.of());
    }

    /** Every rule. */
    static List<Rule> all() {
        return RULES.values().stream().flatMap(List::stream).toList();
    }

    private static void rule(String quantity, String formula, String source) {
        RULES.computeIfAbsent(quantity, ignored -> new ArrayList<>())
                .add(new Rule(quantity, new Formula(formula), source, false));
    }

    /** A rule that only follows a document's own argument. */
    private static void argument(String quantity, String formula, String source) {
        RULES.computeIfAbsent(quantity, ignored -> new ArrayList<>())
                .add(new Rule(quantity, new Formula(formula), source, true));
    }

    private static void model() {
        rule(
                "parameters.perExpert",
                "experts.matrices * model.hidden * experts.width",
                "gate, up and down matrices where gated, two matrices where not");
        argument(
                "parameters.perExpert.implied",
                "memory.experts.claimed / bytes.perParameter / experts.perGpu.wholeEquivalents",
                "claimed bytes as weights of the experts that the GPU holds");
        rule("parameters.experts.perLayer", "experts.perLayer * parameters.perExpert", "all experts of one layer");
        rule("experts.total", "experts.perLayer * layers.routed", "one expert of one layer is one instance");
        rule("parameters.experts", "experts.total * parameters.perExpert", "all experts of all layers");
        rule(
                "parameters.experts.active",
                "layers.routed * experts.perToken * parameters.perExpert",
                "experts that one token uses");
        // From totals that a document states: total = n + E and active = n + E k / experts give n.
        argument(
                "parameters.nonExpert",
                "(parameters.active - parameters.total * experts.perToken / experts.perLayer)"
                        + " / (1 - experts.perToken / experts.perLayer)",
                "total = n + E and active = n + E x top-k / experts, solved for n");
        rule("parameters.missing", "parameters.declared - parameters.total", "declared but not in the architecture");
        argument("parameters.total", "parameters.nonExpert + parameters.experts", "everything");
        argument("parameters.active", "parameters.nonExpert + parameters.experts.active", "what one token uses");
        argument("flops.perToken", "2 * parameters.active", "a multiply-add per active parameter; attention left out");
        rule(
                "flops.perToken.active",
                "2 * parameters.active",
                "a multiply-add per active parameter; attention left out");
        rule("flops.perToken.dense", "2 * parameters.total", "as if every token used every expert");
        rule("flops.perSecond.perGpu", "throughput.perGpu * flops.perToken", "what a GPU computes at that rate");
    }

    private static void memory() {
        rule("memory.perExpert", "parameters.perExpert * bytes.perParameter", "one expert of one layer");
        rule("memory.experts.total", "parameters.experts * bytes.perParameter", "all experts of all layers, once");
        rule("memory.model", "parameters.total * bytes.perParameter", "all weights, once");
        rule("memory.weights.evenlySpread", "memory.model / gpus", "all weights spread evenly over the GPUs");
        rule(
                "memory.experts.perGpu",
                "experts.perGpu.wholeEquivalents * memory.perExpert",
                "whole-expert equivalents on one GPU");
        argument(
                "memory.perGpu",
                "memory.perGpu.claimed - memory.experts.claimed + memory.experts.perGpu",
                "a stated total with its expert row replaced");
        rule("memory.utilisation", "memory.perGpu / gpu.memory", "of the whole memory of a GPU");
        argument("memory.experts.ratio", "memory.experts.claimed / memory.experts.perGpu", "claimed over actual");
        argument("memory.experts.saving", "1 - memory.experts.perGpu / memory.experts.claimed", "of the claim");
        rule("cache.tokensPerRank", "floor(cache.room.perGpu / cache.bytesPerToken.perGpu)", "as many as fit");
        rule("cache.longestContext", "cache.tokensPerRank", "one sequence on a rank, whose cache it has to itself");
        rule(
                "cache.tokens",
                "cache.tokensPerRank * degrees.data * degrees.replicas",
                "one cache for each attention rank; tensor ranks share theirs");
        rule("memory.headroom", "gpu.memory - memory.perGpu", "free memory of a GPU");
        rule("memory.perGpu.minimum", "memory.model / gpus", "the weights alone, spread evenly; nothing needs less");
        argument("memory.read.perStep", "memory.weights.perGpu", "every weight of the GPU read once a step");
    }

    private static void layout() {
        rule(
                "gpus",
                "degrees.tensor * degrees.data * degrees.pipeline * degrees.replicas",
                "tensor x data x pipeline x replicas");
        rule("gpus.perStage", "degrees.tensor * degrees.data", "tensor x data, on which the experts of its layers lie");
        rule("layers.perStage", "layers.total / degrees.pipeline", "layers split evenly");
        rule(
                "experts.perGpu.perLayer",
                "experts.perLayer / degrees.expert",
                "whole or partial experts of one layer on a GPU");
        rule(
                "experts.perGpu.total",
                "experts.perGpu.perLayer * layers.perStage",
                "expert instances, whole or partial, of all layers of a stage");
        rule(
                "experts.perGpu.wholeEquivalents",
                "experts.perGpu.total / degrees.expertTensor",
                "a GPU holds 1/expertTensor of each");
        rule("experts.perGpu.average", "experts.total / gpus", "instances over GPUs, each counted once");
        rule("groups.expert.size", "degrees.expert", "ranks that together hold each expert of a layer once");
        rule("groups.expert.count", "gpus / degrees.expert", "every GPU is in one");
        rule("groups.tensor.size", "degrees.tensor", "GPUs that split attention");
        rule("groups.tensor.count", "gpus / degrees.tensor", "every GPU is in one");
        rule("groups.pipeline.size", "degrees.pipeline", "one GPU of each stage");
        rule("groups.pipeline.count", "gpus / degrees.pipeline", "every GPU is in one");
        rule(
                "groups.expertHolders.size",
                "gpus / degrees.pipeline / degrees.expert",
                "GPUs with the same experts of the same layers: their parts or copies");
        rule("groups.expertRank.count", "degrees.expert", "one set per expert rank");
        rule("groups.expertRank.size", "gpus / degrees.expert", "its stages, parts and copies together");
        rule("groups.expertHolders.count", "degrees.expert * degrees.pipeline", "one per expert rank and stage");
    }

    private static void bounds() {
        rule("gpu.effectiveFlops", "gpu.peakFlops * efficiency.compute", "peak times the share that is reached");
        rule(
                "gpu.effectiveBandwidth",
                "gpu.memoryBandwidth * efficiency.memoryBandwidth",
                "peak times the share that is reached");
        argument("efficiency.compute", "gpu.effectiveFlops.claimed / gpu.peakFlops", "share of the peak");
        rule(
                "throughput.bound.compute.perGpu",
                "gpu.effectiveFlops / flops.perToken",
                "compute bound: FLOP/s over FLOP per token, whatever the batch");
        rule("throughput.bound.peak.perGpu", "gpu.peakFlops / flops.perToken", "compute bound at 100 % of the peak");
        rule("throughput.bound.compute", "throughput.bound.compute.perGpu * gpus", "all GPUs at the compute bound");
        argument(
                "throughput.bound.bandwidth.perGpu",
                "batch * gpu.effectiveBandwidth / memory.read.perStep",
                "decode: a step reads memory once and writes one token for each of its sequences");
        argument("throughput.bound.bandwidth", "throughput.bound.bandwidth.perGpu * gpus", "as if GPUs worked alone");
        argument(
                "throughput.bound.bandwidth.system",
                "throughput.bound.bandwidth.perGpu * gpus / (degrees.tensor * degrees.pipeline)",
                "a token needs every stage and all tensor ranks of each");
    }

    private static void throughput() {
        argument(
                "efficiency.total",
                "(1 - loss.communication) * (1 - loss.loadImbalance) * (1 - loss.pipelineBubble) * (1 - loss.other)",
                "factors that remain after each loss");
        argument(
                "efficiency.total",
                "(1 - loss.communication) * (1 - loss.loadImbalance) * (1 - loss.pipelineBubble)",
                "factors that remain after each loss");
        argument(
                "throughput.perGpu",
                "throughput.bound.compute.perGpu * efficiency.total",
                "compute bound times efficiency");
        argument(
                "throughput.perGpu",
                "throughput.bound.bandwidth.perGpu",
                "at most the bandwidth bound of decode in that regime");
        rule("throughput.perGpu", "throughput.system / gpus", "over the GPUs that the layout uses");
        argument("throughput.system", "throughput.samples * sequence.length", "samples of that many tokens");
        argument("throughput.system", "throughput.perGpu * gpus", "all GPUs");
        rule("throughput.samples", "throughput.system / sequence.length", "sequences of that many tokens");
        rule(
                "efficiency.implied",
                "throughput.perGpu / throughput.bound.compute.perGpu",
                "achieved over compute bound");
        argument(
                "bandwidth.utilisation",
                "throughput.perGpu * memory.read.perStep / (batch * gpu.effectiveBandwidth)",
                "bytes that the rate needs over bytes that can be read");
        argument("throughput.overBound", "throughput.perGpu / throughput.bound.bandwidth.perGpu", "claimed over bound");
        argument(
                "compute.modelFlopsUtilisation",
                "flops.perSecond.perGpu / gpu.peakFlops",
                "FLOP that the rate needs, of the peak");
        rule("compute.utilisation", "flops.perSecond.perGpu / gpu.peakFlops", "of the peak");
    }

    private static void time() {
        rule(
                "timeToFirstToken.oneGpu",
                "sequence.length * flops.perToken / gpu.effectiveFlops",
                "the prompt's FLOP on one GPU");
        rule(
                "timeToFirstToken.minimum",
                "sequence.length * flops.perToken / (gpu.effectiveFlops * gpus)",
                "the prompt's FLOP shared by all GPUs, nothing else");
        argument(
                "timeToFirstToken",
                "sequences.perGpu * sequence.length / throughput.perGpu",
                "so many prompts on one GPU at that rate");
        argument(
                "timeToFirstToken.ratio",
                "timeToFirstToken.oneGpu / timeToFirstToken.claimed",
                "above 1 the claim is too short");
        argument(
                "throughput.implied.perGpu",
                "sequence.length / timeToFirstToken.claimed",
                "one prompt on one GPU in that time");
        argument("timeToFirstToken", "sequence.length / throughput.perGpu", "one prompt on one GPU at that rate");
        argument("stepTime", "batch / throughput.samples", "sequences of a step over sequences per second");
        rule("interactivity", "1 / timePerOutputToken", "one token in that time");
        argument("timePerOutputToken", "1 / interactivity", "the time of one token at that rate");
        rule("time.ofMillionTokens", "1000000 / throughput.system", "at the system's throughput");
    }

    private static void targets() {
        rule("communication.efficiency", "1 - loss.communication", "what the messages leave");
        rule("balance.variance", "balance.coefficientOfVariation * balance.coefficientOfVariation", "square of it");
        rule(
                "target.shortfall.perGpu",
                "1 - throughput.perGpu / target.throughput",
                "part of the target that a GPU misses");
        rule("target.ratio.perGpu", "target.throughput / throughput.perGpu", "improvement that a target per GPU needs");
        rule("target.ratio.system", "target.throughput / throughput.system", "improvement that a system target needs");
        rule(
                "efficiency.required.perGpu",
                "target.throughput / throughput.bound.compute.perGpu",
                "of the compute bound of one GPU; above 100 % no number of GPUs helps");
        rule(
                "efficiency.required.system",
                "target.throughput / throughput.bound.compute",
                "of the compute bound of all GPUs");
        String reached = "1 where the quotient is at least 1";
        argument("targets.throughput.met", "min(1, floor(throughput.system / target.throughput))", reached);
        argument("targets.throughput.metPerGpu", "min(1, floor(throughput.perGpu / target.throughput))", reached);
        rule(
                "gpus.forTarget",
                "ceil(target.throughput / throughput.perGpu)",
                "as a system target, at that rate per GPU");
    }
}
