package dev.meshwright.io.tree;

import dev.meshwright.base.fault.Fault;
import dev.meshwright.base.fault.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Parts of documents that commands write: what lies between two marker comments. */
public final class MarkedText {

    private MarkedText() {}

    /**
     * The text of {@code file} with {@code content} between {@code <!-- begin NAME ... -->} and {@code <!-- end NAME
     * -->}.
     *
     * @throws InvalidInputException if the file cannot be read or has no such markers
     */
    public static byte[] replaced(Path file, String name, String content) {
        String text = InputFile.read(file).text();
        int begin = text.indexOf("<!-- begin " + name);
        int from = begin < 0 ? -1 : text.indexOf("-->", begin);
        int end = text.indexOf("<!-- end " + name + " -->");
        if (from < 0 || end < from) {
            throw new InvalidInputException(List.of(new Fault(
                    file.toString(),
                    "",
                    "",
                    "has no place for the tables: <!-- begin " + name + " --> and <!-- end " + name + " -->",
                    "Maybe another folder: the root of Meshwright's sources is meant.")));
        }
        return (text.substring(0, from + 3) + "\n\n" + content.strip() + "\n\n" + text.substring(end))
                .getBytes(StandardCharsets.UTF_8);
    }
}
