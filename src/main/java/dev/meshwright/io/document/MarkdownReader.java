package dev.meshwright.io.document;

import dev.meshwright.question.audit.drafting.Passage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads Markdown, and plain text, which is Markdown without marks: headings, paragraphs, lists, tables, code. Lines of a
 * paragraph are joined, unless a line begins with a label ("Current state: ...").
 */
final class MarkdownReader {

    private static final Pattern HEADING = Pattern.compile("\\s{0,3}(#{1,6})\\s+(.*?)\\s*#*\\s*");
    private static final Pattern UNDERLINE = Pattern.compile("\\s{0,3}(=+|-{3,})\\s*");
    private static final Pattern FENCE = Pattern.compile("(\\s*)(```+|~~~+).*");
    private static final Pattern ITEM =
            Pattern.compile("(\\s*)(?:[-*+\u2022\u25cf\u25aa]|\\d{1,3}[.)]|[a-z][.)])\\s+(.*)");
    private static final Pattern TABLE_RULE =
            Pattern.compile("\\s*\\|?\\s*:?-{2,}:?\\s*(?:\\|\\s*:?-{2,}:?\\s*)*+\\|?\\s*");
    private static final Pattern LABEL =
            Pattern.compile("\\s*(?:\\*\\*|__)?[^:.|]{1,40}(?:\\*\\*|__)?:(?:\\*\\*|__)?(?:\\s.*)?");
    private static final Pattern QUOTE = Pattern.compile("^\\s{0,3}(?:>\\s?)++");

    private final String[] lines;
    private final Outline outline = new Outline();
    private final StringBuilder paragraph = new StringBuilder();
    private int paragraphDepth;
    private int paragraphLine;

    private MarkdownReader(String text) {
        this.lines = text.split("\\r\\n|\\r|\\n", -1);
    }

    static List<Passage> read(String text) {
        return new MarkdownReader(text).passages();
    }

    private List<Passage> passages() {
        int at = frontMatter();
        while (at < lines.length) {
            at = block(at);
        }
        flush();
        return outline.passages();
    }

    /** Fields between two rules at the very beginning. */
    private int frontMatter() {
        if (!lines[0].strip().equals("---")) {
            return 0;
        }
        for (int end = 1; end < lines.length; end++) {
            if (lines[end].strip().equals("---")) {
                for (int line = 1; line < end; line++) {
                    outline.code(0, lines[line].strip(), place(line));
                }
                return end + 1;
            }
        }
        return 0;
    }

    /** Takes the block that begins at a line, and says where the next one does. */
    private int block(int at) {
        String line = QUOTE.matcher(lines[at]).replaceFirst("");
        Matcher fence = FENCE.matcher(line);
        if (fence.matches()) {
            return code(at, fence.group(2));
        }
        if (at + 1 < lines.length
                && line.contains("|")
                && TABLE_RULE.matcher(lines[at + 1]).matches()) {
            return table(at);
        }
        Matcher heading = HEADING.matcher(line);
        if (heading.matches()) {
            flush();
            outline.heading(heading.group(1).length(), numbered(heading.group(2)), place(at));
            return at + 1;
        }
        if (UNDERLINE.matcher(line).matches()) {
            underlined(line);
            return at + 1;
        }
        text(at, line);
        return at + 1;
    }

    /** A rule of signs makes the single line above it a heading. */
    private void underlined(String line) {
        if (paragraph.length() > 0 && !paragraph.toString().contains("\n") && paragraphDepth % 2 == 0) {
            String text = paragraph.toString();
            paragraph.setLength(0);
            outline.heading(line.contains("=") ? 1 : 2, numbered(MarkdownText.plain(text)), place(paragraphLine));
        } else {
            flush();
            outline.ends();
        }
    }

    private void text(int at, String line) {
        if (line.isBlank()) {
            flush();
            return;
        }
        Matcher item = ITEM.matcher(line);
        if (item.matches()) {
            flush();
            begin(2 * width(item.group(1)) + 1, at, item.group(2));
        } else if (paragraph.length() == 0 || LABEL.matcher(line).matches()) {
            flush();
            begin(
                    2
                            * width(line.substring(
                                    0, line.length() - line.stripLeading().length())),
                    at,
                    line.strip());
        } else {
            paragraph.append(' ').append(line.strip());
        }
        if (line.endsWith("  ") || line.endsWith("\\")) {
            flush();
        }
    }

    private void begin(int depth, int at, String text) {
        paragraphDepth = depth;
        paragraphLine = at;
        paragraph.append(text.replaceFirst("^\\[[ xX]\\]\\s+", ""));
    }

    private static int width(String indent) {
        return indent.replace("\t", "    ").length();
    }

    private void flush() {
        if (paragraph.length() > 0) {
            outline.prose(paragraphDepth, MarkdownText.plain(paragraph.toString()), place(paragraphLine));
            paragraph.setLength(0);
        }
    }

    private int code(int at, String fence) {
        flush();
        int line = at + 1;
        while (line < lines.length && !lines[line].strip().startsWith(fence)) {
            // Deeper than any item: code belongs to what leads to it.
            outline.code(Integer.MAX_VALUE, lines[line].strip(), place(line));
            line++;
        }
        outline.ledTo();
        return line + 1;
    }

    private int table(int at) {
        flush();
        List<List<String>> rows = new ArrayList<>();
        List<String> places = new ArrayList<>();
        int line = at;
        while (line < lines.length && lines[line].contains("|")) {
            if (line != at + 1) {
                rows.add(cells(lines[line]));
                places.add(place(line));
            }
            line++;
        }
        outline.table(2 * width(lines[at].substring(0, lines[at].indexOf(lines[at].strip()))) + 1, rows, places);
        return line;
    }

    private static List<String> cells(String line) {
        String row = line.strip().replaceFirst("^\\|", "").replaceFirst("(?<!\\\\)\\|$", "");
        return Arrays.stream(row.split("(?<!\\\\)\\|", -1))
                .map(cell -> MarkdownText.plain(cell.replace("\\|", "|")))
                .toList();
    }

    /** Without the number of the heading itself. */
    private static String numbered(String heading) {
        return MarkdownText.plain(heading).replaceFirst("^(?:\\d+(?:\\.\\d+)*+[.)]?|[A-Z][.)])\\s+", "");
    }

    private static String place(int line) {
        return "line " + (line + 1);
    }
}
