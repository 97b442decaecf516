package dev.meshwright.serve;

import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.io.problem.ProblemFiles;
import dev.meshwright.io.tree.InputFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads a problem that names files. They are looked for in an archive that holds what the request brought and nothing else: no path, absolute
 * or with dots, leads out of it.
 */
final class Upload {

    private Upload() {}

    /**
     * Reads a problem.
     *
     * @param config a model's configuration, which the problem calls {@code config.json}
     * @throws dev.meshwright.base.fault.InvalidInputException with everything that is wrong with it
     */
    static ProblemDocument problem(String text, Optional<String> config) {
        Map<String, String> files =
                config.map(content -> Map.of("config.json", content)).orElse(Map.of());
        return with(files, root -> ProblemFiles.open(new InputFile("problem", text), root));
    }

    /**
     * What is read of an archive that holds {@code files} and nothing else.
     *
     * @param read what is done with the folder that they lie in
     */
    static <T> T with(Map<String, String> files, Function<Path, T> read) {
        try {
            Path folder = Files.createTempDirectory("meshwright-upload");
            Path archive = folder.resolve("upload.zip");
            try (FileSystem system = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
                // Relative, as whoever pasted a text knows its name: the archive has no other folder.
                Path root = system.getPath("");
                for (Map.Entry<String, String> file : files.entrySet()) {
                    Files.writeString(root.resolve(file.getKey()), file.getValue());
                }
                return read.apply(root);
            } finally {
                Files.deleteIfExists(archive);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
