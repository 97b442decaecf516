package dev.meshwright.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.layout.Stage.Range;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Layers in stages, and stages in chunks. */
class StageTest {

    private static final Stage CHUNKS = new Stage(List.of(new Range(0, 1), new Range(8, 9)));

    @Test
    void aStageKnowsItsLayers() {
        assertThat(CHUNKS.firstLayer()).isZero();
        assertThat(CHUNKS.lastLayer()).isEqualTo(9);
        assertThat(CHUNKS.layers()).isEqualTo(2 + 2);
        assertThat(CHUNKS.numbers()).containsExactly(0, 1, 8, 9);
        assertThat(new Stage(3, 5).numbers()).containsExactly(3, 4, 5);
    }

    @Test
    void wordsLeaveOutWhatIsEmpty() {
        assertThat(CHUNKS.words()).isEqualTo("0 to 1, 8 to 9");
        assertThat(CHUNKS.words("-")).isEqualTo("0-1, 8-9");
        assertThat(new Stage(4, 4).words()).isEqualTo("4 to 4");
        assertThat(new Stage(4, 3).words()).isEqualTo("none");
        assertThat(new Stage(List.of(new Range(2, 1), new Range(6, 7))).words()).isEqualTo("6 to 7");
    }

    /** Sizes differ by one at most and make up the whole: 10 in 4 are 2 + 3 + 2 + 3. */
    @Test
    void evenStages() {
        assertThat(Stage.even(10, 4))
                .containsExactly(new Stage(0, 1), new Stage(2, 4), new Stage(5, 6), new Stage(7, 9));
        assertThat(Stage.even(6, 3)).containsExactly(new Stage(0, 1), new Stage(2, 3), new Stage(4, 5));
        assertThat(Stage.even(5, 1)).containsExactly(new Stage(0, 4));
        assertThat(Stage.even(0, 2)).allMatch(stage -> stage.layers() == 0);
    }

    /** Chunk k of stage s is number 2 k + s: 0-1 | 2-3 | 4-5 | 6-7 of two stages with two chunks each. */
    @Test
    void chunksGoRound() {
        assertThat(Stage.interleaved(Stage.even(8, 2), 2, layer -> true))
                .containsExactly(
                        new Stage(List.of(new Range(0, 1), new Range(4, 5))),
                        new Stage(List.of(new Range(2, 3), new Range(6, 7))));
        // 5 + 3 layers: 3, 2 | 2, 1 in turn.
        assertThat(Stage.interleaved(List.of(new Stage(0, 4), new Stage(5, 7)), 2, layer -> true))
                .containsExactly(
                        new Stage(List.of(new Range(0, 2), new Range(5, 6))),
                        new Stage(List.of(new Range(3, 4), new Range(7, 7))));
    }

    @Test
    void oneChunkOrChunksAlreadyStayAsTheyAre() {
        List<Stage> even = Stage.even(8, 2);
        assertThat(Stage.interleaved(even, 1, layer -> true)).isEqualTo(even);
        assertThat(Stage.interleaved(List.of(CHUNKS, CHUNKS), 3, layer -> true)).containsExactly(CHUNKS, CHUNKS);
    }

    /** Chunks begin where the model lets them: at even layers 5 + 3 become 4, 1 and 2, 1 in turn; the larger of two neighbours first. */
    @Test
    void chunksBeginWhereTheyMay() {
        List<Stage> cut = Stage.interleaved(List.of(new Stage(0, 3), new Stage(4, 7)), 2, layer -> layer % 4 == 0);
        assertThat(cut.stream().flatMap(stage -> stage.chunks().stream()).filter(range -> range.layers() > 0))
                .allMatch(range -> range.firstLayer() % 4 == 0);
        assertThat(cut.stream().mapToInt(Stage::layers)).containsExactly(4, 4);
        List<Stage> odd = Stage.interleaved(List.of(new Stage(0, 2), new Stage(3, 5)), 2, layer -> layer % 3 == 0);
        assertThat(odd.getFirst().chunks()).containsExactly(new Range(0, 2), new Range(6, 5));
    }

    /** Where no border is allowed at all they are even all the same, for rules to judge. */
    @Test
    void whatCannotBeCutSoIsCutEvenly() {
        assertThat(Stage.interleaved(Stage.even(8, 2), 2, layer -> layer == 0))
                .isEqualTo(Stage.interleaved(Stage.even(8, 2), 2, layer -> true));
    }
}
