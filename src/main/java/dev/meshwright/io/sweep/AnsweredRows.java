package dev.meshwright.io.sweep;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.io.tree.AtomicFiles;
import dev.meshwright.io.tree.Documents;
import dev.meshwright.io.tree.Faults;
import dev.meshwright.io.tree.PlainTree;
import dev.meshwright.io.tree.TreeReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A folder of answers to a sweep: {@code answers.jsonl}, a row each, and {@code sweep.yaml}, whose they are; once all are
 * answered {@code summary.csv} and {@code answers.parquet}, the same as a table. While scenarios are
 * answered rows are appended as they come, so that nothing is lost whenever it ends; in the end they stand in order.
 *
 * <p>A row that was answered before is known by its digest: of the problem, the program's version and how it was asked.
 */
public final class AnsweredRows implements AutoCloseable {

    private static final String ROWS = "answers.jsonl";
    private static final String OWNER = "sweep.yaml";

    private final Path folder;
    private final Map<String, Object> known = new LinkedHashMap<>();
    private final Writer appended;

    private AnsweredRows(Path folder, Map<String, Object> known, Writer appended) {
        this.folder = folder;
        this.known.putAll(known);
        this.appended = appended;
    }

    /**
     * Opens a folder, which may be new.
     *
     * @throws InvalidInputException if it is another sweep's, or cannot be written to
     */
    public static AnsweredRows open(Path folder, String sweep) {
        Path owner = folder.resolve(OWNER);
        Path rows = folder.resolve(ROWS);
        AtomicFiles.require(owner);
        AtomicFiles.require(rows);
        if (Files.exists(owner)) {
            String other = TreeReader.open(owner)
                    .child("name")
                    .flatMap(TreeReader::text)
                    .orElse("");
            if (!other.equals(sweep)) {
                throw fault(folder, "has the answers of another sweep, " + other, "Maybe another folder.");
            }
        } else if (Files.exists(rows)) {
            throw fault(folder, "has an " + ROWS + " of something else", "Maybe another folder.");
        }
        if (Files.exists(rows) && !Files.isRegularFile(rows)) {
            throw fault(rows, "is no plain file", "Maybe another folder.");
        }
        Map<String, Object> known = Files.exists(rows) ? read(rows) : Map.of();
        AtomicFiles.write(owner, Documents.toYaml(Map.of("name", sweep)).getBytes(StandardCharsets.UTF_8));
        try {
            // Rows of before stay until all stand in order, so that no moment is without them.
            boolean torn = Files.exists(rows) && !endsWithLine(rows);
            Writer writer = Files.newBufferedWriter(
                    rows, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            writer.write(torn ? "\n" : "");
            return new AnsweredRows(folder, known, writer);
        } catch (IOException e) {
            throw unwritten(rows, e);
        }
    }

    private static boolean endsWithLine(Path rows) throws IOException {
        try (FileChannel channel = FileChannel.open(rows, StandardOpenOption.READ)) {
            if (channel.size() == 0) {
                return true;
            }
            ByteBuffer last = ByteBuffer.allocate(1);
            channel.read(last, channel.size() - 1);
            return last.get(0) == '\n';
        }
    }

    /** Answers by their digests; a last line that was cut off is none, and what failed is to be asked again. */
    private static Map<String, Object> read(Path rows) {
        Map<String, Object> known = new LinkedHashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(rows, StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            for (long number = 1; line != null; number++) {
                TreeReader.line(new Faults(rows.toString()), number, line).ifPresent(row -> row.child("digest")
                        .flatMap(TreeReader::text)
                        .ifPresent(digest -> row.child("answer")
                                .filter(AnsweredRows::stands)
                                .ifPresent(answer -> known.put(digest, PlainTree.of(answer)))));
                line = lines.readLine();
            }
        } catch (IOException e) {
            throw fault(rows, "cannot be read", "");
        }
        return known;
    }

    private static boolean stands(TreeReader answer) {
        String failed = ScenarioStatus.FAILED.label();
        return answer.child("status")
                .flatMap(TreeReader::text)
                .filter(failed::equals)
                .isEmpty();
    }

    /** The answer that was given before. */
    public Optional<Object> known(String digest) {
        return Optional.ofNullable(known.get(digest));
    }

    /** How many answers were given before. */
    public int size() {
        return known.size();
    }

    /** Adds a row at once. */
    public synchronized void append(Map<String, Object> row) {
        try {
            appended.write(Documents.toJsonLine(row));
            appended.flush();
        } catch (IOException e) {
            throw unwritten(folder.resolve(ROWS), e);
        }
    }

    /** Replaces all rows by the same in order, and writes the table beside them, as text and as Parquet. */
    public void finish(List<Map<String, Object>> ordered, SweepTable table) {
        StringBuilder all = new StringBuilder();
        ordered.forEach(row -> all.append(Documents.toJsonLine(row)));
        AtomicFiles.write(folder.resolve(ROWS), all.toString().getBytes(StandardCharsets.UTF_8));
        AtomicFiles.write(folder.resolve("summary.csv"), table.csv().getBytes(StandardCharsets.UTF_8));
        AtomicFiles.write(folder.resolve("answers.parquet"), table.parquet());
    }

    @Override
    public void close() {
        try {
            appended.close();
        } catch (IOException e) {
            throw unwritten(folder.resolve(ROWS), e);
        }
    }

    private static InvalidInputException unwritten(Path file, IOException cause) {
        return fault(file, "cannot be written: " + cause.getMessage(), "");
    }

    private static InvalidInputException fault(Path file, String message, String maybe) {
        return new InvalidInputException(List.of(new Fault(file.toString(), "", "", message, maybe)));
    }
}
