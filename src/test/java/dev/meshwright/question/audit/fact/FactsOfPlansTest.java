package dev.meshwright.question.audit.fact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.base.derivation.Derivation;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What problem, layout and evaluation say, each number worked out by hand: a model of 24 layers with 12 experts, 2 for a token, on
 * two nodes of four GPUs.
 */
class FactsOfPlansTest extends PlannedFacts {

    @Test
    void theModelIsCounted() throws IOException {
        Map<String, Derivation> facts = facts(DECODE, TWO_REPLICAS, "");
        says(facts, "parameters.total", TOTAL);
        says(facts, "parameters.active", ACTIVE);
        says(facts, "parameters.experts", LAYERS * 12 * EXPERT);
        says(facts, "parameters.experts.active", LAYERS * 2 * EXPERT);
        says(facts, "parameters.nonExpert", REST);
        says(facts, "parameters.attention", ATTENTION);
        says(facts, "parameters.embedding", 2 * EMBEDDING);
        says(facts, "parameters.head", EMBEDDING);
        says(facts, "parameters.prediction", 0);
        says(facts, "parameters.perExpert", EXPERT);
        says(facts, "parameters.experts.perLayer", 12 * EXPERT);
        says(facts, "memory.model", 2 * TOTAL);
        says(facts, "cache.bytesPerToken", LAYERS * 2 * 8 * 128 * 2);
        says(facts, "bytes.perCacheElement", 2);
        says(facts, "bytes.perParameter", 2);
        says(facts, "layers.total", LAYERS);
        says(facts, "layers.routed", LAYERS);
        says(facts, "model.hidden", HIDDEN);
        says(facts, "experts.perLayer", 12);
        says(facts, "experts.perToken", 2);
        says(facts, "experts.width", WIDTH);
        says(facts, "experts.matrices", 3);
        says(facts, "experts.total", 12 * LAYERS);
        assertThat(facts).doesNotContainKeys("parameters.declared", "balance.target", "target.throughput");
    }

    /** A token attends to 2,000 that were read and on average to half of the 500 that are written: scores and values, 2 FLOP each. */
    @Test
    void whatATokenTakesFollowsThePhase() throws IOException {
        double written = MULTIPLIED + LAYERS * 2 * 2 * HIDDEN * (2000 + 250);
        double learnt = MULTIPLIED + LAYERS * 2 * 2 * HIDDEN * (2000 / 2.0);
        // Of a prompt that is read only the last token meets the head.
        double read = learnt - 2 * EMBEDDING * (1 - 1 / 2000.0);
        double idle = 2 * LAYERS * (12 - 2) * EXPERT;
        Map<String, Derivation> decode = facts(DECODE, TWO_REPLICAS, "");
        String source =
                "2 per active weight that is multiplied, and scores and values of attention at 2000 tokens, decode";
        says(decode, "flops.perToken", written, source);
        says(decode, "flops.perToken.forward", written, source);
        says(decode, "flops.perToken.attention", written - MULTIPLIED, source);
        says(decode, "flops.perToken.experts", 2 * LAYERS * 2 * EXPERT, source);
        says(decode, "flops.perToken.dense", written + idle, "every token through every expert");
        says(decode, "flops.perOutputToken", written, "2 per active weight, and attention to 2,250 tokens");
        says(decode, "sequence.length", 2000);
        says(decode, "sequence.output", 500);
        assertThat(decode).doesNotContainKey("flops.perInputToken");
        says(decode, "step.tokens", 8192, "default of vllm");
        Files.delete(folder.resolve("small.config.json"));

        Map<String, Derivation> serving = facts(DECODE.replace("decode", "serving"), TWO_REPLICAS, "");
        says(serving, "flops.perOutputToken", written);
        says(serving, "flops.perInputToken", read, "2 per active weight, and causal attention in 2,000 tokens");
        says(serving, "flops.perToken", written);
        Files.delete(folder.resolve("small.config.json"));

        Map<String, Derivation> prefill = facts(
                "phase: prefill, inputTokens: 2000, concurrency: 48", TWO_REPLICAS, "serving: {tokensPerStep: 4096}");
        says(prefill, "flops.perToken", read);
        says(prefill, "flops.perInputToken", read);
        says(prefill, "flops.perToken.dense", read + idle);
        says(prefill, "step.tokens", 4096, "problem");
        assertThat(prefill).doesNotContainKeys("flops.perOutputToken", "sequence.output");
        Files.delete(folder.resolve("small.config.json"));

        String training = "phase: training, sequenceLength: 2000, globalBatch: 64";
        Map<String, Derivation> trained =
                facts(training, "tensor: 1, data: 4, expert: 4, pipeline: 2, microBatch: 2", "");
        // The backward pass takes twice what the forward pass takes.
        says(trained, "flops.perToken.forward", learnt);
        says(trained, "flops.perToken", 3 * learnt);
        says(trained, "flops.perToken.dense", 3 * (learnt + idle));
        assertThat(trained.get("flops.perToken").source()).endsWith("training, backward pass included");
        assertThat(trained).doesNotContainKeys("flops.perInputToken", "flops.perOutputToken", "step.tokens");
        says(trained, "batch", 64);
        says(trained, "divisible.batch", 1, "64 = 8 x 8");
    }

