package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cli.terminal.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every transcript of the README and of docs/tour.md is what the command prints (see {@link ShownTranscript} for shortened
 * ones), and the README's five minutes work from an empty folder. After a wanted change record the transcripts again with
 * {@code mvn test -Dtest=ReadmeTest -Dmeshwright.regenerate=true} and read the difference.
 */
class ReadmeTest {

    private static final Path README = Path.of("README.md");
    private static final int MOST_LINES = 200;
    private static final Pattern ARGUMENT = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    private static final Pattern NAMED_BLOCK = Pattern.compile("(?s)```yaml\\n *# (\\S+\\.yaml)[^\\n]*\\n(.*?)```\\n");
    private static final Pattern CODE = Pattern.compile("`\\./meshwright ([^`]+)`");

    /** What commands print: both documents show the same search. */
    private static final Map<String, String> PRINTED = new HashMap<>();

    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/tour.md"})
    void transcriptsAreWhatCommandsPrint(String document) throws IOException {
        Path path = Path.of(document);
        String text = Files.readString(path);
        if (Boolean.getBoolean("meshwright.regenerate")) {
            text = ShownTranscript.replaced(
                    text,
                    ShownTranscript.in(text).stream()
                            .map(transcript -> transcript.recorded(printed(transcript.command())))
                            .toList());
            Files.writeString(path, text);
        }
        List<ShownTranscript> transcripts = ShownTranscript.in(text);
        assertThat(transcripts)
                .as("code blocks with a prompt; all of them are read as transcripts")
                .isNotEmpty()
                .hasSameSizeAs(
                        text.lines().filter(line -> line.matches("\\s*\\$ .*")).toList());
        for (ShownTranscript transcript : transcripts) {
            String printed = printed(transcript.command());
            if (transcript.shortened()) {
                assertThat(transcript.missing(printed))
                        .as("line of the shortened transcript of %s that is not printed:%n%s", document, printed)
                        .isEmpty();
            } else {
                assertThat(printed).isEqualTo(transcript.shown());
            }
        }
    }

    @Test
    void theTourShowsEveryQuestion() throws IOException {
        assertThat(ShownTranscript.in(Files.readString(Path.of("docs/tour.md"))))
                .extracting(transcript -> transcript.command().split(" ")[0])
                .contains("search", "check", "place", "scale");
    }

    @Test
    void theReadmeIsShort() throws IOException {
        assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(MOST_LINES);
    }

    @Test
    void theNotationExplainedIsThatOfTheAnswerShown() throws IOException {
        String text = Files.readString(README);
        String headline = ShownTranscript.in(text).getFirst().shown().split(" on ")[0];
        String explained = text.substring(text.indexOf("In the first line, "));
        assertThat(Pattern.compile("`((?:[A-Z]+|x)\\d+)`").matcher(explained).results())
                .extracting(match -> match.group(1))
                .containsExactlyInAnyOrder(headline.split(" "));
    }

    /** The commands and files of the section, in its order; each command does what it is shown for. */
    @Test
    void fiveMinutesWorkFromAnEmptyFolder() throws IOException {
        String section = section("Five minutes");
        Map<String, String> files = new HashMap<>();
        NAMED_BLOCK
                .matcher(section)
                .results()
                .forEach(block -> files.put(block.group(1), block.group(2).stripIndent()));
        String core = Optional.ofNullable(files.remove("my-problem.yaml")).orElseThrow();
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(temporary.resolve(file.getKey()), file.getValue());
        }
        List<String> commands =
                CODE.matcher(section).results().map(match -> match.group(1)).toList();
        assertThat(commands)
                .extracting(command -> command.split(" ")[0])
                .contains("init", "models", "gpus", "search", "check", "export", "scale");
        for (String command : commands) {
            assertThat(run(inFolder(command), new StringWriter())).as(command).isEqualTo(ExitCode.FINE.code());
        }
        Path shown = temporary.resolve("core").resolve("my-problem.yaml");
        Files.createDirectories(shown.getParent());
        Files.writeString(shown, core);
        assertThat(printed("search " + shown + " --format json"))
                .as("the core shown is the problem that init writes")
                .isEqualTo(printed("search " + temporary.resolve("my-problem.yaml") + " --format json"));
    }

    private static String section(String title) throws IOException {
        Matcher section = Pattern.compile("(?ms)^## " + Pattern.quote(title) + "\\n(.*?)(?=^## |\\z)")
                .matcher(Files.readString(README));
        assertThat(section.find()).as("section " + title).isTrue();
        return section.group(1);
    }

    /** The arguments, files and what is written in the temporary folder. */
    private List<String> inFolder(String command) {
        return arguments(command).stream()
                .map(argument -> argument.endsWith(".yaml") || argument.equals("launch")
                        ? temporary.resolve(argument).toString()
                        : argument)
                .toList();
    }

    private static List<String> arguments(String command) {
        List<String> arguments = new ArrayList<>();
        ARGUMENT.matcher(command)
                .results()
                .forEach(match -> arguments.add(match.group(1) != null ? match.group(1) : match.group(2)));
        return arguments;
    }

    /** What the command prints to standard output; a plan that it writes goes to a temporary folder. */
    private String printed(String command) {
        return PRINTED.computeIfAbsent(command, words -> {
            List<String> arguments = arguments(words);
            if (arguments.getFirst().equals("search")) {
                arguments.addAll(List.of("-o", temporary.resolve("plan.yaml").toString()));
            }
            StringWriter out = new StringWriter();
            run(arguments, out);
            return out.toString().replace("\r\n", "\n");
        });
    }

    private static int run(List<String> arguments, StringWriter out) {
        return Main.run(new PrintWriter(out), new PrintWriter(new StringWriter()), arguments.toArray(String[]::new));
    }
}
