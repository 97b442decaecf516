package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every transcript of the README is what the command prints; a line {@code [...]} stands for what is left out. After a
 * wanted change record those that are whole again with {@code mvn test -Dtest=ReadmeTest -Dmeshwright.regenerate=true}
 * and read the difference.
 */
class ReadmeTest {

    private static final Path README = Path.of("README.md");
    private static final String LEFT_OUT = "[...]\n";
    private static final Pattern ARGUMENT = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    private static final Pattern TRANSCRIPT = Pattern.compile("(?s)```\\n\\$ \\./meshwright ([^\\n]+)\\n(.*?)```\\n");

    @TempDir
    Path temporary;

    @Test
    void transcriptsAreWhatCommandsPrint() throws IOException {
        String text = Files.readString(README);
        if (Boolean.getBoolean("meshwright.regenerate")) {
            text = TRANSCRIPT
                    .matcher(text)
                    .replaceAll(match -> Matcher.quoteReplacement(
                            match.group(2).contains(LEFT_OUT)
                                    ? match.group()
                                    : "```\n$ ./meshwright " + match.group(1) + "\n" + printed(match.group(1))
                                            + "```\n"));
            Files.writeString(README, text);
        }
        List<MatchResult> transcripts = TRANSCRIPT.matcher(text).results().toList();
        assertThat(transcripts.stream().map(match -> match.group(1).split(" ")[0]))
                .as("transcripts")
                .contains("search", "check", "scale");
        for (MatchResult transcript : transcripts) {
            String printed = printed(transcript.group(1));
            if (transcript.group(2).contains(LEFT_OUT)) {
                assertThat(printed)
                        .containsSubsequence(List.of(transcript.group(2).split(Pattern.quote(LEFT_OUT))));
            } else {
                assertThat(printed).isEqualTo(transcript.group(2));
            }
        }
    }

    /** What the command prints to standard output; a plan that it writes goes to a temporary folder. */
    private String printed(String command) {
        List<String> arguments = new ArrayList<>();
        ARGUMENT.matcher(command)
                .results()
                .forEach(match -> arguments.add(match.group(1) != null ? match.group(1) : match.group(2)));
        if (arguments.getFirst().equals("search")) {
            arguments.addAll(List.of("-o", temporary.resolve("plan.yaml").toString()));
        }
        StringWriter out = new StringWriter();
        Main.run(new PrintWriter(out), new PrintWriter(new StringWriter()), arguments.toArray(String[]::new));
        return out.toString().replace("\r\n", "\n");
    }
}
