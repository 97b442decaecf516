package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.cli.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/ACCURACY.md: what the command wrote and what people wrote about it belong together. */
class AccuracyDocumentTest extends CommandRun {

    private static final Path MEASURED = Path.of("src/test/resources/transcripts/measured.csv");

    /** Whoever writes the tables anew learns here which rows need a reason. */
    @Test
    void everyUnitFurtherOffThanAFifthHasItsReason() throws IOException {
        String text = Files.readString(Path.of("docs/ACCURACY.md"));
        List<String> outside = text.lines()
                .filter(line -> line.matches("\\d+ of \\d+ units further off than 20\\.0 %.*"))
                .toList();
        assertThat(outside).hasSize(1);
        String reasons = text.substring(text.indexOf("Outside 20 %, and why:"));
        Matcher ids = Pattern.compile("`[^`]+`").matcher(outside.getFirst());
        while (ids.find()) {
            assertThat(reasons).contains(ids.group());
        }
    }

    /** The README's lines are the errors that the command prints of the rows that no fit used. */
    @Test
    void theReadmeSaysTheErrorsOfTheOtherHalf() throws IOException {
        Files.createDirectories(folder.resolve("docs"));
        for (String document : List.of("README.md", "docs/ACCURACY.md")) {
            written(document, "Above.\n<!-- begin accuracy -->\n<!-- end accuracy -->\nBelow.\n");
        }
        assertThat(run("validate", MEASURED.toString(), "--write-accuracy", folder.toString()))
                .isEqualTo(ExitCode.FINE.code());
        List<String> halves = Pattern.compile("other rows +(\\d+) +(\\S+ %)")
                .matcher(out.toString())
                .results()
                .map(half -> half.group(2) + " (" + half.group(1) + " rows)")
                .toList();
        assertThat(halves).hasSize(2);
        assertThat(Files.readString(folder.resolve("README.md")))
                .startsWith("Above.\n<!-- begin accuracy -->\n\n* `measured.csv`: time to first token " + halves.get(0)
                        + ", time per output token " + halves.get(1)
                        + ".\n* Layouts chosen by these predictions lie ")
                .endsWith("\n\n<!-- end accuracy -->\nBelow.\n");
    }

    /** Both documents are of one run: serving rows are in both. */
    @Test
    void theReadmeAndTheTablesAreOfOneRun() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        List<String> rows = Files.readAllLines(Path.of("docs/ACCURACY.md")).stream()
                .filter(line -> line.startsWith("| serving, time "))
                .toList();
        assertThat(rows).hasSizeGreaterThanOrEqualTo(2);
        for (String row : rows) {
            String[] cells = row.split(" *\\| *");
            assertThat(readme).contains(cells[1].replace("serving, ", "") + " " + cells[7] + " (");
        }
    }
}
