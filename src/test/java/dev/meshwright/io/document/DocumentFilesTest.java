package dev.meshwright.io.document;

import static dev.meshwright.io.document.WordFiles.item;
import static dev.meshwright.io.document.WordFiles.paragraph;
import static dev.meshwright.io.document.WordFiles.row;
import static dev.meshwright.io.document.WordFiles.run;
import static dev.meshwright.io.document.WordFiles.styled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meshwright.base.fault.InvalidInputException;
import dev.meshwright.question.audit.drafting.Passage;
import dev.meshwright.question.audit.drafting.Passage.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents as passages with headings, labels and places; what is no document is refused with a reason. */
class DocumentFilesTest {

    @TempDir
    private Path folder;

    private List<Passage> markdown(String text) throws IOException {
        return DocumentFiles.read(Files.writeString(folder.resolve("plan.md"), text))
                .passages();
    }

    private List<Passage> word(String body) throws IOException {
        return DocumentFiles.read(WordFiles.write(folder.resolve("plan.docx"), body))
                .passages();
    }

    @Test
    void markdownHasHeadingsListsCodeAndTables() throws IOException {
        List<Passage> passages = markdown("""
                # Plan
                Two lines
                of **one** paragraph with `code` and [a link](http://x/8gb).

                ## 2. Memory per GPU
                Current:
                ```
                weights = 29.4 GB
                ```
                1. Details:
                   - nested ~~30~~ 40 GB

                | Part | Size (GB) |
                |------|----------:|
                | KV cache | 80 |
                """);
        assertThat(passages)
                .extracting(Passage::text)
                .containsExactly(
                        "Plan",
                        "Two lines of one paragraph with code and a link.",
                        "Memory per GPU",
                        "Current:",
                        "weights = 29.4 GB",
                        "Details:",
                        "nested 30 40 GB",
                        "Part",
                        "Size (GB)",
                        "KV cache",
                        "80");
        assertThat(passages.get(4))
                .isEqualTo(new Passage(
                        Kind.CODE,
                        "line 8",
                        List.of("Plan", "Memory per GPU"),
                        List.of("Current:"),
                        "weights = 29.4 GB"));
        assertThat(passages.get(6).labels()).containsExactly("Details:");
        assertThat(passages.getLast())
                .isEqualTo(new Passage(
                        Kind.CELL,
                        "line 15, column 2",
                        List.of("Plan", "Memory per GPU"),
                        List.of("Size (GB)", "KV cache"),
                        "80"));
    }

    @Test
    void plainTextIsMarkdownWithoutMarks() throws IOException {
        Path file = Files.writeString(
                folder.resolve("plan.txt"),
                "\ufeffPlan\r\n====\r\nTTFT: 1 s\r\nTPOT: 20 ms\r\n\r\n* memory: 64 GB > 30 GB\r\n");
        assertThat(DocumentFiles.read(file).passages())
                .extracting(Passage::text)
                .containsExactly("Plan", "TTFT: 1 s", "TPOT: 20 ms", "memory: 64 GB > 30 GB");
    }

    @Test
    void wordHasHeadingsListsAndTables() throws IOException {
        List<Passage> passages = word(styled("Heading1", "Memory per GPU")
                + "<w:p>" + run("KV ca") + run("che: 8") + run("0 GB") + "</w:p>"
                + item(0, "Details:")
                + item(1, "weights 29.4 GB")
                + "<w:tbl>" + row("Part", "Size (GB)") + row("Activations", "4.5") + "</w:tbl>");
        assertThat(passages)
                .extracting(Passage::text)
                .containsExactly(
                        "Memory per GPU",
                        "KV cache: 80 GB",
                        "Details:",
                        "weights 29.4 GB",
                        "Part",
                        "Size (GB)",
                        "Activations",
                        "4.5");
        assertThat(passages.get(3).headings()).containsExactly("Memory per GPU");
        assertThat(passages.get(3).labels()).containsExactly("Details:");
        assertThat(passages.getLast().labels()).contains("Size (GB)", "Activations");
        assertThat(passages.getLast().place()).isEqualTo("table 1, row 2, column 2");
    }

    @Test
    void wordLeavesOutWhatNobodyReads() throws IOException {
        List<Passage> passages = word("<w:p><w:del><w:r><w:delText>12 GB</w:delText></w:r></w:del>"
                + "<w:r><w:instrText>PAGE 3</w:instrText></w:r>"
                + "<mc:AlternateContent><mc:Choice>" + run("64 GB") + "</mc:Choice><mc:Fallback>" + run("64 GB")
                + "</mc:Fallback></mc:AlternateContent>"
                + run(" and 5 \u00d7 10")
                + "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>9</w:t></w:r>" + run(" parameters")
                + "</w:p>");
        assertThat(passages).extracting(Passage::text).containsExactly("64 GB and 5 \u00d7 10^9 parameters");
    }

    @Test
    void wordStylesAreFoundInAnyLanguage() throws IOException {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("word/document.xml", WordFiles.document(styled("berschrift2", "Speicher") + paragraph("64 GB")));
        parts.put(
                "word/styles.xml",
                "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">"
                        + "<w:style w:styleId=\"berschrift2\"><w:name w:val=\"heading 2\"/></w:style></w:styles>");
        Path file = WordFiles.zip(folder.resolve("plan.docx"), parts);
        assertThat(DocumentFiles.read(file).passages().getLast().headings()).containsExactly("Speicher");
    }

