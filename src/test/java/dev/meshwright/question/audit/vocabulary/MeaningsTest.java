package dev.meshwright.question.audit.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Quantities are found by phrases of people who do not know what the field calls them. */
class MeaningsTest {

    private static final Vocabulary VOCABULARY = Vocabulary.standard();

    private static List<String> nearest(String phrase) {
        return VOCABULARY.nearest(List.of(phrase.split(" "))).stream()
                .map(entry -> entry.quantity().id())
                .limit(3)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "room for conversations, cache.room.perGpu",
        "how long until the first word, timeToFirstToken",
        "delay before the reply starts, timeToFirstToken",
        "waiting time for the first answer, timeToFirstToken",
        "time between words, timePerOutputToken",
        "time to produce a word, timePerOutputToken",
        "time until the answer is complete, latency.endToEnd",
        "total time of a request, latency.endToEnd",
        "duration of a training step, stepTime",
        "how long does training take, training.time",
        "speed per user, interactivity",
        "how fast does it generate text for a single user, interactivity",
        "words per second, throughput.system",
        "tokens per second for the whole cluster, throughput.system",
        "reading speed, throughput.prefill.system",
        "requests per second, throughput.samples",
        "how many users at once, batch",
        "how many people can chat at the same time, batch",
        "simultaneous sessions, batch",
        "memory left for KV, cache.room.perGpu",
        "cache size of one token, cache.bytesPerToken",
        "how many tokens can the cache remember, cache.tokens",
        "longest prompt that fits, cache.longestContext",
        "longest conversation, cache.longestContext",
        "how much VRAM is free, memory.headroom",
        "unused memory on a card, memory.headroom",
        "weights on each card, memory.weights.perGpu",
        "memory taken by activations, memory.activations.layers",
        "how big is the model, parameters.total",
        "experts on one card, experts.perGpu.total",
        "copies of the model, degrees.replicas",
        "electricity of the cluster, power.system",
        "link speed between GPUs, gpu.linkBandwidth",
        "bandwidth of the network card, gpu.networkBandwidth",
        "how busy are the GPUs, compute.utilisation",
        "how uneven are the experts, loss.loadImbalance",
        "share of time spent talking between GPUs, communication.share",
        "time lost to idle pipeline stages, loss.pipelineBubble",
    })
    void aPhraseOfEverydayWordsFindsWhatIsMeant(String phrase, String quantity) {
        assertThat(nearest(phrase)).as(phrase).contains(quantity);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"colour of the rack", "price of a sandwich", "how many", "the", "x y z", "who wrote this plan"})
    void whatNoQuantityIsAboutFindsNone(String phrase) {
        assertThat(nearest(phrase)).isEmpty();
    }

    /** A hint on an unknown name of a claim knows the same phrases. */
    @Test
    void hintsKnowPhrases() {
        assertThat(VOCABULARY.maybe("waiting time for the first answer")).startsWith("Maybe timeToFirstToken");
        assertThat(VOCABULARY.maybe("unused_memory_on_card")).startsWith("Maybe memory.headroom");
    }
}
