package dev.meshwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/ACCURACY.md: what the command wrote and what people wrote about it belong together. */
class AccuracyDocumentTest {

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
}
