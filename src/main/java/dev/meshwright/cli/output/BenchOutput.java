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

    /** Writes {@code answer} as {@code json} and as a picture, if somebody said where. */
    public void write(BenchAnswer answer, String json, Terminal terminal) {
        if (folder != null) {
            String picture = BenchPicture.of(answer);
            AtomicFiles.write(folder.resolve("bench.json"), json.getBytes(StandardCharsets.UTF_8));
            AtomicFiles.write(folder.resolve("bench.svg"), picture.getBytes(StandardCharsets.UTF_8));
            terminal.say("Written to " + folder);
        }
    }
}
