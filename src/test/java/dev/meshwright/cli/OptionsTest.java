package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An option that several commands have is declared once, so that its words and its meaning cannot come apart. */
class OptionsTest {

    private static final Pattern OPTION = Pattern.compile(
            "@Option\\((?:[^()\"]|\"[^\"]*\"|\\([^()]*\\))*?description\\s*=\\s*((?:\"[^\"]*\"\\s*\\+?\\s*)+)");

    @Test
    void noDescriptionOfAnOptionIsWrittenTwice() throws IOException {
        Map<String, TreeSet<String>> files = new TreeMap<>();
        List<Path> sources;
        try (Stream<Path> walked = Files.walk(Path.of("src/main/java/dev/meshwright/cli"))) {
            sources = walked.filter(file -> file.toString().endsWith(".java")).toList();
        }
        for (Path file : sources) {
            Matcher option = OPTION.matcher(Files.readString(file));
            while (option.find()) {
                String description =
                        option.group(1).replaceAll("\"\\s*\\+\\s*\"", "").strip();
                files.computeIfAbsent(description, unused -> new TreeSet<>()).add(file.toString());
            }
        }
        assertThat(files).as("options are found").hasSizeGreaterThan(80);
        assertThat(files.entrySet()).allMatch(entry -> entry.getValue().size() == 1);
    }
}
