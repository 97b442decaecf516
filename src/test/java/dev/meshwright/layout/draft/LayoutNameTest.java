package dev.meshwright.layout.draft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.draft.DegreesDraft.Form;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Degrees in one line: what headlines print and what people type. */
class LayoutNameTest {

    private static Map<String, Integer> stated(String line) {
        LayoutName.Parsed parsed = LayoutName.parse(line);
        assertThat(parsed.problems()).as(line).isEmpty();
        Map<String, Integer> byName = new TreeMap<>();
        parsed.draft().stated().forEach((name, value) -> byName.put(name.abbreviation(), value));
        return byName;
    }

    /** Attention in copies as engines' options say it: the tensor degree counts the ranks of all copies. */
    @ParameterizedTest
    @CsvSource({
        "tp16 dp16 ep16 dp-attention, 1, 16, 16",
        "tp16 dp4 ep16 --enable-dp-attention, 4, 4, 16",
        "TP=8 EP=8 DP attention, 1, 8, 8",
        "tp8 ep8 enable_attention_dp=true, 1, 8, 8",
        "attention dp8 tp2 ep16, 2, 8, 16",
        "tp2 ep16 dp-attention=8, 2, 8, 16",
    })
    void attentionInCopiesIsUnderstood(String line, int tensor, int data, int expert) {
        assertThat(stated(line)).isEqualTo(Map.of("TP", tensor, "DP", data, "EP", expert));
    }

    /** Ranks that share caches in decoding are the context degree, as engines call it. */
    @Test
    void sharedCachesAreUnderstood() {
        assertThat(stated("tp8 dcp2")).isEqualTo(Map.of("TP", 8, "CP", 2));
        assertThat(stated("tp8 decode-context-parallel-size=2")).isEqualTo(Map.of("TP", 8, "CP", 2));
    }

    /** A text that names no file is meant as degrees where it has some, and is no path. */
    @ParameterizedTest
    @CsvSource({
        "TP4 EP4 PP1, true",
        "tp4 dp2 ep, true",
        "tp=4 epp=8, true",
        "plan.yaml, false",
        "plans/tp4.yaml, false",
        "plans/tp4, false",
        "tp4.json, false",
        "nothing, false"
    })
    void degreesWithAFaultAreStillMeantAsDegrees(String text, boolean degrees) {
        assertThat(LayoutName.isMeant(text)).isEqualTo(degrees);
    }

    /** Every combination of degrees, printed as a headline does and read back, alone and with the rest of its headline. */
    @Test
    void whatHeadlinesPrintReadsBack() {
        for (long seed = 1; seed <= 2000; seed++) {
            Random random = new Random(seed);
            Degrees degrees = new Degrees(
                    degree(random),
                    degree(random),
                    degree(random),
                    degree(random),
                    degree(random),
                    degree(random),
                    1,
                    1,
                    random.nextBoolean() ? 1 : 1 + random.nextInt(8),
                    Recomputation.NONE,
                    0,
                    random.nextBoolean() ? 1 : 1 << random.nextInt(5));
            String name = degrees.shortName();
            String headline =
                    name + " on 16 of 32 x h100-sxm: 19,104 tokens/s (2,388 per GPU), TTFT 1.2 s, TPOT 9.8 ms";
            for (String line : new String[] {name, headline, name.toLowerCase(java.util.Locale.ROOT)}) {
                DegreesDraft draft = LayoutName.parse(line).draft();
                assertThat(LayoutName.parse(line).problems())
                        .as("seed " + seed + ": " + line)
                        .isEmpty();
                assertThat(draft.form()).as("seed " + seed + ": " + line).isEqualTo(Form.HEADLINE);
                Degrees read = new Degrees(
                        draft.get(DegreeName.TENSOR).orElse(1),
                        draft.get(DegreeName.DATA).orElse(1),
                        draft.get(DegreeName.EXPERT).orElse(1),
                        draft.get(DegreeName.EXPERT_TENSOR).orElse(1),
                        draft.get(DegreeName.PIPELINE).orElse(1),
                        draft.get(DegreeName.REPLICAS).orElse(1),
                        1,
                        1,
                        draft.get(DegreeName.VIRTUAL_STAGES).orElse(1),
                        Recomputation.NONE,
                        0,
                        draft.get(DegreeName.CONTEXT).orElse(1));
                assertThat(read).as("seed " + seed + ": " + line).isEqualTo(degrees);
            }
        }
    }

