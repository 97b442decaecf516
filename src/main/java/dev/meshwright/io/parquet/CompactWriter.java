package dev.meshwright.io.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Thrift's compact protocol, as far as headers and footers of Parquet need it: structures of fields with ascending numbers.
 *
 * <p>Source: the specification of Apache Thrift, doc/specs/thrift-compact-protocol.md.
 */
final class CompactWriter {

    private static final int INT32 = 5;
    private static final int INT64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCTURE = 12;

    /** Sizes and differences of numbers of fields from here on do not fit into the half byte of a short head. */
    private static final int LONG_HEAD = 15;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Numbers of the last fields, of the innermost structure first. */
    private final Deque<Integer> last = new ArrayDeque<>(List.of(0));

    CompactWriter int32(int field, int value) {
        head(field, INT32);
        zigzag(value);
        return this;
    }

    CompactWriter int64(int field, long value) {
        head(field, INT64);
        zigzag(value);
        return this;
    }

    CompactWriter text(int field, String value) {
        head(field, BINARY);
        text(value);
        return this;
    }

    /** A list of numbers. */
    CompactWriter int32s(int field, List<Integer> values) {
        list(field, INT32, values.size());
        values.forEach(this::zigzag);
        return this;
    }

    /** A list of texts. */
    CompactWriter texts(int field, List<String> values) {
        list(field, BINARY, values.size());
        values.forEach(this::text);
        return this;
    }

    /** A list of structures: as many as are then begun by {@link #item} and ended. */
    CompactWriter structures(int field, int size) {
        list(field, STRUCTURE, size);
        return this;
    }

    /** Begins a structure in a list. */
    CompactWriter item() {
        last.push(0);
        return this;
    }

    /** Begins a structure in a field. */
    CompactWriter structure(int field) {
        head(field, STRUCTURE);
        return item();
    }

    /** Ends the innermost structure. */
    CompactWriter end() {
        last.pop();
        out.write(0);
        return this;
    }

    /** Everything, the outermost structure ended. */
    byte[] bytes() {
        out.write(0);
        return out.toByteArray();
    }

    private void list(int field, int type, int size) {
        head(field, LIST);
        if (size < LONG_HEAD) {
            out.write(size << 4 | type);
        } else {
            out.write(LONG_HEAD << 4 | type);
            varint(size);
        }
    }

    private void head(int field, int type) {
        int ahead = field - last.pop();
        last.push(field);
        if (ahead <= 0 || ahead > LONG_HEAD) {
            throw new IllegalArgumentException("fields must come in their order, not " + field);
        }
        out.write(ahead << 4 | type);
    }

    private void text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        varint(bytes.length);
        out.writeBytes(bytes);
    }

    private void zigzag(long value) {
        varint(value << 1 ^ value >> 63);
    }

    private void varint(long value) {
        Varint.write(value, out);
    }
}
