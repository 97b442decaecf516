package dev.meshwright.question.audit.drafting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.question.audit.drafting.Passage.Kind;
import dev.meshwright.question.audit.vocabulary.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What numbers of documents are about, how sure that is, and who says it. */
class DrafterTest {

    private static Passage prose(String text, String... headings) {
        return new Passage(Kind.PROSE, "line 1", Arrays.asList(headings), List.of(), text);
    }

    private static Draft draft(Passage... passages) {
        return new Drafter(Vocabulary.standard()).draft(new Document("plan.md", Arrays.asList(passages)));
    }

    private static List<String> decided(Draft draft) {
        return draft.claims().stream()
                .filter(DraftedClaim::decided)
                .map(claim -> claim.candidates().getFirst())
                .map(candidate -> candidate.quantity() + " = " + candidate.value())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TTFT: 0.8 s | timeToFirstToken = 0.8 s",
                "The time per output token is 20-30 ms. | timePerOutputToken = 20-30 ms",
                "Each GPU has 141 GB HBM. | gpu.memory = 141 GB",
                "memory bandwidth of 4.8 TB/s | gpu.memoryBandwidth = 4.8 TB/s",
                "NVLink gives 450 GB/s | gpu.linkBandwidth = 450 GB/s",
                "HBM3 at 3.35 TB/s; the fabric is apart | gpu.memoryBandwidth = 3.35 TB/s",
                "The KV cache takes 80 GB per GPU | memory.cache.keyValue = 80 GB",
                "2 experts per GPU per layer | experts.perGpu.perLayer = 2",
                "16 experts per layer | experts.perLayer = 16",
                "Model with 355B total parameters | parameters.total = 355B",
                "32B active parameters per token | parameters.active = 32B",
                "with TP8 as before | degrees.tensor = 8",
                "750 tok/s/GPU | throughput.perGpu = 750 tok/s",
                "system throughput of 12,000 tokens/s | throughput.system = 12,000 tokens/s",
                "33 tokens/s per user | interactivity = 33 tokens/s",
                "decoding takes 52.4 ms per token | timePerOutputToken = 52.4 ms",
                "an MFU of 38 % | compute.modelFlopsUtilisation = 38%",
                "KV cache per token: 96 KB | cache.bytesPerToken = 96 KB",
                "700 W per GPU | gpu.power = 700 W",
                "pipeline bubbles cost 18 % | loss.pipelineBubble = 18%",
                "batch size 64 | batch = 64",
                "The KV cache needs 70 KB per token | cache.bytesPerToken = 70 KB",
                "70.4k tok/s for the whole system | throughput.system = 70.4 k tok/s",
            })
    void wordsAtTheNumberDecide(String text, String expected) {
        assertThat(decided(draft(prose(text)))).containsExactly(expected);
    }

    /** Several numbers of a sentence, each with what is said of it alone. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "The model has 30.5 B parameters. | parameters.total = 30.5B",
                "There are 128 experts, top-8. | experts.perLayer = 128, experts.perToken = 8",
                "It writes 40 to 50 tokens/s per user. | interactivity = 40-50 tokens/s",
                "TPOT is 20 to 25 ms. | timePerOutputToken = 20-25 ms",
                "Expert parallelism EP-8 over 8 GPUs. | degrees.expert = 8, gpus = 8",
                "Memory: 64GB of 80GB used per GPU. | memory.perGpu = 64 GB, gpu.memory = 80 GB",
                "We fill 60 GB out of the 80 GB. | memory.perGpu = 60 GB, gpu.memory = 80 GB",
                "MFU is 35 % in prefill and 5 % in decode. | compute.modelFlopsUtilisation.prefill = 35%, compute.modelFlopsUtilisation.decode = 5%",
                "In prefill we reach 9k tok/s/GPU, in decode 2k tok/s/GPU. | throughput.prefill.perGpu = 9 k tok/s, throughput.decode.perGpu = 2 k tok/s",
                "With chunked prefill the system throughput is 12,000 tokens/s. | throughput.system = 12,000 tokens/s",
                "Weights take 61 GB in total, i.e. 7.6 GB per GPU. | memory.model = 61 GB",
                "Weights take 7.6 GB per GPU. | memory.weights.perGpu = 7.6 GB",
            })
    void eachNumberIsWhatIsSaidOfIt(String text, String expected) {
        assertThat(decided(draft(prose(text)))).containsExactly(expected.split(", (?=[a-z])"));
    }

    /** The row says which phase; sure is only what leaves nothing else. */
    @Test
    void rowsNamePhasesAndSureIsWhatIsAlone() {
        Draft draft = draft(
                new Passage(Kind.CELL, "line 3", List.of(), List.of("system throughput", "prefill"), "400 tokens/ms"),
                new Passage(Kind.CELL, "line 4", List.of(), List.of("system throughput", "decode"), "51 tokens/ms"));
        assertThat(decided(draft))
                .containsExactly(
                        "throughput.prefill.system = 400 tokens/ms", "throughput.decode.system = 51 tokens/ms");
        for (String text :
                List.of("TTFT: 0.8 s", "Each GPU has 141 GB HBM.", "an MFU of 38 %", "KV cache: 96 KB per token")) {
            draft(prose(text)).claims().stream()
                    .filter(claim -> claim.certainty() == Certainty.SURE)
                    .forEach(claim -> assertThat(claim.candidates()).as(text).hasSize(1));
        }
        assertThat(draft(prose("TTFT: 0.8 s")).claims().getFirst().certainty()).isEqualTo(Certainty.SURE);
    }

    /** Whose throughput it is, nobody says; which of the counts of experts is meant, neither. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "We reach 100 tokens/ms. | throughput.perGpu, throughput.system",
                "8 experts per GPU | experts.perGpu.total, experts.perGpu.wholeEquivalents",
                "It takes 8 s. | timeToFirstToken, timePerOutputToken, stepTime",
                "Bandwidth: 1.8 TB/s | gpu.linkBandwidth, gpu.memoryBandwidth, gpu.networkBandwidth",
            })
    void whatNothingDecidesStaysOpenWithItsCandidates(String text, String candidates) {
        Draft draft = draft(prose(text));
        assertThat(draft.claims()).hasSize(1);
        assertThat(draft.claims().getFirst().certainty()).isEqualTo(Certainty.OPEN);
        assertThat(draft.claims().getFirst().candidates())
                .extracting(Candidate::quantity)
                .contains(candidates.split(", "));
    }

    @Test
    void eachNumberOfAListHasItsOwnName() {
        assertThat(decided(draft(prose("Communication overhead 42%, load imbalance 12%, pipeline bubbles 18%"))))
                .containsExactly("loss.communication = 42%", "loss.loadImbalance = 12%", "loss.pipelineBubble = 18%");
    }

    @Test
    void headingsInformWhatTheSentenceLeavesOpen() {
        Draft bare = draft(prose("It is 42.3 GB."));
        Draft headed = draft(prose("It is 42.3 GB.", "Plan", "Activation memory per GPU"));
        assertThat(decided(bare)).isEmpty();
        assertThat(headed.claims().getFirst().candidates().getFirst().quantity())
                .isEqualTo("memory.activations.layers");
        assertThat(headed.claims().getFirst().certainty()).isNotEqualTo(Certainty.SURE);
    }

    /** Another sentence alone decides nothing, nor does the 8 of FP8 count the weights behind it. */
    @Test
    void farWordsDecideNothing() {
        assertThat(decided(draft(prose("The acceptance rate is 85 %. Model FLOPs utilization matters too."))))
                .isEmpty();
        assertThat(draft(prose("We store FP8 weights.")).claims()).isEmpty();
    }

    /** The name beside the number is its name, whatever follows in the next clause. */
    @Test
    void generationsOfMemoryAreNoNumbers() {
        assertThat(decided(draft(prose("A card has HBM3e at 4.8 TB/s; NVLink gives 450 GB/s."))))
                .containsExactly("gpu.memoryBandwidth = 4.8 TB/s", "gpu.linkBandwidth = 450 GB/s");
        assertThat(draft(prose("HBM3, HBM2e and GDDR6.")).claims()).isEmpty();
    }

    /** Units in the headings of columns, alone and with whose they are; one letter and "min" are no units. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tokens/s per user | interactivity = 40 tokens/s",
                "tok/s/GPU | throughput.perGpu = 40 tok/s",
                "HBM, GB | gpu.memory = 40 GB",
                "System throughput, tokens/s | throughput.system = 40 tokens/s",
                "Memory used, GB per GPU | memory.perGpu = 40 GB",
                "TPOT in ms | timePerOutputToken = 40 ms",
                "TPOT [ms] | timePerOutputToken = 40 ms",
            })
    void numbersHaveTheUnitOfTheirColumn(String heading, String expected) {
        assertThat(decided(
                        draft(new Passage(Kind.CELL, "line 3, column 2", List.of(), List.of("setup", heading), "40"))))
                .containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "B", "min", "setup"})
    void otherHeadingsOfColumnsAreNoUnits(String heading) {
        assertThat(draft(new Passage(Kind.CELL, "line 3, column 2", List.of(), List.of("row", heading), "40"))
                        .claims())
                .isEmpty();
    }

    @Test
    void cellsAreNamedByRowAndColumn() {
        Draft draft = draft(
                new Passage(Kind.CELL, "line 3, column 2", List.of(), List.of("Size (GB)", "KV cache"), "80"),
                new Passage(Kind.CELL, "line 4, column 2", List.of(), List.of("Value", "TTFT"), "1.2 s"));
        assertThat(decided(draft)).containsExactly("memory.cache.keyValue = 80 GB", "timeToFirstToken = 1.2 s");
        assertThat(draft.claims().getFirst().quote()).isEqualTo("Size (GB), KV cache: 80");
    }

    @Test
    void numbersWithoutUnitOrNameAreCountedAndLeftOut() {
        Draft draft = draft(prose("In phase 3 of section 12 we did 5 things with FP16 on 2024-01-02."));
        assertThat(draft.claims()).isEmpty();
        assertThat(draft.leftOut()).isEqualTo(3);
    }

    @Test
    void theSameStatementIsDraftedOnce() {
        Draft draft = draft(
                new Passage(Kind.PROSE, "line 1", List.of(), List.of(), "TTFT is 0.8 s."),
                new Passage(Kind.PROSE, "line 9", List.of(), List.of(), "So TTFT = 0.8 s."));
        assertThat(draft.claims()).hasSize(1);
        assertThat(draft.claims().getFirst().places()).containsExactly("line 1", "line 9");
    }

    @Test
    void whatIsDeniedStaysOpen() {
        assertThat(draft(prose("The TTFT is not 0.8 s.")).claims().getFirst().certainty())
                .isEqualTo(Certainty.OPEN);
    }

    @Test
    void reviewsTellThePlansNumbersFromTheirOwn() {
        Draft draft = draft(
                prose("Document claims: TTFT of 8.5 s"),
                prose("Actual calculation: TTFT of 0.4 s"),
                prose("Update the KV cache from 80 GB to 40 GB"),
                prose("The plan claims a TPOT of 20 ms but the calculation shows a TPOT of 45 ms"));
        List<String> authors = new ArrayList<>();
        draft.claims().forEach(claim -> authors.add(claim.written() + " " + claim.by()));
        assertThat(authors)
                .containsExactly(
                        "8.5 s plan", "0.4 s review", "80 GB plan", "40 GB review", "20 ms plan", "45 ms review");
    }

    @Test
    void aPlanSpeaksForItself() {
        assertThat(draft(prose("The required TTFT is 2 s, the actual one 0.8 s."))
                        .claims())
                .extracting(DraftedClaim::by)
                .containsOnly("plan");
    }

    @Test
    void quotesAreCutAroundTheirNumber() {
        String long1 = "word ".repeat(100) + "TTFT is 0.8 s " + "more ".repeat(100);
        String quote = draft(prose(long1)).claims().getFirst().quote();
        assertThat(quote)
                .contains("TTFT is 0.8 s")
                .startsWith("... ")
                .endsWith(" ...")
                .hasSizeLessThan(260);
    }

    /** "total" right at a number of parameters says which ones; a fabric is called by its generation. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A model of 355B total, 32B active | parameters.total = 355B; parameters.active = 32B",
                "671B in total and 37B activated | parameters.total = 671B; parameters.active = 37B",
                "NVLink: 900 GB/s, NDR: 50 GB/s per GPU | gpu.linkBandwidth = 900 GB/s; gpu.networkBandwidth = 50 GB/s",
            })
    void shortNamesAreNamesToo(String text, String expected) {
        assertThat(String.join("; ", decided(draft(prose(text))))).isEqualTo(expected);
    }

    /** Quantities are means: what is said of a percentile is left to the reader, before and behind the number and in labels. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "The p99 TTFT is 2.5 s",
                "TTFT (P95) of 1.2 s",
                "Median TTFT: 1.2 s",
                "a TTFT of 1.2 s at the 90th percentile",
                "TTFT 2.5 s p99"
            })
    void percentilesAreOpen(String text) {
        Draft draft = draft(prose(text));
        assertThat(decided(draft)).isEmpty();
        assertThat(draft.claims().getFirst().candidates().getFirst().quantity()).isEqualTo("timeToFirstToken");
        Passage cell = new Passage(Kind.CELL, "line 1", List.of(), List.of("TTFT p99"), "2.5 s");
        assertThat(decided(draft(cell))).isEmpty();
        assertThat(decided(draft(prose("p99 TTFT is not stated, mean TTFT is 2.5 s"))))
                .isEmpty();
    }

    /** A bound of a range has two readings: the reader chooses. */
    @Test
    void boundsOfRangesAreOpen() {
        Draft draft = draft(prose("TPOT stays below 30-40 ms"));
        assertThat(decided(draft)).isEmpty();
        assertThat(draft.claims().getFirst().candidates().getFirst())
                .satisfies(candidate -> assertThat(candidate.quantity()).isEqualTo("timePerOutputToken"))
                .satisfies(candidate -> assertThat(candidate.value()).isEqualTo("30-40 ms"));
    }

    /** A number alone in a cell whose row is called as a quantity. */
    @Test
    void labelsNameNumbersThatStandAlone() {
        assertThat(decided(draft(new Passage(Kind.CELL, "line 1", List.of(), List.of("value", "Batch size"), "400"))))
                .containsExactly("batch = 400");
        assertThat(draft(new Passage(Kind.CELL, "line 1", List.of(), List.of("value", "Release"), "400"))
                        .claims())
                .isEmpty();
    }
}
