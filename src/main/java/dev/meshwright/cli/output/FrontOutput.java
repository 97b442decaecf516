package dev.meshwright.cli.output;

import dev.meshwright.answer.FrontAnswer;
import dev.meshwright.answer.json.front.FrontDocument;
import dev.meshwright.answer.picture.FrontPicture;
import dev.meshwright.cli.terminal.Terminal;
import dev.meshwright.io.tree.CsvTable;
import java.nio.file.Path;
import java.util.Locale;

/** Where a front is written: a table, a picture, or all of it as JSON or YAML. */
public final class FrontOutput {

    private FrontOutput() {}

    /** Writes the front to a file by its ending, and says so. */
    public static void write(FrontAnswer answer, Path file, Terminal terminal) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        String text = name.endsWith(".csv")
                ? new CsvTable(FrontDocument.COLUMNS, FrontDocument.rows(answer)).text()
                : name.endsWith(".svg")
                        ? FrontPicture.of(answer)
                        : Written.text(file, FrontDocument.of(answer));
        Written.file(terminal, file, text);
    }
}