    @Test
    void theHardwareIsThatOfTheDataSheet() throws IOException {
        Map<String, Derivation> facts = facts(
                DECODE,
                TWO_REPLICAS,
                "assumptions: {computeEfficiency: 60 %, memoryBandwidthEfficiency: 80 %}\n"
                        + "targets: {throughput: {value: 9000 tokens/s, scope: system}, timePerOutputToken: 40 ms}");
        says(facts, "gpus.cluster", 8);
        says(facts, "gpus.perNode", 4);
        says(facts, "gpu.peakFlops", 400e12);
        says(facts, "gpu.peakFlops.bf16", 400e12);
        says(facts, "gpu.memory", 64e9);
        says(facts, "gpu.memoryBandwidth", 1.8e12);
        says(facts, "gpu.linkBandwidth", 300e9);
        says(facts, "gpu.linkDomain", 4);
        says(facts, "gpu.networkBandwidth", 25e9, "GPU catalogue, one way");
        says(facts, "gpu.hostBandwidth", 32e9);
        says(facts, "gpu.power", 500);
        says(facts, "efficiency.compute", 0.6, "assumed by the problem");
        says(facts, "efficiency.memoryBandwidth", 0.8, "assumed by the problem");
        says(facts, "target.throughput", 9000);
        says(facts, "target.timePerOutputToken", 0.04);
        assertThat(facts).doesNotContainKey("target.timeToFirstToken");
    }

    @Test
    void theLayoutIsThePlans() throws IOException {
        Map<String, Derivation> facts = facts(DECODE, TWO_REPLICAS, "");
        says(facts, "degrees.tensor", 2);
        says(facts, "degrees.data", 2);
        says(facts, "degrees.expert", 4);
        says(facts, "degrees.expertTensor", 1);
        says(facts, "degrees.pipeline", 1);
        says(facts, "degrees.replicas", 8 / (2 * 2));
        says(facts, "batch", 384);
        says(facts, "layers.perStage", LAYERS);
        says(facts, "experts.perGpu.perLayer", 12 / 4);
        says(facts, "experts.perGpu.total", 3 * LAYERS);
        says(facts, "experts.perGpu.wholeEquivalents", 3 * LAYERS);
        says(facts, "power.system", 8 * 500);
        says(facts, "divisible.experts", 1, "12 = 3 x 4");
        says(facts, "divisible.layers", 1, "24 = 24 x 1");
        says(facts, "divisible.hidden", 1, "3072 = 1536 x 2");
        says(facts, "experts.perGpu.variance", 0, "so many ranks hold one more: 12 mod 4 = 0");
    }

    /** 12 experts on 8 ranks: half of the ranks have one more, a variance of a half times a half; two parts of each expert on five stages. */
    @Test
    void whatDoesNotDivideIsSaid() throws IOException {
        Map<String, Derivation> facts = facts(DECODE, "tensor: 1, data: 8, expert: 8, pipeline: 1", "");
        says(facts, "divisible.experts", 0, "12 = 1 x 8 + 4");
        says(facts, "experts.perGpu.variance", 0.25, "so many ranks hold one more: 12 mod 8 = 4");
        says(facts, "experts.perGpu.perLayer", 2);
        Files.delete(folder.resolve("small.config.json"));
        Map<String, Derivation> cut = facts(
                DECODE, "tensor: 4, data: 1, expert: 2, expertTensor: 2, pipeline: 2, stages: [[0, 12], [13, 23]]", "");
        says(cut, "layers.perStage", 13);
        says(cut, "experts.perGpu.perLayer", 12 / 2);
        says(cut, "experts.perGpu.total", 6 * 13);
        says(cut, "experts.perGpu.wholeEquivalents", 6 * 13 / 2.0);
    }

