package dev.meshwright.lab.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowSampleTest {

    private static final List<Map<String, String>> ROWS = IntStream.range(0, 100)
            .mapToObj(row -> Map.of("id", Integer.toString(row)))
            .toList();

    @Test
    void fewRowsAreAllTaken() {
        assertThat(RowSample.of(ROWS, 100)).isEqualTo(ROWS);
    }

    @Test
    void aPartIsTheSameInAnyOrder() {
        List<Map<String, String>> sample = RowSample.of(ROWS, 30);
        assertThat(sample).hasSize(30).isSubsetOf(ROWS);
        assertThat(RowSample.of(ROWS.reversed(), 30)).isEqualTo(sample.reversed());
        // A larger part holds the smaller one.
        assertThat(RowSample.of(ROWS, 60)).containsAll(sample);
    }

    @Test
    void equalRowsDoNotMakeItLarger() {
        List<Map<String, String>> equal = java.util.Collections.nCopies(10, Map.of("id", "one"));
        assertThat(RowSample.of(equal, 4)).hasSize(4);
    }
}
