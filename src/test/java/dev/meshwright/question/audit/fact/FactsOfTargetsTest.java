package dev.meshwright.question.audit.fact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.ExpertLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Targets that are met or missed, and loads beyond a capacity. */
class FactsOfTargetsTest extends PlannedFacts {

    /** Requests that are read and written have a first token; what the problem asks of it is met or missed. */
    @Test
    void firstTokensAreKnownWherePromptsAreRead() throws IOException {
        String serving = DECODE.replace("decode", "serving");
        Map<String, Derivation> facts = facts(serving, TWO_REPLICAS, "targets: {timeToFirstToken: 1 ms}");
        double seconds = facts.get("timeToFirstToken").value();
        assertThat(seconds).isGreaterThan(0.001);
        says(facts, "target.timeToFirstToken", 0.001, "problem");
        says(facts, "targets.timeToFirstToken.met", 0);
        assertThat(facts.get("targets.timeToFirstToken.met").source()).endsWith("s, limit 1 ms");
        Files.delete(folder.resolve("small.config.json"));
        says(facts(serving, TWO_REPLICAS, "targets: {timeToFirstToken: 1000 s}"), "targets.timeToFirstToken.met", 1);
    }

    @Test
    void targetsAreMetOrMissed() throws IOException {
        String low = "targets: {throughput: {value: 3000 tokens/s, scope: system}, timePerOutputToken: 40 ms}";
        Map<String, Derivation> facts = facts(DECODE + ", expertLoad: {zipf: 0.5, seed: 7}", TWO_REPLICAS, low);
        double system = facts.get("throughput.system").value();
        assertThat(system).isBetween(3000.0, 24_000.0);
        says(facts, "throughput.perGpu", system / 8);
        says(facts, "targets.throughput.met", 1);
        says(facts, "targets.throughput.metPerGpu", 0);
        assertThat(facts.get("targets.throughput.met").source())
                .matches("system [\\d,]+ tokens/s, target 3,000 tokens/s");
        assertThat(facts.get("targets.throughput.metPerGpu").source())
                .matches("per GPU [\\d,]+ tokens/s, target 3,000 tokens/s");
        says(facts, "targets.timePerOutputToken.met", 1);
        says(facts, "stepTime", facts.get("timePerOutputToken").value(), "cost model");
        says(facts, "loss.pipelineBubble", 0, "no such loss in the cost model's chain");
        double mean = facts.get("balance.maxOverMean").value();
        assertThat(mean).isBetween(1.0, 2.0);
        assertThat(facts.get("balance.coefficientOfVariation").value()).isBetween(0.001, mean - 1);
    }

    /** An expert takes at most c / 12 of a layer: what is beyond is dropped, or finds room elsewhere, layer by layer. */
    @Test
    void loadsOverflowACapacity() throws IOException {
        String skewed = DECODE + ", expertLoad: {zipf: 0.5, seed: 7}";
        String balanced = skewed + ", expertLoadBalance: {coefficientOfVariation: 0.1, capacityFactor: 1.2}";
        Problem problem = question(balanced, "").problem();
        ExpertLoad.Zipf load = new ExpertLoad.Zipf(0.5, 7);
        double dropped = 0;
        double rerouted = 0;
        double largest = 0;
        double variation = 0;
        for (int layer = 0; layer < LAYERS; layer++) {
            double over = 0;
            double room = 0;
            for (double share : load.shares(layer, 12)) {
                over += Math.max(0, share - 1.2 / 12);
                room += Math.max(0, 1.2 / 12 - share);
                largest = Math.max(largest, share);
            }
            variation = Math.max(variation, ExpertLoad.variation(load.shares(layer, 12)));
            dropped += over / LAYERS;
            rerouted += Math.min(over, room) / LAYERS;
        }
        Overflow overflow = Overflow.of(problem).orElseThrow();
        assertThat(overflow.droppedShare()).isPositive().isCloseTo(dropped, within(1e-12));
        assertThat(overflow.reroutedShare()).isPositive().isCloseTo(rerouted, within(1e-12));
        assertThat(overflow.sufficientCapacityFactor()).isCloseTo(12 * largest, within(1e-12));
        assertThat(overflow.coefficientOfVariation()).isCloseTo(variation, within(1e-12));
        assertThat(Overflow.experts(problem)).hasValue(12);
        Files.delete(folder.resolve("small.config.json"));
        assertThat(Overflow.of(question(skewed, "").problem()))
                .as("nothing is asked for")
                .isEmpty();
        Files.delete(folder.resolve("small.config.json"));
        Map<String, Derivation> facts = facts(balanced, TWO_REPLICAS, "");
        says(facts, "balance.target", 0.1, "problem");
        says(facts, "overflow.share", dropped, "beyond the problem's capacity factor");
    }
}
