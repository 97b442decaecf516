package dev.meshwright.io.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of a column of some rows as one data page: whether each is there as runs, then those that are, plain, one after the other.
 *
 * <p>Source: the specification of Apache Parquet, Encodings.md (RLE, PLAIN) and README.md (data pages).
 */
final class ColumnPage {

    private static final int DATA_PAGE = 0;

    static final int PLAIN = 0;
    static final int RUNS = 3;

    private ColumnPage() {}

    /** Header and page. */
    static byte[] of(Column column, int index, List<List<@Nullable Object>> rows) {
        byte[] there = there(index, rows);
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        page.writeBytes(little(Integer.BYTES).putInt(there.length).array());
        page.writeBytes(there);
        for (List<@Nullable Object> row : rows) {
            Object value = row.get(index);
            if (value != null) {
                page.writeBytes(plain(column, value));
            }
        }
        byte[] header = new CompactWriter()
                .int32(1, DATA_PAGE)
                .int32(2, page.size())
                .int32(3, page.size())
                .structure(5)
                .int32(1, rows.size())
                .int32(2, PLAIN)
                .int32(3, RUNS)
                .int32(4, RUNS)
                .end()
                .bytes();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(header);
        all.writeBytes(page.toByteArray());
        return all.toByteArray();
    }

    /** Runs of rows that have a value, and of those that have none: twice its length, then 1 or 0. */
    private static byte[] there(int index, List<List<@Nullable Object>> rows) {
        ByteArrayOutputStream runs = new ByteArrayOutputStream();
        int from = 0;
        while (from < rows.size()) {
            boolean present = rows.get(from).get(index) != null;
            int to = from + 1;
            while (to < rows.size() && (rows.get(to).get(index) != null) == present) {
                to++;
            }
            Varint.write((to - from) * 2L, runs);
            runs.write(present ? 1 : 0);
            from = to;
        }
        return runs.toByteArray();
    }

    private static byte[] plain(Column column, Object value) {
        return switch (column.kind()) {
            case INTEGER -> little(Long.BYTES).putLong((Long) value).array();
            case NUMBER -> little(Double.BYTES).putDouble((Double) value).array();
            case TEXT -> {
                byte[] bytes = ((String) value).getBytes(StandardCharsets.UTF_8);
                yield little(Integer.BYTES + bytes.length)
                        .putInt(bytes.length)
                        .put(bytes)
                        .array();
            }
        };
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
