package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.engine.EngineRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No recorded screen leaves the name of a rule alone: where one stands its sentence stands beside it. */
class RuleNamesTest {

    /** Names that are no words: of rules of engines and of constraints. */
    private static TreeSet<String> names() {
        TreeSet<String> names = new TreeSet<>();
        EngineRule.all().forEach(rule -> names.add(rule.id()));
        Arrays.stream(Constraint.values()).map(Constraint::label).forEach(names::add);
        names.removeIf(name -> name.equals(name.toLowerCase(Locale.ROOT)) || name.contains("."));
        return names;
    }

    private static List<Path> screens() throws IOException {
        try (Stream<Path> transcripts = Files.list(Path.of("src/test/resources/transcripts"))) {
            return Stream.concat(transcripts.sorted(), Stream.of(Path.of("README.md"), Path.of("docs/tour.md")))
                    .filter(file -> !file.toString().contains("json"))
                    .toList();
        }
    }

    /** Whether a rule's sentence ends in front of its name in brackets. */
    private static boolean said(String name, String flat, int start) {
        String before = flat.substring(0, start - 1).strip();
        return EngineRule.all().stream()
                .filter(rule -> rule.id().equals(name))
                .anyMatch(rule -> before.endsWith(rule.sentence().replaceFirst("\\.$", "")));
    }

    /**
     * Names that stand alone in a text. {@code name at PLACE: sentence} of a broken constraint and {@code (name): sentence},
     * or {@code sentence (name).}, of an engine's rule are not alone; keys of files, {@code name: value}, are no names of rules.
     */
    private static List<String> alone(String text) {
        String flat = text.replaceAll("\\s+", " ");
        List<String> found = new ArrayList<>();
        for (String name : names()) {
            Matcher matcher = Pattern.compile("(?<![\\w./])" + Pattern.quote(name) + "(?![\\w.=])")
                    .matcher(flat);
            while (matcher.find()) {
                String before = flat.substring(Math.max(0, matcher.start() - 1), matcher.start());
                String after = flat.substring(matcher.end(), Math.min(flat.length(), matcher.end() + 5));
                boolean broken = after.startsWith(" at ");
                boolean explained = before.equals("(") && (after.startsWith("):") || said(name, flat, matcher.start()));
                boolean key = after.startsWith(":") || before.equals("`");
                if (!broken && !explained && !key) {
                    found.add(flat.substring(
                            Math.max(0, matcher.start() - 60), Math.min(flat.length(), matcher.end() + 20)));
                }
            }
        }
        return found;
    }

    @Test
    void aNameOfARuleNeverStandsAlone() throws IOException {
        assertThat(alone("which costs 1.9 % beside TP4 (wholeOrSplitExperts). Next"))
                .hasSize(1);
        assertThat(alone("it is behind (wholeOrSplitExperts, nodes) here")).hasSize(1);
        assertThat(alone("The plan cannot run: gpuCount 24 where")).hasSize(1);
        assertThat(alone("- gpuCount at /layout: Add a GPU.")).isEmpty();
        List<Path> screens = screens();
        assertThat(screens).hasSizeGreaterThan(50);
        for (Path screen : screens) {
            assertThat(alone(Files.readString(screen))).as(screen.toString()).isEmpty();
        }
    }
}
