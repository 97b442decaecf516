package dev.meshwright.lab.fit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.lab.row.MeasuredRow;
import dev.meshwright.lab.row.RowPrediction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowSampleTest {

    private static final List<MeasuredRow> ROWS =
            IntStream.range(0, 100).mapToObj(row -> row(Integer.toString(row))).toList();

    private static MeasuredRow row(String id) {
        return new MeasuredRow.Unreadable(
                new MeasuredRow.Source(
                        Map.of("id", id),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        unused -> Optional.empty()),
                RowPrediction.none("a row for this test"));
    }

    @Test
    void fewRowsAreAllTaken() {
        assertThat(RowSample.of(ROWS, 100)).isEqualTo(ROWS);
    }

    @Test
    void aPartIsTheSameInAnyOrder() {
        List<MeasuredRow> sample = RowSample.of(ROWS, 30);
        assertThat(sample).hasSize(30).isSubsetOf(ROWS);
        assertThat(RowSample.of(ROWS.reversed(), 30)).isEqualTo(sample.reversed());
        // A larger part holds the smaller one.
        assertThat(RowSample.of(ROWS, 60)).containsAll(sample);
    }

    @Test
    void equalRowsDoNotMakeItLarger() {
        List<MeasuredRow> equal = java.util.Collections.nCopies(10, row("one"));
        assertThat(RowSample.of(equal, 4)).hasSize(4);
    }
}
