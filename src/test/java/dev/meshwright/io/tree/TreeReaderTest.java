package dev.meshwright.io.tree;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meshwright.base.fault.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeReaderTest {

    private static void assertFault(String file, String text, String message) {
        assertThatThrownBy(() -> TreeReader.of(new InputFile(file, text)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
    }

    @Test
    void malformedTextIsOneFaultWithItsPlace() {
        assertFault(
                "p.json",
                "{\"name\": \"x\",\n \"model\": {",
                "p.json: is not valid JSON at line 2, column 12: Unexpected end-of-input: expected close marker for Object");
        assertFault(
                "p.yaml",
                "name: x\nmodel: {a: [1, 2",
                "p.yaml: is not valid YAML at line 2, column 17: expected ',' or ']', but got <stream end>");
        assertFault(
                "p.yaml",
                "a: 1\nb: 2\na: 3\n",
                "p.yaml: is not valid YAML at line 3, column 2: Duplicate Object property \"a\"");
        assertFault(
                "p.json",
                "{\"a\": 1, \"a\": 2}",
                "p.json: is not valid JSON at line 1, column 13: Duplicate Object property \"a\"");
        assertFault("p.yaml", "a: &x 1\nb: *x\n", "p.yaml: uses a YAML alias at line 2, column 4; write the value out");
        assertFault(
                "p.yaml",
                "a: 1\n---\nb: 1\n",
                "p.yaml: is not valid YAML at line 3, column 1: more text follows the end of the document");
        assertFault("p.yaml", "a: " + "[".repeat(1000), "p.yaml: is not valid YAML: nested deeper than 64 levels");
        assertFault("p.json", "[".repeat(1000), "p.json: is not valid JSON: nested deeper than 64 levels");
        assertFault("p.json", "{\"a\": NaN}", "p.json: is not valid JSON at line 1, column 10: Non-standard token");
        assertFault("p.yaml", "# only a comment\n", "p.yaml: is empty");
    }

    @Test
    void unreadableFilesAreFaults(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("problem.yaml");
        assertThatThrownBy(() -> TreeReader.open(file)).hasMessage(file + ": does not exist");
        assertThatThrownBy(() -> TreeReader.open(folder)).hasMessage(folder + ": is a directory, not a file");
        Files.writeString(file, " \n");
        assertThatThrownBy(() -> TreeReader.open(file)).hasMessage(file + ": is empty");
        Path near = folder.resolve("problm.yaml");
        assertThatThrownBy(() -> TreeReader.open(near)).hasMessage(near + ": does not exist. Maybe problem.yaml.");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertThatThrownBy(() -> TreeReader.open(file))
                .hasMessage(file + ": is not UTF-8 text. Maybe a binary file, or text in another encoding.");
        Files.write(file, new byte[InputFile.LARGEST_BYTES + 1]);
        assertThatThrownBy(() -> TreeReader.open(file)).hasMessage(file + ": is larger than 64 MB");
    }
}
