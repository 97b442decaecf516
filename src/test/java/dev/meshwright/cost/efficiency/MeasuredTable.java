package dev.meshwright.cost.efficiency;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** A CSV file of measurements, plain or gzipped, without quoted fields. */
final class MeasuredTable {

    private final Map<String, Integer> columns = new HashMap<>();
    private final List<Row> rows = new ArrayList<>();

    /** One line. {@link #forFit()} splits the rows in two halves by the hash of the text: one is fitted, both are judged. */
    final class Row {
        private final String line;
        private final String[] cells;

        private Row(String line) {
            this.line = line;
            this.cells = line.split(",", -1);
        }

        boolean forFit() {
            int hash = line.hashCode();
            return ((hash ^ (hash >>> 16)) & 1) == 0;
        }

        boolean has(String column) {
            Integer index = columns.get(column);
            return index != null && index < cells.length && !cells[index].isEmpty();
        }

        String text(String column) {
            Integer index = columns.get(column);
            if (index == null) {
                throw new IllegalArgumentException("no column " + column + " in " + columns.keySet());
            }
            return cells[index];
        }

        double number(String column) {
            return Double.parseDouble(text(column));
        }
    }

    static MeasuredTable read(Path file) {
        MeasuredTable table = new MeasuredTable();
        try (InputStream raw = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader reader = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            String[] header = reader.readLine().split(",", -1);
            for (int i = 0; i < header.length; i++) {
                table.columns.put(header[i], i);
            }
            reader.lines().forEach(line -> table.rows.add(table.new Row(line)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }

    /** The files of a folder whose names contain {@code part}, in the order of their names. */
    static List<Path> files(Path folder, String part) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().contains(part))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The GPU that the name of a file starts with: {@code h100_sxm__gemm__...} is {@code h100_sxm}. */
    static String gpu(Path file) {
        return file.getFileName().toString().split("__")[0];
    }

    List<Row> rows() {
        return rows;
    }
}
