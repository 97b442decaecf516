package dev.meshwright.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A transcript of a document: a code block that begins with {@code $ ./meshwright}. A line {@code [...]} stands for one
 * or more lines that are left out; every other line is what the command prints, byte for byte.
 *
 * @param command what follows {@code ./meshwright}
 * @param shown the lines below the command, each with its line feed
 */
record ShownTranscript(String command, String shown) {

    private static final String LEFT_OUT = "[...]";
    private static final Pattern BLOCK = Pattern.compile("(?s)```\\n\\$ \\./meshwright ([^\\n]+)\\n(.*?)```\\n");
    private static final Pattern FIGURE = Pattern.compile("[0-9][0-9.,]*");

    /** The transcripts of {@code document} in its order. */
    static List<ShownTranscript> in(String document) {
        return BLOCK.matcher(document)
                .results()
                .map(block -> new ShownTranscript(block.group(1), block.group(2)))
                .toList();
    }

    /** {@code document} with {@code transcripts} in place of its own ones. */
    static String replaced(String document, List<ShownTranscript> transcripts) {
        var next = transcripts.iterator();
        return BLOCK.matcher(document)
                .replaceAll(block -> Matcher.quoteReplacement(next.next().block()));
    }

    private String block() {
        return "```\n$ ./meshwright " + command + "\n" + shown + "```\n";
    }

    boolean shortened() {
        return shown.lines().anyMatch(LEFT_OUT::equals);
    }

    /** The first line shown that {@code printed} does not have in its place; empty if all are there and nothing else. */
    Optional<String> missing(String printed) {
        List<String> lines = lines(printed);
        List<List<String>> parts = parts();
        int from = 0;
        for (int index = 0; index < parts.size(); index++) {
            List<String> part = parts.get(index);
            boolean last = index == parts.size() - 1;
            int earliest = last ? Math.max(from, lines.size() - part.size()) : from;
            int latest = index == 0 ? 0 : lines.size() - part.size();
            // Of all places the part may have, the earliest leaves most to the parts that follow.
            OptionalInt start = IntStream.rangeClosed(earliest, latest)
                    .filter(place -> same(part, lines, place) == part.size())
                    .findFirst();
            if (start.isEmpty()) {
                return Optional.of(firstMissing(part, lines, index == 0 ? 0 : earliest, latest));
            }
            // A line that leaves out nothing would say that something is missing where all is shown.
            from = start.getAsInt() + part.size() + 1;
        }
        return Optional.empty();
    }

    /** The line at which the place that agrees longest with {@code part} leaves it. */
    private static String firstMissing(List<String> part, List<String> lines, int earliest, int latest) {
        int longest = IntStream.rangeClosed(earliest, Math.max(earliest, latest))
                .map(place -> same(part, lines, place))
                .max()
                .orElse(0);
        return longest < part.size() && !part.get(longest).isEmpty() ? part.get(longest) : "(an empty line or the end)";
    }

    /**
     * This transcript with what the command prints now. A whole one is replaced. A shortened one keeps its shape: it stays
     * as it is while it matches; otherwise each paragraph shown is sought by its first line (the same words around any
     * figures, else the same words before the first figure) after the one before, and shown to its end if it was, else
     * with as many lines as it had.
     *
     * @throws AssertionError if a paragraph is not found, naming the line to mend by hand
     */
    ShownTranscript recorded(String printed) {
        if (!shortened()) {
            return new ShownTranscript(command, printed);
        }
        if (missing(printed).isEmpty()) {
            return this;
        }
        List<String> now = lines(printed);
        List<String> text = new ArrayList<>();
        int from = 0;
        List<String> old = shown.lines().toList();
        for (int index = 0; index < old.size(); ) {
            String first = old.get(index);
            if (first.equals(LEFT_OUT) || first.isEmpty()) {
                text.add(first);
                index++;
                continue;
            }
            int end = paragraphEnd(old, index);
            boolean whole = end == old.size() || old.get(end).isEmpty();
            int start = place(first, now, from);
            from = paragraphEnd(now, start);
            if (!whole) {
                from = Math.min(from, start + end - index);
            }
            text.addAll(now.subList(start, from));
            index = end;
        }
        ShownTranscript recorded = new ShownTranscript(command, String.join("\n", text) + "\n");
        recorded.missing(printed).ifPresent(line -> {
            throw new AssertionError(byHand(line));
        });
        return recorded;
    }

    private int place(String line, List<String> now, int from) {
        String start = line.split("[0-9]", 2)[0];
        return first(now, from, candidate -> shape(candidate).equals(shape(line)))
                .or(() -> first(now, from, candidate -> !start.isBlank() && candidate.startsWith(start)))
                .orElseThrow(() -> new AssertionError(byHand(line)));
    }

    private static Optional<Integer> first(List<String> lines, int from, Predicate<String> wanted) {
        return IntStream.range(from, lines.size())
                .filter(index -> wanted.test(lines.get(index)))
                .boxed()
                .findFirst();
    }

    /** A line without its figures and the spaces that line them up. */
    private static String shape(String line) {
        return FIGURE.matcher(line).replaceAll("0").replaceAll(" +", " ");
    }

    private String byHand(String line) {
        return "$ ./meshwright " + command + "\nno longer prints this line in its place; shorten the transcript anew by"
                + " hand:\n" + line;
    }

    /** The first line from {@code index} on that is empty or stands for others. */
    private static int paragraphEnd(List<String> lines, int index) {
        return first(lines, index, line -> line.isEmpty() || line.equals(LEFT_OUT))
                .orElse(lines.size());
    }

    /** How many lines of {@code part} stand at {@code place}. */
    private static int same(List<String> part, List<String> lines, int place) {
        return (int) IntStream.range(0, Math.min(part.size(), lines.size() - place))
                .takeWhile(line -> part.get(line).equals(lines.get(place + line)))
                .count();
    }

    /** What is shown, cut where lines are left out. */
    private List<List<String>> parts() {
        List<List<String>> parts = new ArrayList<>(List.of(new ArrayList<>()));
        for (String line : lines(shown)) {
            if (line.equals(LEFT_OUT)) {
                parts.add(new ArrayList<>());
            } else {
                parts.getLast().add(line);
            }
        }
        return parts;
    }

    /** Lines of a text; an empty one at the end where it ends with a line feed, so that the end is compared too. */
    private static List<String> lines(String text) {
        return List.of(text.split("\n", -1));
    }
}
