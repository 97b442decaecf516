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
        try {
            Path folder = Files.createTempDirectory("meshwright-upload");
            Path archive = folder.resolve("upload.zip");
            try (FileSystem files = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
                Path root = files.getPath("/");
                if (config.isPresent()) {
                    Files.writeString(root.resolve("config.json"), config.get());
                }
                return ProblemFiles.open(new InputFile("problem", text), root);
            } finally {
                Files.deleteIfExists(archive);
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
