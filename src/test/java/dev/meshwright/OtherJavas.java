package dev.meshwright;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Javas that Meshwright runs on, beside the one that runs the tests: installed ones, and those that {@code MESHWRIGHT_JDKS} names. */
final class OtherJavas {

    private static final Path INSTALLED = Path.of("/usr/lib/jvm");

    private static final int LEAST = 21;

    private OtherJavas() {}

    /** One home for each other version; none on many a machine. */
    static List<Path> of(Path own) throws IOException {
        List<Path> homes = new ArrayList<>();
        for (String named : System.getenv().getOrDefault("MESHWRIGHT_JDKS", "").split(File.pathSeparator)) {
            if (!named.isBlank()) {
                homes.add(Path.of(named));
            }
        }
        if (Files.isDirectory(INSTALLED)) {
            try (Stream<Path> found = Files.list(INSTALLED)) {
                found.filter(home -> !Files.isSymbolicLink(home)).sorted().forEach(homes::add);
            }
        }
        List<Path> others = new ArrayList<>();
        List<Integer> versions = new ArrayList<>(List.of(version(own)));
        for (Path home : homes) {
            int version = version(home);
            if (version >= LEAST && !versions.contains(version)) {
                versions.add(version);
                others.add(home);
            }
        }
        return others;
    }

    /** Feature version of a Java by its release file, 0 where there is none. */
    static int version(Path home) {
        try {
            String release = Files.readString(home.resolve("release"));
            return Integer.parseInt(release.replaceFirst("(?s).*JAVA_VERSION=\"(\\d+).*", "$1"));
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
