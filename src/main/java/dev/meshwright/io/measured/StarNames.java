package dev.meshwright.io.measured;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names of files with stars. */
final class StarNames {

    private StarNames() {}

    /** The files that a name with a star stands for, in order; the name itself where there is none. */
    static List<Path> expanded(Path name) {
        String pattern = String.valueOf(name.getFileName());
        Path folder = name.getParent();
        if (!pattern.contains("*") || folder == null || !Files.isDirectory(folder)) {
            return List.of(name);
        }
        // A star is the only letter with a meaning of its own.
        String regex =
                Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(
                            file -> String.valueOf(file.getFileName()).matches(regex))
                    .toList();
            return found.isEmpty() ? List.of(name) : found.stream().sorted().toList();
        } catch (IOException e) {
            return List.of(name);
        }
    }
}
