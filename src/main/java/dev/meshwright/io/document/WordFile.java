package dev.meshwright.io.document;

import dev.meshwright.io.tree.InputFile;
import dev.meshwright.question.audit.drafting.Passage;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLStreamException;

/** A .docx: a ZIP archive whose parts are XML. */
final class WordFile {

    private static final String BODY = "word/document.xml";
    private static final String STYLES = "word/styles.xml";
    private static final Map<String, String> NOTES =
            Map.of("word/footnotes.xml", "footnotes, ", "word/endnotes.xml", "endnotes, ");

    /** A thousand pages of text are 20 MB of XML; more, unpacked from a small file, is an attack. */
    static final int LARGEST_PART = 64_000_000;

    /** Thrown while reading, so that no more is unpacked than may be. */
    private static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;
    }

    private static final class Limited extends FilterInputStream {
        private long left = LARGEST_PART;

        Limited(InputStream stream) {
            super(stream);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) throws TooLarge {
            left -= read;
            if (left < 0) {
                throw new TooLarge();
            }
        }
    }

    private final Path path;

    private WordFile(Path path) {
        this.path = path;
    }

    static List<Passage> read(Path path) {
        return new WordFile(path).passages();
    }

    private List<Passage> passages() {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            if (zip.getEntry(BODY) == null) {
                throw InputFile.fault(path, other(zip), "Maybe save it as Word document (.docx), or as text.");
            }
            Outline outline = new Outline();
            Map<String, Integer> styles = styles(zip);
            part(zip, BODY, new WordReader(outline, styles, ""));
            for (String notes : NOTES.keySet().stream().sorted().toList()) {
                if (zip.getEntry(notes) != null) {
                    outline.ends();
                    part(zip, notes, new WordReader(outline, styles, String.valueOf(NOTES.get(notes))));
                }
            }
            return outline.passages();
        } catch (TooLarge e) {
            throw InputFile.fault(path, "unpacks to more than " + LARGEST_PART / 1_000_000 + " MB", "");
        } catch (ZipException e) {
            throw InputFile.fault(path, "is not a whole .docx file: " + e.getMessage(), "Maybe the copy is damaged.");
        } catch (IOException e) {
            throw InputFile.fault(path, "cannot be read: " + e.getMessage(), "");
        }
    }

    private Map<String, Integer> styles(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(STYLES);
        if (entry == null) {
            return WordStyles.standard();
        }
        try (Reader text = text(zip, entry)) {
            return WordStyles.read(text);
        } catch (XMLStreamException e) {
            throw broken(STYLES, e);
        }
    }

    private void part(ZipFile zip, String name, WordReader reader) throws IOException {
        try (Reader text = text(zip, zip.getEntry(name))) {
            reader.read(text);
        } catch (XMLStreamException e) {
            throw broken(name, e);
        }
    }

    /** Parts are UTF-8, or UTF-16 with its mark. Decoded here: the platform's parser prints what it cannot decode. */
    private static Reader text(ZipFile zip, ZipEntry entry) throws IOException {
        PushbackInputStream stream = new PushbackInputStream(new Limited(zip.getInputStream(entry)), 2);
        byte[] mark = stream.readNBytes(2);
        stream.unread(mark);
        boolean wide = mark.length == 2 && (mark[0] & 0xff) >= 0xfe && (mark[1] & 0xff) >= 0xfe;
        Charset charset = wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
        return new InputStreamReader(stream, charset.newDecoder());
    }

    private IOException broken(String name, XMLStreamException cause) {
        if (cause.getNestedException() instanceof CharacterCodingException) {
            throw InputFile.fault(path, "has a part " + name + " that is not UTF-8", "Maybe open and save it again.");
        }
        if (cause.getNestedException() instanceof IOException nested) {
            return nested;
        }
        String message = String.valueOf(cause.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replaceAll("\\p{Cntrl}", " ");
        String line = cause.getMessage() != null && cause.getMessage().contains("Message: ")
                ? cause.getMessage()
                        .replaceAll("(?s).*Message: ", "")
                        .lines()
                        .findFirst()
                        .orElse(message)
                : message;
        throw InputFile.fault(path, "has a broken part " + name + ": " + line, "Maybe open and save it again.");
    }

    private static String other(ZipFile zip) {
        if (zip.getEntry("xl/workbook.xml") != null) {
            return "is a spreadsheet, not a Word document";
        }
        if (zip.getEntry("ppt/presentation.xml") != null) {
            return "is a presentation, not a Word document";
        }
        return zip.getEntry("content.xml") != null
                ? "is an OpenDocument file, not a Word document"
                : "is a ZIP archive without " + BODY + ", not a Word document";
    }
}
