package dev.meshwright.io.document;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text of Markdown without its marks: emphasis, code, links, escapes, entities, formulas. */
final class MarkdownText {

    // Nothing is sought farther away than anybody writes: text that opens a mark a million times would be read a
    // million times.

    private static final Pattern LINK = Pattern.compile("!?\\[([^\\]]{0,999})\\]\\([^)]{0,999}\\)");
    private static final Pattern ADDRESS = Pattern.compile("<?https?://[^\\s>)]+>?");
    private static final Pattern TAG = Pattern.compile("</?[a-zA-Z][^<>]*>");
    private static final Pattern EMPHASIS = Pattern.compile(
            "\\*{1,3}(?=\\S)(.{1,999}?)(?<=\\S)\\*{1,3}|(?<![\\p{L}\\d])_{1,3}(?=\\S)(.{1,999}?)(?<=\\S)_{1,3}(?![\\p{L}\\d])");
    private static final Pattern STRUCK = Pattern.compile("~~(?=\\S)(.{1,999}?)(?<=\\S)~~");
    private static final Pattern ESCAPE = Pattern.compile("\\\\([\\\\`*_{}\\[\\]()#+.!|~<>$%&-])");
    private static final Pattern SUPERSCRIPT = Pattern.compile("10<sup>([-\u2212]?\\d+)</sup>");

    private static final Map<String, String> SIGNS = signs();

    private MarkdownText() {}

    private static Map<String, String> signs() {
        Map<String, String> signs = new LinkedHashMap<>();
        signs.put("&nbsp;", "\u00a0");
        signs.put("&thinsp;", "\u2009");
        signs.put("&ndash;", "\u2013");
        signs.put("&minus;", "\u2212");
        signs.put("&times;", "\u00d7");
        signs.put("&ge;", "\u2265");
        signs.put("&le;", "\u2264");
        signs.put("&asymp;", "\u2248");
        signs.put("&lt;", "<");
        signs.put("&gt;", ">");
        signs.put("&amp;", "&");
        signs.put("\\times", "\u00d7");
        signs.put("\\cdot", "\u00b7");
        signs.put("\\approx", "\u2248");
        signs.put("\\sim", "~");
        signs.put("\\geq", "\u2265");
        signs.put("\\leq", "\u2264");
        signs.put("\\pm", "\u00b1");
        signs.put("\\,", "\u2009");
        signs.put("{,}", ",");
        return signs;
    }

    private static String withoutComments(String markdown) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        int start = markdown.indexOf("<!--");
        int end = start < 0 ? -1 : markdown.indexOf("-->", start + 4);
        while (end >= 0) {
            text.append(markdown, from, start).append(' ');
            from = end + 3;
            start = markdown.indexOf("<!--", from);
            end = start < 0 ? -1 : markdown.indexOf("-->", start + 4);
        }
        return text.append(markdown, from, markdown.length()).toString();
    }

    /** The text as it is read. */
    static String plain(String markdown) {
        String text = withoutComments(markdown);
        text = SUPERSCRIPT.matcher(text).replaceAll("10^$1");
        text = LINK.matcher(text).replaceAll("$1");
        text = ADDRESS.matcher(text).replaceAll(" ");
        text = TAG.matcher(text).replaceAll(" ");
        for (Map.Entry<String, String> sign : SIGNS.entrySet()) {
            text = text.replace(sign.getKey(), sign.getValue());
        }
        text = text.replaceAll("\\$([^$]*\\d[^$]*)\\$", "$1").replaceAll("\\\\(?:text|mathrm)\\{([^}]*)\\}", "$1");
        text = STRUCK.matcher(text).replaceAll("$1");
        text = EMPHASIS.matcher(text)
                .replaceAll(
                        match -> Matcher.quoteReplacement(match.group(1) != null ? match.group(1) : match.group(2)));
        text = ESCAPE.matcher(text).replaceAll("$1");
        return text.replace("`", "").strip();
    }
}