    private void refused(String name, byte[] bytes, String... words) throws IOException {
        Path file = Files.write(folder.resolve(name), bytes);
        assertThatThrownBy(() -> DocumentFiles.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll(words);
    }

    private void refused(String name, String text, String... words) throws IOException {
        refused(name, text.getBytes(StandardCharsets.UTF_8), words);
    }

    @Test
    void whatIsNoDocumentIsRefused() throws IOException {
        refused("a.md", "", "is empty");
        refused("b.md", " \n\n ", "is empty");
        refused("c.md", "a\u0000b", "is a binary file: byte 2 is zero");
        refused(
                "d.txt",
                new byte[] {'o', 'k', '\n', (byte) 0xe9, ' '},
                "is not UTF-8 text: byte e9 in line 2",
                "WINDOWS-1252");
        refused("e.txt", "64 GB".getBytes(StandardCharsets.UTF_16), "is UTF-16 text", "iconv");
        refused("f.docx", "64 GB", "is no .docx file");
        refused("g.pdf", "%PDF-1.7", "is a PDF");
        refused("h.html", "<!DOCTYPE html><p>64 GB", "is a web page");
        refused("i.rtf", "{\\rtf1 64 GB}", "is rich text");
        refused("j.docx", "PK\u0003\u0004 and nothing else", "is not a whole .docx file");
    }

    @Test
    void encryptedAndOldFilesAreToldApart() throws IOException {
        byte[] old = new byte[2048];
        System.arraycopy(new byte[] {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0}, 0, old, 0, 4);
        refused("old.doc", old, "is an old Office file", "Maybe save it as .docx");
        byte[] name = "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE);
        System.arraycopy(name, 0, old, 1024, name.length);
        refused("secret.docx", old, "is encrypted with a password");
    }

    @Test
    void otherArchivesAreNamed() throws IOException {
        Path sheet = WordFiles.zip(folder.resolve("a.docx"), Map.of("xl/workbook.xml", "<x/>"));
        assertThatThrownBy(() -> DocumentFiles.read(sheet)).hasMessageContaining("is a spreadsheet");
        Path other = WordFiles.zip(folder.resolve("b.zip"), Map.of("x.txt", "64 GB"));
        assertThatThrownBy(() -> DocumentFiles.read(other)).hasMessageContaining("is a ZIP archive without");
    }

    @Test
    void entitiesAreNotResolved() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "64 GB of secrets");
        String attack = "<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]>"
                + WordFiles.document("<w:p><w:r><w:t>&e;</w:t></w:r></w:p>").replaceFirst("<\\?xml.*?\\?>", "");
        Path file = WordFiles.zip(folder.resolve("a.docx"), Map.of("word/document.xml", attack));
        assertThatThrownBy(() -> DocumentFiles.read(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageNotContaining("secrets");
        String laughs = "<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
                + WordFiles.document("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>").replaceFirst("<\\?xml.*?\\?>", "");
        Path bomb = WordFiles.zip(folder.resolve("b.docx"), Map.of("word/document.xml", laughs));
        assertThatThrownBy(() -> DocumentFiles.read(bomb)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void bombsAreNotUnpacked() throws IOException {
        String much = WordFiles.document(paragraph("0".repeat(WordFile.LARGEST_PART)));
        Path file = WordFiles.zip(folder.resolve("a.docx"), Map.of("word/document.xml", much));
        assertThat(Files.size(file)).isLessThan(1_000_000);
        assertThatThrownBy(() -> DocumentFiles.read(file)).hasMessageContaining("unpacks to more than 64 MB");
    }

    @Test
    void hugeFilesAreRefused() throws IOException {
        Path file = folder.resolve("a.txt");
        try (var out = Files.newOutputStream(file)) {
            byte[] megabyte = "64 GB here\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 92; i++) {
                out.write(megabyte);
            }
        }
        assertThat(Files.size(file)).isGreaterThan(100_000_000);
        assertThatThrownBy(() -> DocumentFiles.read(file)).hasMessageContaining("is larger than 64 MB");
    }

    /** Whatever happens to a file on its way, it is read or refused. */
    @Test
    void damagedFilesAreReadOrRefused() throws IOException {
        long seed = 20263;
        Random random = new Random(seed);
        Path good = WordFiles.write(
                folder.resolve("good.docx"), paragraph("KV cache: 80 GB") + "<w:tbl>" + row("a", "b") + "</w:tbl>");
        byte[] bytes = Files.readAllBytes(good);
        byte[] xml = WordFiles.document(paragraph("KV cache: 80 GB") + "<w:tbl>" + row("a", "b") + "</w:tbl>")
                .getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 400; round++) {
            byte[] damaged = (round % 2 == 0 ? bytes : xml).clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Path file = folder.resolve("damaged.docx");
            if (round % 2 == 0) {
                Files.write(file, damaged);
            } else {
                WordFiles.zip(file, Map.of("word/document.xml", new String(damaged, StandardCharsets.ISO_8859_1)));
            }
            try {
                assertThat(DocumentFiles.read(file).passages())
                        .as("seed " + seed + " round " + round)
                        .isNotEmpty();
            } catch (InvalidInputException e) {
                assertThat(e.faults()).isNotEmpty();
            }
        }
    }
}
