package dev.meshwright.question.audit.fact;

import dev.meshwright.base.derivation.Formula;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
        RateRules.all().forEach(Rules::add);
    }

    /** Rules for a quantity in a phase of work, in order of preference. */
    static List<Rule> of(String quantity, Work work) {
        return RULES.getOrDefault(quantity, List.of()).stream()
                .filter(rule -> rule.works().contains(work))
                .toList();
    }

    /** Every rule. */
    static List<Rule> all() {
        return RULES.values().stream().flatMap(List::stream).toList();
    }

    private static void add(Rule rule) {
        RULES.computeIfAbsent(rule.quantity(), ignored -> new ArrayList<>()).add(rule);
    }

    private static void rule(String quantity, String formula, String source) {
        add(new Rule(quantity, new Formula(formula), source, false, Work.ANY));
    }

    /** A rule that only follows a document's own argument. */
    private static void argument(String quantity, String formula, String source) {
        add(new Rule(quantity, new Formula(formula), source, true, Work.ANY));
    }

    private static void alias(Set<Work> works, String quantity, String source) {
        add(new Rule(quantity, new Formula("flops.perToken"), source, true, works));
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
        alias(EnumSet.of(Work.PREFILL), "flops.perInputToken", "tokens read are what counts");
        alias(Work.WRITING, "flops.perOutputToken", "tokens written are what counts");
        rule("flops.perToken.dense", "2 * parameters.total", "as if every token used every expert");
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
}