    /** 96 sequences of 2,500 tokens on each of 4 ranks, whose two GPUs hold half of the heads each. */
    @Test
    void memoryIsWhatThePlanHolds() throws IOException {
        Map<String, Derivation> facts = facts(DECODE, TWO_REPLICAS, "");
        double perToken = LAYERS * 2 * 8 * 128 * 2 / 2;
        double cache = 96 * 2500 * perToken;
        says(facts, "memory.weights.attention", 2 * ATTENTION / 2);
        says(facts, "memory.weights.experts", 2 * LAYERS * 3 * EXPERT);
        says(facts, "memory.experts.perGpu", 2 * LAYERS * 3 * EXPERT);
        says(facts, "memory.weights.dense", 0, "cost model");
        says(facts, "memory.weights.embedding", 2 * EMBEDDING / 2);
        says(facts, "memory.cache.keyValue", cache);
        says(facts, "cache.bytesPerToken.perGpu", perToken);
        double weights = facts.values().stream()
                .filter(fact -> fact.quantity().startsWith("memory.weights."))
                .filter(fact -> !fact.quantity().endsWith("perGpu"))
                .mapToDouble(Derivation::value)
                .sum();
        says(facts, "memory.weights.perGpu", weights, "weight rows of the fullest GPU");
        // Nine tenths of 64 GB are usable.
        double room = 0.9 * 64e9 - facts.get("memory.perGpu").value() + cache;
        says(facts, "cache.room.perGpu", room, "usable memory less every other row of the bill");
        double tokens = Math.floor(room / perToken);
        says(facts, "cache.tokensPerRank", tokens, "room over what requests of the plan's length take");
        says(facts, "cache.tokens", 4 * tokens, "those of all attention ranks");
        says(facts, "cache.longestContext", tokens, "room over what one request takes");
        says(facts, "targets.memory.met", 1);
        assertThat(facts.get("targets.memory.met").source()).matches("fullest GPU 2\\d\\.\\d GB of usable 57\\.6 GB");
    }

    @Test
    void messagesAreAShareOfThePhases() throws IOException {
        Map<String, Derivation> facts = facts(DECODE, TWO_REPLICAS, "");
        List<String> messages = List.of("attentionAllReduce", "dispatch", "combine", "feedForwardAllReduce");
        List<String> rest = List.of(
                "embedding",
                "queryKeyValue",
                "attentionCore",
                "attentionOutput",
                "router",
                "experts",
                "elementWise",
                "layerOverhead",
                "head");
        double sent = messages.stream()
                .mapToDouble(name -> facts.get("main." + name).value())
                .sum();
        double other = rest.stream()
                .mapToDouble(name -> facts.get("main." + name).value())
                .sum();
        says(facts, "communication.share", sent / (sent + other), "messages over all phases");
        double bytes = messages.stream()
                .mapToDouble(
                        name -> facts.get("communication." + name + ".bytes").value())
                .sum();
        assertThat(bytes).isPositive();
        says(facts, "communication.bytes", bytes, "sent over links and NIC for a micro-batch");
        assertThat(facts.keySet())
                .filteredOn(name -> name.matches("communication\\.\\w+\\.bytes"))
                .hasSize(4);
        // 96 sequences on two tensor ranks: half of the heads of each, two FLOP for scores and two for values.
        says(facts, "flops.attentionCore", LAYERS * 96 * 4 * (HIDDEN / 2) * 2250);
        Files.delete(folder.resolve("small.config.json"));
        Map<String, Derivation> alone = facts(
                "phase: decode, inputTokens: 2000, outputTokens: 500, concurrency: 8",
                "tensor: 1, data: 1, expert: 1, pipeline: 1, replicas: 8",
                "targets: {timePerOutputToken: 1 ms}");
        says(alone, "communication.share", 0, "messages over all phases");
        says(alone, "communication.bytes", 0);
        says(alone, "targets.timePerOutputToken.met", 0);
        assertThat(alone.get("targets.timePerOutputToken.met").source()).endsWith(" ms, limit 1 ms");
    }
}
