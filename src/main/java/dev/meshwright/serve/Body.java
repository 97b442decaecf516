package dev.meshwright.serve;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The bytes of an answer, made once for everybody who asks. */
final class Body {

    /** The JDK's server keeps a buffer of twice the largest piece for every connection. */
    private static final int PIECE = 1 << 13;

    private final byte[] bytes;

    private Body(byte[] bytes) {
        this.bytes = bytes;
    }

    static Body of(String text) {
        return new Body(text.getBytes(StandardCharsets.UTF_8));
    }

    int length() {
        return bytes.length;
    }

    void writeTo(OutputStream out) throws IOException {
        for (int from = 0; from < bytes.length; from += PIECE) {
            out.write(bytes, from, Math.min(PIECE, bytes.length - from));
        }
    }
}
