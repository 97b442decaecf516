package dev.meshwright.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What class files do not show: lengths, names written out, and what a package says of itself. */
class SourcesTest {

    private static final int MOST_LINES = 300;

    private static final int MOST_METHOD_LINES = 40;

    /** Texts and documents; pages and pictures compute places on a sheet. */
    private static final Pattern RENDERING = Pattern.compile("/answer/(?:text/(?!page/)|json/)");

    private static final Pattern QUALIFIED =
            Pattern.compile("(?<![\\w.\"@])@?(?:java|javax|org|dev|tools|com)(?:\\.[a-z]\\w*)+\\.[A-Z]\\w*");

    private static List<Path> sources(String... roots) {
        List<Path> found = new ArrayList<>();
        for (String root : roots) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(found::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        assertThat(found).as("sources below %s", List.of(roots)).hasSizeGreaterThan(200);
        return found;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void filesFitOnAFewPages() {
        assertThat(sources("src/main/java", "src/test/java").stream()
                        .filter(file -> lines(file).size() > MOST_LINES))
                .isEmpty();
    }

    @Test
    void methodsFitOnAScreen() throws IOException {
        assertThat(MethodLengths.longerThan(MOST_METHOD_LINES, sources("src/main/java")))
                .isEmpty();
        Path wrong = Path.of("src/test/java/wrong/answer/text/Rendering.java");
        assertThat(MethodLengths.longerThan(3, List.of(wrong)))
                .as("a method of more lines is seen")
                .hasSize(1);
    }

    /** Shares, rates and means are of the answer; a rendering chooses words, units and places. */
    @Test
    void renderingsDivideNothing() {
        List<String> divisions = new ArrayList<>();
        for (Path file : sources("src/main/java")) {
            String place = file.toString().replace('\\', '/');
            if (RENDERING.matcher(place).find()) {
                lines(file).stream()
                        .filter(SourcesTest::divides)
                        .map(line -> file + ": " + line.strip())
                        .forEach(divisions::add);
            }
        }
        assertThat(divisions).isEmpty();
        assertThat(lines(Path.of("src/test/java/wrong/answer/text/Rendering.java")))
                .as("a rendering that divides is seen")
                .anyMatch(SourcesTest::divides);
        assertThat(divides("        // tokens / s")).isFalse();
        assertThat(divides("        return \"tokens / s\";")).isFalse();
    }

    private static boolean divides(String line) {
        String code = line.strip();
        return !code.startsWith("*")
                && !code.startsWith("/*")
                && code.replaceAll("\"(?:\\\\.|[^\"\\\\])*\"", "\"\"")
                        .replaceFirst("//.*", "")
                        .contains(" / ");
    }

    /** What time of what day it is may jump; durations are of the clock that only goes on, and answers know neither. */
    @Test
    void nobodyAsksWhatTimeItIs() {
        Pattern clock = Pattern.compile(
                "currentTimeMillis|(?:Instant|Local\\w+|Zoned\\w+|Year|OffsetDateTime)\\.now|Clock\\.system|new Date\\(|TimeZone|ZoneId\\.system");
        assertThat(sources("src/main/java").stream().filter(file -> lines(file).stream()
                        .anyMatch(line -> clock.matcher(line).find())))
                .isEmpty();
        assertThat(clock.matcher("long now = System.currentTimeMillis();").find())
                .isTrue();
    }

    /** A group that may repeat without end takes a frame of the stack each time, unless it gives nothing back: {@code (...)*+}. */
    @Test
    void repeatedGroupsOfPatternsKeepWhatTheyTake() {
        Pattern pattern =
                Pattern.compile("compile\\(|matches\\(|replaceAll\\(|replaceFirst\\(|split\\(|^\\s*[+] \"|^\\s*\"");
        Pattern greedy = Pattern.compile("\"[^\"]*[^\\\\\"|(]\\)(?:[*+]|\\{\\d+,\\})(?![+\\w]|\\\\d)");
        List<String> growing = new ArrayList<>();
        for (Path file : sources("src/main/java")) {
            lines(file).stream()
                    .filter(line ->
                            pattern.matcher(line).find() && greedy.matcher(line).find())
                    .map(line -> file + ": " + line.strip())
                    .forEach(growing::add);
        }
        assertThat(growing).isEmpty();
        assertThat(greedy.matcher("Pattern.compile(\"(a|b)*\")").find()).isTrue();
        assertThat(greedy.matcher("Pattern.compile(\"(?:a,){2,}\")").find()).isTrue();
        assertThat(greedy.matcher("Pattern.compile(\"(a|b)*+\")").find()).isFalse();
    }

    @Test
    void namesAreImported() {
        List<String> written = new ArrayList<>();
        for (Path file : sources("src/main/java")) {
            for (String line : lines(file)) {
                if (!file.endsWith("package-info.java") && writtenOut(line)) {
                    written.add(file + ": " + line.strip());
                }
            }
        }
        assertThat(written).isEmpty();
        assertThat(writtenOut("        return java.util.List.of();")).isTrue();
        assertThat(writtenOut("        return List.of(\"java.util.List\");")).isFalse();
    }

    private static boolean writtenOut(String line) {
        String code = line.strip();
        boolean talk = code.startsWith("*") || code.startsWith("/*") || code.startsWith("//");
        boolean head = code.startsWith("import ") || code.startsWith("package ");
        return !talk
                && !head
                && QUALIFIED
                        .matcher(code.replaceAll("\"(?:\\\\.|[^\"\\\\])*\"", "\"\""))
                        .find();
    }

    /** Its subject, its door, who may use it, units, an example: that takes some lines, and no more than a screen. */
    @Test
    void packagesSayWhatTheyAre() {
        List<String> odd = new ArrayList<>();
        for (Path file : sources("src/main/java")) {
            if (!Files.exists(file.resolveSibling("package-info.java"))) {
                odd.add(file.getParent() + " says nothing");
            } else if (file.endsWith("package-info.java")) {
                long said = lines(file).stream()
                        .map(String::strip)
                        .filter(line -> line.startsWith("*") || line.startsWith("/**"))
                        .count();
                if (said < 8 || said > 18) {
                    odd.add(file + " says it in " + said + " lines");
                }
            }
        }
        assertThat(odd).isEmpty();
    }
}
