package dev.meshwright.io.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever ends a writer, the file is the old one or the new one. */
class KilledWriterTest {

    private static final int KILLS = 6;

    private static final int SIZE = 1_000_000;

    @TempDir
    Path folder;

    /** Writes the file again and again, each time with another letter. */
    public static final class Writer {
        private Writer() {}

        public static void main(String[] args) {
            for (int round = 0; ; round++) {
                byte[] content = new byte[SIZE];
                Arrays.fill(content, (byte) ('a' + round % 26));
                AtomicFiles.write(Path.of(args[0]), content);
            }
        }
    }

    private static Path location(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static void whole(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        assertThat(content).hasSize(SIZE);
        byte[] expected = new byte[SIZE];
        Arrays.fill(expected, content[0]);
        assertThat(Arrays.equals(content, expected)).as("all of one round").isTrue();
    }

    @Test
    void aKilledWriterLeavesTheOldFileOrTheNewOne() throws Exception {
        Path file = folder.resolve("plan.yaml");
        Random random = new Random(5);
        for (int kill = 0; kill < KILLS; kill++) {
            Process writer = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            location(Writer.class) + File.pathSeparator + location(AtomicFiles.class),
                            Writer.class.getName(),
                            file.toString())
                    .inheritIO()
                    .start();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (!Files.exists(file) && System.nanoTime() < deadline) {
                Thread.sleep(5);
            }
            Thread.sleep(random.nextInt(120));
            writer.destroyForcibly();
            assertThat(writer.waitFor(20, TimeUnit.SECONDS)).isTrue();
            whole(file);
        }
    }

    @Test
    void twoWritersAtOnceLeaveAWholeFile() throws Exception {
        Path file = folder.resolve("both.yaml");
        List<Thread> writers = Stream.of('x', 'y')
                .map(letter -> Thread.ofPlatform().start(() -> {
                    byte[] content = new byte[SIZE];
                    Arrays.fill(content, (byte) letter.charValue());
                    for (int round = 0; round < 30; round++) {
                        AtomicFiles.write(file, content);
                    }
                }))
                .toList();
        for (Thread writer : writers) {
            writer.join();
        }
        whole(file);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void aFolderThatVanishedIsMadeAgain() throws IOException {
        Path file = folder.resolve("gone/plan.yaml");
        Files.createDirectories(file.getParent());
        AtomicFiles.require(file);
        Files.delete(file.getParent());
        AtomicFiles.write(file, new byte[] {1});
        assertThat(file).exists();
    }

    /** Of 255 letters, as most systems allow. */
    @Test
    void theLongestNameIsAName() throws IOException {
        Path file = folder.resolve("p".repeat(250) + ".yaml");
        AtomicFiles.write(file, new byte[] {1});
        AtomicFiles.write(file, new byte[] {2});
        assertThat(Files.readAllBytes(file)).containsExactly(2);
    }

    /** There is no other way to write a file, so what holds of this one holds of all. */
    @Test
    void everyFileIsWrittenSo() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            assertThat(
                            sources.filter(
                                    source -> source.toString().endsWith(".java")
                                            && !source.endsWith("AtomicFiles.java")
                                            && !source.endsWith("Main.java")
                                            // Rows of a sweep are appended as they come, and an upload lies in memory.
                                            && !source.endsWith("AnsweredRows.java")
                                            && !source.endsWith("Upload.java")
                                            && text(source)
                                                    .matches(
                                                            "(?s).*(?<![A-Za-z])(Files\\.(write|newBufferedWriter|newOutputStream|copy|move)|FileOutputStream|FileWriter).*")))
                    .isEmpty();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
