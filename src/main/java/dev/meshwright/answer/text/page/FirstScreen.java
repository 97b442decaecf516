package dev.meshwright.answer.text.page;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What fits on a first screen of a longer text: its first block, then every section that fits whole, in their own order; the
 * first of the others is begun where there is room, and the rest are named with their lengths. Nothing vanishes without a word.
 */
public final class FirstScreen {

    /** Lines of a terminal as it opens. */
    public static final int MOST_LINES = 25;

    /** The last lines, which name what is left out. */
    private static final int CLOSING = 2;

    /** A section is begun where so many of its lines can be seen; heading, two lines and how many more there are. */
    private static final int LEAST_BEGUN = 4;

    private static final Pattern EMPHASIS = Pattern.compile("\u001b\\[[0-9;]{0,8}m");

    /** A section with its heading first; how many of its lines are shown. */
    private static final class Section {

        final List<String> lines = new ArrayList<>();
        int shown;

        boolean whole() {
            return shown == lines.size();
        }

        int left() {
            return lines.size() - shown;
        }

        String name() {
            String heading = EMPHASIS.matcher(lines.getFirst()).replaceAll("").strip();
            return (heading.endsWith(":") ? heading.substring(0, heading.length() - 1) : heading)
                    .replaceFirst(":? *\\(.*\\)$|: .*$", "");
        }
    }

    private FirstScreen() {}

    /** The first screen of {@code text}, whose sections are parted by empty lines; all of it where it fits. */
    public static String of(String text, Style style) {
        return of(text, style, MOST_LINES);
    }

    /** The first screen of an answer and of what was asked beside it, which is seen first of all. */
    public static String with(String answer, String asked, Style style) {
        String other = of(asked, style, MOST_LINES / 2);
        return of(answer, style, MOST_LINES - (int) other.lines().count()) + other;
    }

    /** The same on so many lines. */
    public static String of(String text, Style style, int most) {
        if (text.lines().count() <= most) {
            return text;
        }
        List<Section> sections = sections(text);
        Section first = sections.getFirst();
        first.shown = Math.min(first.lines.size(), most - CLOSING - 1);
        int room = most - CLOSING - first.shown - (first.whole() ? 0 : 1);
        for (Section section : sections.subList(1, sections.size())) {
            if (section.lines.size() + 1 <= room) {
                section.shown = section.lines.size();
                room -= section.shown + 1;
            }
        }
        for (Section section : sections) {
            // An empty line before it and a line that says how much more there is.
            if (section.shown == 0 && room >= LEAST_BEGUN + 2) {
                section.shown = Math.min(section.lines.size() - 1, room - 2);
                room = 0;
            }
        }
        return shown(sections, style);
    }

    private static String shown(List<Section> sections, Style style) {
        Page page = new Page(style);
        for (Section section : sections) {
            if (section.shown == 0) {
                continue;
            }
            if (section != sections.getFirst()) {
                page.line("");
            }
            page.lines(section.lines.subList(0, section.shown));
            if (!section.whole()) {
                page.line(style.faint("  ... and " + section.left() + " more lines"));
            }
        }
        List<String> hidden = sections.stream()
                .filter(section -> section.shown == 0)
                .map(Section::name)
                .toList();
        String named = "More with --details" + hidden.stream().collect(Collectors.joining("; ", ": ", "."));
        List<String> closing = page.wrapped("  ", "  ", hidden.isEmpty() ? "All of it: --details." : named);
        String plain = "  More with --details: " + hidden.size() + " sections.";
        page.lines((closing.size() > CLOSING ? List.of(plain) : closing)
                .stream().map(style::faint).toList());
        return page.toString();
    }

    private static List<Section> sections(String text) {
        List<Section> sections = new ArrayList<>();
        boolean begins = true;
        for (String line : text.lines().toList()) {
            if (line.isEmpty()) {
                begins = true;
                continue;
            }
            if (begins) {
                sections.add(new Section());
                begins = false;
            }
            sections.getLast().lines.add(line);
        }
        return sections;
    }
}
