package dev.meshwright;

import dev.meshwright.facts.problem.Problem;
import dev.meshwright.io.problem.ProblemFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The problem files of the project. */
public final class ExampleProblems {

    private static final Path FOLDER = Path.of("problems");

    private ExampleProblems() {}

    /** Names of all of them, sorted. */
    public static List<String> names() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".yaml"))
                    .map(file -> file.substring(0, file.length() - ".yaml".length()))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The problem of that name. */
    public static Problem read(String name) {
        return ProblemFiles.read(FOLDER.resolve(name + ".yaml"));
    }
}
