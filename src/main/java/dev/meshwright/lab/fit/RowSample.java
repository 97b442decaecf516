package dev.meshwright.lab.fit;

import dev.meshwright.lab.row.MeasuredRow;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A part of many rows that depends on nothing but the rows. */
final class RowSample {

    private RowSample() {}

    /** The {@code most} rows whose content has the smallest SHA-256, in their order; all where there are no more. */
    static List<MeasuredRow> of(List<MeasuredRow> rows, int most) {
        if (rows.size() <= most) {
            return rows;
        }
        String[] digests = rows.stream().map(RowSample::digest).toArray(String[]::new);
        String[] sorted = digests.clone();
        Arrays.sort(sorted);
        String last = sorted[most - 1];
        // Equal rows share a digest: as many of the last as there is room for.
        return IntStream.range(0, digests.length)
                .filter(row -> digests[row].compareTo(last) <= 0)
                .limit(most)
                .mapToObj(rows::get)
                .toList();
    }

    private static String digest(MeasuredRow row) {
        try {
            byte[] content = new TreeMap<>(row.source().cells()).toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
