package dev.meshwright.io.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.meshwright.io.parquet.Column.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What we write is read by a reader that others wrote from the same specification. */
class ParquetTableTest {

    private static final List<Column> COLUMNS = List.of(
            new Column("count", Kind.INTEGER),
            new Column("workload.inputTokens", Kind.TEXT),
            new Column("rate", Kind.NUMBER),
            new Column("gr\u00f6\u00dfe", Kind.TEXT));

    private static List<List<@Nullable Object>> read(byte[] file) throws IOException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(ByteBuffer.wrap(file)));
                RowReader row = reader.rowReader()) {
            while (row.hasNext()) {
                row.next();
                List<@Nullable Object> read = new ArrayList<>();
                for (int column = 0; column < COLUMNS.size(); column++) {
                    Object value = row.isNull(column)
                            ? null
                            : switch (COLUMNS.get(column).kind()) {
                                case INTEGER -> row.getLong(column);
                                case NUMBER -> row.getDouble(column);
                                case TEXT -> row.getString(column);
                            };
                    read.add(value);
                }
                rows.add(read);
            }
        }
        return rows;
    }

    private static void returns(List<List<@Nullable Object>> rows) throws IOException {
        assertThat(read(new ParquetTable(COLUMNS, rows).bytes())).isEqualTo(rows);
    }

    /** Seed 1: tables of 1 to 300 rows, of which any share of values is missing, in runs of any length. */
    @Test
    void whatIsWrittenIsRead() throws IOException {
        Random random = new Random(1);
        for (int table = 0; table < 40; table++) {
            double missing = random.nextDouble();
            boolean there = true;
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (int row = random.nextInt(300); row >= 0; row--) {
                there = random.nextInt(4) > 0 ? there : random.nextDouble() >= missing;
                rows.add(Arrays.asList(
                        there ? random.nextLong() : null,
                        random.nextDouble() < missing ? null : "t" + random.nextInt(),
                        there ? null : random.nextGaussian() * 1e300,
                        "\u00e4".repeat(random.nextInt(200))));
            }
            returns(rows);
        }
    }

    /** One more row than a group has: the second group begins. */
    @Test
    void aGroupOfRowsAfterTheOther() throws IOException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (long row = 0; row <= ParquetTable.GROUP; row++) {
            rows.add(Arrays.asList(row, row % 7 == 0 ? null : "x", row / 3.0, null));
        }
        returns(rows);
    }

    /** Columns stand in the order they were given, an empty table has them, too. */
    @Test
    void anEmptyTableHasItsColumns() throws IOException {
        byte[] file = new ParquetTable(COLUMNS, List.of()).bytes();
        assertThat(read(file)).isEmpty();
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(ByteBuffer.wrap(file)))) {
            assertThat(reader.getFileSchema().getColumns().stream().map(column -> column.name()))
                    .containsExactly("count", "workload.inputTokens", "rate", "gr\u00f6\u00dfe");
        }
        assertThat(new String(file, 0, 4, StandardCharsets.US_ASCII)).isEqualTo("PAR1");
    }
}