    private static int degree(Random random) {
        return random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(300);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TP4 EP2 PP3",
                "tp=4, ep=2, pp=3",
                "tp:4 ep:2 pp:3",
                "TP-4 EP-2 PP-3",
                "TP4/EP2/PP3",
                "TP4+EP2+PP3",
                "tp_size=4;ep_size=2;pp_size=3",
                "tensor 4 expert 2 pipeline 3",
                "tensor-parallel-size 4, expert-parallel-size 2, pipeline-parallel-size 3",
                "TP4 x EP2 x PP3",
                "TP4xEP2xPP3",
                "TP4 × EP2 × PP3 = 24 GPUs",
                "TP4 * EP2 * PP3"
            })
    void whatPeopleTypeIsUnderstood(String line) {
        assertThat(stated(line)).isEqualTo(Map.of("TP", 4, "EP", 2, "PP", 3));
    }

    @Test
    void aSignBetweenDegreesIsAProductAndOneBeforeANumberAreReplicas() {
        assertThat(LayoutName.parse("TP4 x EP4 x PP2").draft().form()).isEqualTo(Form.PRODUCT);
        assertThat(LayoutName.parse("TP4 EP4 PP2").draft().form()).isEqualTo(Form.HEADLINE);
        assertThat(LayoutName.parse("TP4 EP4").draft().form()).isEqualTo(Form.ENGINE_NAMES);
        assertThat(stated("TP4 EP4 PP2 x2")).containsEntry("x", 2);
        assertThat(stated("TP4 EP4 PP2 x 2")).containsEntry("x", 2);
        assertThat(stated("2x TP4 EP4 PP2")).containsEntry("x", 2);
        assertThat(stated("TP4 PP8v2")).containsEntry("v", 2).containsEntry("PP", 8);
    }

    @Test
    void tensorRtsShortNamesAreUnderstood() {
        assertThat(stated("DEP16")).isEqualTo(Map.of("TP", 1, "DP", 16, "EP", 16));
        assertThat(stated("TEP8")).isEqualTo(Map.of("TP", 8, "DP", 1, "EP", 8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TP0                  | TP0                  | must be from 1 to 1000000",
                "TP99999999999999999  | TP99999999999999999  | must be from 1 to 1000000",
                "TP4 TP8              | TP8                  | says another tensor than the 4 before it",
                "TP4 XP8              | XP8                  | names no degree",
                "TP                   | TP                   | has no number",
                "TP4 ###              | ###                  | is no degree such as TP4",
                "on 8 x h100          | on 8                 | names no degree"
            })
    void whatIsNotUnderstoodIsNamed(String line, String value, String message) {
        assertThat(LayoutName.parse(line).problems()).anySatisfy(problem -> {
            assertThat(problem.value()).isEqualTo(value);
            assertThat(problem.message()).isEqualTo(message);
        });
    }

    @Test
    void anyTextIsReadWithoutAnException() {
        Random random = new Random(11);
        String letters = "TEPDCPxXv=:,;/+* 0123456789-_on\t\né#\u00d7";
        for (int round = 0; round < 5000; round++) {
            StringBuilder line = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                line.append(letters.charAt(random.nextInt(letters.length())));
            }
            LayoutName.Parsed parsed = LayoutName.parse(line.toString());
            assertThat(parsed.problems().isEmpty() && parsed.draft().stated().isEmpty())
                    .as("nothing said of '" + line + "'")
                    .isFalse();
        }
    }
}
