package dev.meshwright.cli.output;

import dev.meshwright.answer.picture.BenchPicture;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.tree.AtomicFiles;
import dev.meshwright.lab.bench.BenchAnswer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a benchmark is written. */
public final class BenchOutput {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            description = "Also write bench.json and bench.svg there.")
    private @Nullable Path folder;

    /** Refuses a place that cannot be written, before anything is measured. */
    public void require() {
        if (folder != null) {
            AtomicFiles.require(folder.resolve("bench.json"));
        }
    }

    /** Writes what is measured so far, if somebody said where, so that nothing that comes after can lose it. */
    public void keep(BenchAnswer answer, String json) {
        if (folder != null) {
            String picture = BenchPicture.of(answer);
            AtomicFiles.write(folder.resolve("bench.json"), json.getBytes(StandardCharsets.UTF_8));
            AtomicFiles.write(folder.resolve("bench.svg"), picture.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Writes {@code answer} as {@code json} and as a picture, if somebody said where, and says so. */
    public void write(BenchAnswer answer, String json, Terminal terminal) {
        if (folder != null) {
            keep(answer, json);
            terminal.talk("Written to " + folder);
        }
    }
}
