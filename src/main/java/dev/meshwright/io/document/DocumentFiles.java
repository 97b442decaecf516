package dev.meshwright.io.document;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.io.tree.InputFile;
import dev.meshwright.question.audit.drafting.Document;
import dev.meshwright.question.audit.drafting.Passage;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Reads documents: Markdown and other text in UTF-8, and Word's .docx. What a file is, its first bytes say. */
public final class DocumentFiles {

    /** Far above any text that people write (a thousand pages are 3 MB). */
    static final int LARGEST_TEXT = 10_000_000;

    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] EMPTY_ZIP = {'P', 'K', 5, 6};
    private static final byte[] COMPOUND = {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0};
    private static final byte[] PDF = {'%', 'P', 'D', 'F'};
    private static final byte[] RTF = {'{', '\\', 'r', 't', 'f'};

    private final Path path;
    private final byte[] bytes;

    private DocumentFiles(Path path) {
        this.path = path;
        this.bytes = InputFile.bytes(path);
    }

    /**
     * Reads a document.
     *
     * @throws InvalidInputException if it is missing, too large, empty, encrypted, or no text that can be read
     */
    public static Document read(Path path) {
        return new Document(path.toString(), new DocumentFiles(path).passages());
    }

    private List<Passage> passages() {
        if (bytes.length == 0) {
            throw fault("is empty", "");
        }
        if (bytes.length > InputFile.LARGEST_BYTES) {
            throw fault("is larger than " + InputFile.LARGEST_BYTES / 1_000_000 + " MB", "");
        }
        boolean word = path.toString().toLowerCase(Locale.ROOT).endsWith(".docx");
        if (begins(ZIP) || begins(EMPTY_ZIP)) {
            return some(WordFile.read(path));
        }
        if (begins(COMPOUND)) {
            throw compound();
        }
        if (begins(PDF)) {
            throw fault(
                    "is a PDF, which cannot be read", "Maybe save its text, or the document that it was made from.");
        }
        if (begins(RTF)) {
            throw fault("is rich text (RTF), which cannot be read", "Maybe save it as .docx or as text.");
        }
        if (word) {
            throw fault(
                    "is no .docx file: it does not begin as a ZIP archive",
                    "Maybe text under another name: rename it.");
        }
        String text = text();
        String start = text.stripLeading().toLowerCase(Locale.ROOT);
        if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
            throw fault("is a web page (HTML), which cannot be read", "Maybe save its text.");
        }
        return some(MarkdownReader.read(text));
    }

    /** Word encrypts a .docx by packing it into the format of the old .doc. */
    private InvalidInputException compound() {
        byte[] name = "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE);
        return contains(name)
                ? fault("is encrypted with a password", "Maybe save it without one.")
                : fault(
                        "is an old Office file (.doc, .xls or .ppt), not a .docx",
                        "Maybe save it as .docx or as text.");
    }

    private String text() {
        if (bytes.length > LARGEST_TEXT) {
            throw fault("is larger than " + LARGEST_TEXT / 1_000_000 + " MB of text", "");
        }
        int first = bytes[0] & 0xff;
        int second = bytes.length > 1 ? bytes[1] & 0xff : 0;
        if ((first == 0xff && second == 0xfe) || (first == 0xfe && second == 0xff)) {
            throw fault("is UTF-16 text, not UTF-8", "Maybe iconv -f UTF-16 -t UTF-8 " + path.getFileName() + ".");
        }
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == 0) {
                throw fault("is a binary file: byte " + (at + 1) + " is zero", "");
            }
        }
        String text = decoded();
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private String decoded() {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer input = ByteBuffer.wrap(bytes);
        CharBuffer output = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(input, output, true);
        if (result.isError()) {
            int at = input.position();
            long line = 1;
            for (int index = 0; index < at; index++) {
                line += bytes[index] == '\n' ? 1 : 0;
            }
            throw fault(
                    String.format(Locale.ROOT, "is not UTF-8 text: byte %02x in line %d", bytes[at] & 0xff, line),
                    "Maybe Windows-1252: iconv -f WINDOWS-1252 -t UTF-8 " + path.getFileName() + ".");
        }
        return output.flip().toString();
    }

    private List<Passage> some(List<Passage> passages) {
        if (passages.isEmpty()) {
            throw fault("is empty", "");
        }
        long letters =
                passages.stream().mapToLong(passage -> passage.text().length()).sum();
        if (letters > LARGEST_TEXT) {
            throw fault("has more than " + LARGEST_TEXT / 1_000_000 + " million letters", "");
        }
        return passages;
    }

    private boolean begins(byte[] start) {
        for (int index = 0; index < start.length; index++) {
            if (index >= bytes.length || bytes[index] != start[index]) {
                return false;
            }
        }
        return true;
    }

    private boolean contains(byte[] part) {
        for (int at = 0; at + part.length <= bytes.length; at++) {
            int index = 0;
            while (index < part.length && bytes[at + index] == part[index]) {
                index++;
            }
            if (index == part.length) {
                return true;
            }
        }
        return false;
    }

    private InvalidInputException fault(String message, String maybe) {
        return InputFile.fault(path, message, maybe);
    }
}
