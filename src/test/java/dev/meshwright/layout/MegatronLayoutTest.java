package dev.meshwright.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.layout.MegatronLayout.Parsed;
import dev.meshwright.layout.Stage.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stages in Megatron's letters. */
class MegatronLayoutTest {

    /** 3 + 29 x 2 = 61 layers in 1 + 29 + 1 + 1 = 32 chunks: on 16 stages two each, chunk 16 back on stage 0. */
    @Test
    void lettersAreChunksFromStageToStage() {
        Parsed parsed = MegatronLayout.parse("Et*3|(tt|)*29,m|L");
        assertThat(parsed.problem()).isEmpty();
        assertThat(parsed.chunks()).hasSize(32);
        assertThat(parsed.predictionLayers()).isEqualTo(1);
        assertThat(parsed.predictionChunk()).hasValue(30);
        List<Stage> stages = parsed.stages(16);
        // Chunk 16 follows 3 + 15 x 2 = 33 layers.
        assertThat(stages.getFirst()).isEqualTo(new Stage(List.of(new Range(0, 2), new Range(33, 34))));
        assertThat(stages.get(1)).isEqualTo(new Stage(List.of(new Range(3, 4), new Range(35, 36))));
        assertThat(stages.getLast().layers()).isEqualTo(2);
        assertThat(stages.stream().mapToInt(Stage::layers).sum()).isEqualTo(61);
        assertThat(MegatronLayout.of(stages, OptionalInt.of(14), 1)).isEqualTo("Ettt|(tt|)*29m|L");
    }

    /** Any sizes of any number of chunks, with empty ones and without, come back as they were. */
    @Test
    void whatIsWrittenReadsBack() {
        for (long seed = 1; seed <= 2000; seed++) {
            Random random = new Random(seed);
            int pipeline = 1 + random.nextInt(8);
            int virtual = 1 + random.nextInt(4);
            List<List<Range>> chunks = new ArrayList<>();
            for (int stage = 0; stage < pipeline; stage++) {
                chunks.add(new ArrayList<>());
            }
            int next = 0;
            boolean alike = random.nextBoolean();
            boolean predicts = pipeline > 1 && random.nextBoolean();
            int predicting = pipeline > 1 ? 1 + random.nextInt(pipeline - 1) : 0;
            for (int chunk = 0; chunk < virtual; chunk++) {
                for (int stage = 0; stage < pipeline; stage++) {
                    boolean behind = chunk == virtual - 1 && stage > predicting && predicts;
                    int layers = behind ? 0 : alike ? 2 : random.nextInt(5);
                    chunks.get(stage).add(new Range(next, next + layers - 1));
                    next += layers;
                }
            }
            List<Stage> stages = chunks.stream().map(Stage::new).toList();
            OptionalInt stage = predicts ? OptionalInt.of(predicting) : OptionalInt.empty();
            String written = MegatronLayout.of(stages, stage, predicts ? 2 : 0);
            Parsed parsed = MegatronLayout.parse(written);
            assertThat(parsed.problem()).as("seed " + seed + ": " + written).isEmpty();
            assertThat(parsed.stages(pipeline))
                    .as("seed " + seed + ": " + written)
                    .isEqualTo(stages);
            assertThat(parsed.predictionLayers()).isEqualTo(predicts ? 2 : 0);
            if (predicts) {
                assertThat(parsed.predictionChunk().orElseThrow() % pipeline).isEqualTo(stage.getAsInt());
            }
        }
    }

    /** Chunks of given sizes: 7 layers of a stage in two chunks are 4 and 3, and the order is that of the chunks. */
    @Test
    void stagesAreInterleavedWithTheirSizes() {
        List<Stage> stages = Stage.interleaved(List.of(new Stage(0, 6), new Stage(7, 11)), 2, layer -> true);
        assertThat(stages)
                .containsExactly(
                        new Stage(List.of(new Range(0, 3), new Range(7, 9))),
                        new Stage(List.of(new Range(4, 6), new Range(10, 11))));
        assertThat(stages.getFirst().words()).isEqualTo("0 to 3, 7 to 9");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "tt|tL; must begin with its only E and end with its only L",
                "Ett|Et|tL; must begin with its only E and end with its only L",
                "Ett|t; must begin with its only E and end with its only L",
                "Ex|L; has 'x', which is none of E, t, m, L, |, (, ) and *n",
                "E(tt|L; has a ( without its )",
                "Ett|)L; has a ) without its (",
                "Et*|L; has a * without a number after it",
                "Et|m|mL; has m in two chunks, where all of them stand in one",
                "Em|tL; has t after m: multi-token prediction follows all layers",
                "E(t*999999)*999999L; is longer than 100000 letters",
                "E((((((((((((t))))))))))))L; nests more than 8 groups"
            })
    void whatMegatronWouldRefuseIsNamed(String letters, String problem) {
        assertThat(MegatronLayout.parse(letters).problem()).isEqualTo(problem);
    }

    @Test
    void anyTextIsReadWithoutAnException() {
        Random random = new Random(13);
        String letters = "EtmL|()*0123,x ";
        for (int round = 0; round < 5000; round++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(30); length > 0; length--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            assertThat(MegatronLayout.parse(text.toString())).isNotNull();
        }
    }

    /** Layers in pairs, of which the second uses what the first chose: 6 + 6 layers in chunks of 4 and 2, not of 3. */
    @Test
    void chunksBeginWhereTheModelMayBeCut() {
        List<Stage> whole = List.of(new Stage(0, 5), new Stage(6, 11));
        assertThat(Stage.interleaved(whole, 2, layer -> layer % 2 == 0))
                .containsExactly(
                        new Stage(List.of(new Stage.Range(0, 3), new Stage.Range(8, 9))),
                        new Stage(List.of(new Stage.Range(4, 7), new Stage.Range(10, 11))));
        // a model of one block cannot be cut; even chunks are left for the rules to judge
        assertThat(Stage.interleaved(whole, 2, layer -> layer == 0))
                .isEqualTo(Stage.interleaved(whole, 2, layer -> true));
    }
}
