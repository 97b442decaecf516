package dev.meshwright.io.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A flat table as an Apache Parquet file: row groups of columns of one page each, not compressed, and the footer that says where they are.
 *
 * <p>Source: the specification of Apache Parquet, README.md and parquet.thrift.
 */
public final class ParquetTable {

    /** Rows that stand together; readers take a group each. */
    static final int GROUP = 100_000;

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int OPTIONAL = 1;
    private static final int UTF8 = 0;
    private static final int UNCOMPRESSED = 0;

    private final List<Column> columns;
    private final List<List<@Nullable Object>> rows;

    /** Where a column of a group stands. */
    private record Chunk(Column column, long offset, long bytes, long values) {}

    /**
     * A table.
     *
     * @param rows a value or null for every column: {@code Long}, {@code Double} or {@code String} as its kind says
     */
    public ParquetTable(List<Column> columns, List<List<@Nullable Object>> rows) {
        this.columns = List.copyOf(columns);
        this.rows = rows;
    }

    /** The file. */
    public byte[] bytes() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(MAGIC);
        List<List<Chunk>> groups = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += GROUP) {
            groups.add(group(rows.subList(from, Math.min(rows.size(), from + GROUP)), file));
        }
        byte[] footer = footer(groups);
        file.writeBytes(footer);
        file.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(footer.length)
                .array());
        file.writeBytes(MAGIC);
        return file.toByteArray();
    }

    private List<Chunk> group(List<List<@Nullable Object>> together, ByteArrayOutputStream file) {
        List<Chunk> chunks = new ArrayList<>();
        for (int index = 0; index < columns.size(); index++) {
            byte[] page = ColumnPage.of(columns.get(index), index, together);
            chunks.add(new Chunk(columns.get(index), file.size(), page.length, together.size()));
            file.writeBytes(page);
        }
        return chunks;
    }

    private byte[] footer(List<List<Chunk>> groups) {
        CompactWriter footer = new CompactWriter().int32(1, VERSION).structures(2, columns.size() + 1);
        footer.item().text(4, "rows").int32(5, columns.size()).end();
        for (Column column : columns) {
            footer.item().int32(1, column.kind().type()).int32(3, OPTIONAL).text(4, column.name());
            if (column.kind() == Column.Kind.TEXT) {
                // A union of kinds of values, of which the first is a text.
                footer.int32(6, UTF8).structure(10).structure(1).end().end();
            }
            footer.end();
        }
        footer.int64(3, rows.size()).structures(4, groups.size());
        groups.forEach(group -> describe(group, footer));
        return footer.text(6, "meshwright").bytes();
    }

    private static void describe(List<Chunk> group, CompactWriter footer) {
        footer.item().structures(1, group.size());
        for (Chunk chunk : group) {
            footer.item()
                    .int64(2, chunk.offset())
                    .structure(3)
                    .int32(1, chunk.column().kind().type())
                    .int32s(2, List.of(ColumnPage.PLAIN, ColumnPage.RUNS))
                    .texts(3, List.of(chunk.column().name()))
                    .int32(4, UNCOMPRESSED)
                    .int64(5, chunk.values())
                    .int64(6, chunk.bytes())
                    .int64(7, chunk.bytes())
                    .int64(9, chunk.offset())
                    .end()
                    .end();
        }
        footer.int64(2, group.stream().mapToLong(Chunk::bytes).sum())
                .int64(3, group.getFirst().values())
                .end();
    }
}
