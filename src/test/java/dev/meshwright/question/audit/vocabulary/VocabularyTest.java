package dev.meshwright.question.audit.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.base.quantity.Quantity.Per;
import dev.meshwright.question.audit.fact.QuantityCatalogue;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quantities are found by the names that people use. */
class VocabularyTest {

    private static final Vocabulary VOCABULARY = Vocabulary.standard();

    @ParameterizedTest
    @CsvSource({
        "flops.peak, gpu.peakFlops",
        "concurency, batch",
        "TPS, throughput.system",
        "TTFT, timeToFirstToken",
        "ttft, timeToFirstToken",
        "TPOT, timePerOutputToken",
        "ITL, timePerOutputToken",
        "inter-token latency, timePerOutputToken",
        "concurrency, batch",
        "MFU, compute.modelFlopsUtilisation",
        "HBM, gpu.memory",
        "vram, gpu.memory",
        "kv_cache, memory.cache.keyValue",
        "NVLink, gpu.linkBandwidth",
        "InfiniBand, gpu.networkBandwidth",
        "TDP, gpu.power",
        "interactivity, interactivity",
        "tp, degrees.tensor",
        "expert parallelism, degrees.expert",
        "timeToFirstTokn, timeToFirstToken",
        "throughput.gpu, throughput.perGpu",
        "firstToken, timeToFirstToken",
    })
    void suggestsByMeaningAndBySpelling(String name, String quantity) {
        assertThat(VOCABULARY.suggestions(name)).as(name).startsWith(quantity);
        assertThat(VOCABULARY.maybe(name)).startsWith("Maybe " + quantity);
    }

    @Test
    void saysNothingWhereNothingIsNear() {
        assertThat(VOCABULARY.maybe("colour of the rack")).isEmpty();
        assertThat(VOCABULARY.maybe("x")).isEmpty();
        assertThat(VOCABULARY.maybe("")).isEmpty();
    }

    @Test
    void findsByAllWords() {
        assertThat(VOCABULARY.find(List.of("HBM")))
                .extracting(entry -> entry.quantity().id())
                .contains("gpu.memory", "gpu.memoryBandwidth");
        assertThat(VOCABULARY.find(List.of("cache", "tokens"))).isNotEmpty().allSatisfy(entry -> assertThat(
                        (entry + "").toLowerCase(Locale.ROOT))
                .contains("cache")
                .contains("token"));
        assertThat(VOCABULARY.find(List.of("cache", "rack"))).isEmpty();
    }

    @Test
    void everyQuantityHasAnEntryWithUnitAndScope() {
        assertThat(VOCABULARY.entries()).hasSameSizeAs(QuantityCatalogue.all()).hasSizeGreaterThan(200);
        for (Entry entry : VOCABULARY.entries()) {
            assertThat(entry.unit()).as(entry.quantity().id()).isNotBlank();
            assertThat(entry.quantity().description()).as(entry.quantity().id()).isNotBlank();
            String last = entry.quantity().id().replaceAll(".*\\.", "");
            if (last.equals("perGpu")
                    && !entry.quantity().id().startsWith("target.")
                    && !entry.quantity().id().startsWith("efficiency.")) {
                assertThat(entry.whose()).as(entry.quantity().id()).contains(Per.GPU);
            }
            if (last.equals("system")
                    && !entry.quantity().id().startsWith("target.")
                    && !entry.quantity().id().startsWith("efficiency.")) {
                assertThat(entry.scope()).as(entry.quantity().id()).isEqualTo("system");
            }
        }
    }

    @Test
    void wordsCompareAlikeHoweverTheyAreWritten() {
        assertThat(Words.of("timeToFirstToken")).isEqualTo(Words.of("Time to first tokens"));
        assertThat(Words.of("KV-cache_bytes")).containsExactly("kv", "cache", "byte");
        assertThat(Words.of("GPUs")).isEqualTo(Words.of("gpu"));
        assertThat(Words.of("memory utilisation")).isEqualTo(Words.of("Memory Utilization"));
    }
}
