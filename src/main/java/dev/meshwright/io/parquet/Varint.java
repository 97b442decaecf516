package dev.meshwright.io.parquet;

import java.io.ByteArrayOutputStream;

/** Whole numbers of any length: seven bits a byte, lowest first, the eighth says that more come (ULEB128). */
final class Varint {

    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;

    private Varint() {}

    static void write(long value, ByteArrayOutputStream out) {
        long left = value;
        while (left >>> BITS != 0) {
            out.write((int) (left & (MORE - 1)) | MORE);
            left >>>= BITS;
        }
        out.write((int) left);
    }
}
