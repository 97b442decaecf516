package dev.meshwright.base.quantity;

import dev.meshwright.base.quantity.Quantity.Per;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the numbers of running text with their units. Dates, versions, times of day and products are left out. */
public final class Mentions {

    private static final String SPACE = "[ \\t\u00a0\u2007\u2009\u202f]";

    private static final Pattern BEFORE = Pattern.compile(
            "(?:(?<about>[~\u2248\u223c\u2243]|\\b(?:about|around|roughly|approximately|approx\\.|circa|ca\\.))"
                    + "|(?<least>[\u2265\u2a7e]|(?<![-=<])>=?|\\b(?:at least|more than|over|above))"
                    + "|(?<most>[\u2264\u2a7d]|<=?|\\b(?:at most|less than|up to|under|below)))" + SPACE + "*$",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern RANGE = Pattern.compile("(?:" + SPACE + "?[-\u2010-\u2015\u2212]" + SPACE + "?|"
            + SPACE + "*\u00b1" + SPACE + "*|" + SPACE + "+(?<to>to)" + SPACE + "+)(?=\\d)");
    /** "Changed from 40 to 50" are two numbers. */
    private static final Pattern FROM = Pattern.compile("\\bfrom" + SPACE + "+$", Pattern.CASE_INSENSITIVE);

    /** Over 8 GPUs is where something is spread, and no bound. */
    private static final Set<String> PLACES =
            Set.of("GPUs", "nodes", "ranks", "stages", "layers", "replicas", "groups", "experts");

    private static final Pattern NOT_A_NUMBER = Pattern.compile(
            "\\d{4}-\\d\\d-\\d\\d|\\d+(?:\\.\\d+){2,20}(?![\\d,])|\\d+:\\d+(?::\\d+)?|\\d+(?:st|nd|rd|th)\\b");
    /** "GPT-", "Qwen3-". */
    private static final Pattern NAME = Pattern.compile("\\p{L}[\\p{L}\\d.]*-$");

    private static final Pattern PRODUCT = Pattern.compile(SPACE + "*[x\u00d7*\u00b7/\u00f7]" + SPACE + "*\\d");
    private static final Pattern GPU_NAME = Pattern.compile(SPACE + "*[x\u00d7]?" + SPACE
            + "*(?:NVIDIA |AMD |Nvidia )?(?:[A-Z]{1,3}\\d{2,4}[A-Za-z]*|RTX" + SPACE + "?\\d{4})\\b(?: GPUs?)?");
    private static final Pattern RATIO =
            Pattern.compile(SPACE + "?(?:x|\u00d7|times)(?![\\p{L}\\d]|" + SPACE + "*(?:\\d|[A-Z]{1,3}\\d))");
    private static final Pattern COUNT = Pattern.compile("(?:([kKMBT])(?![\\p{L}\\d])|" + SPACE + "([kKMBT])(?="
            + SPACE + "+(?:[\\p{L}-]+" + SPACE + "+){0,2}?(?:total|active|activated|" + nouns() + ")(?![\\p{L}\\d_]))|"
            + SPACE + "((?i:thousand|million|billion|trillion))\\b)?");
    private static final Pattern NOUN = Pattern.compile(
            "(?:-|" + SPACE + "+)?(?:(?!(?:of|and|to|per|in|for|with|the|a|or|on|at|is|are|by|from|as|than|each|all"
                    + "|requires?|needs?|has|have|holds?|exceeds?|available)\\b)[\\p{L}-]+" + SPACE + "+){0,2}?("
                    + nouns() + ")(?![\\p{L}\\d_])",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern PER = Pattern.compile(
            "(?:" + SPACE + "*/" + SPACE + "*|" + SPACE + "*\\(?per[ -]|" + SPACE
                    + "+(?:on |for |in )?each )(gpu|device|card|node|system|cluster|token|layer|user|request|sequence|expert|stage|replica)"
                    + "(?![\\p{L}\\d])",
            Pattern.CASE_INSENSITIVE);

    /** Longest first, so that TB/s is found before TB. */
    private static final List<WrittenUnit> UNITS =
            Units.written().stream().map(WrittenUnit::of).toList();

    private final String text;
    private final List<Mention> found = new ArrayList<>();

    private Mentions(String text) {
        this.text = text;
    }

    /** Every number of {@code text}, in its order; numbers of products, dates and versions are none. */
    public static List<Mention> in(String text) {
        Mentions mentions = new Mentions(text);
        mentions.scan();
        return List.copyOf(mentions.found);
    }

    private static String nouns() {
        StringBuilder all = new StringBuilder();
        Units.COUNTED.forEach(noun -> all.append(noun.equals("matrices") ? "matri(?:x|ces)" : singular(noun) + "s?")
                .append('|'));
        return all + "way";
    }

    private static String singular(String noun) {
        return noun.substring(0, noun.length() - 1);
    }

    private void scan() {
        int at = 0;
        while (at < text.length()) {
            at = Character.isDigit(text.charAt(at)) ? number(at) : at + 1;
        }
    }

    /** Takes the number at {@code start} and says where to go on. */
    private int number(int start) {
        Matcher other = NOT_A_NUMBER.matcher(text).region(start, text.length());
        if (other.lookingAt()) {
            return other.end();
        }
        int from = leadingPoint(start);
        Optional<WrittenNumber> written = WrittenNumber.at(text, from);
        if (written.isEmpty()) {
            return start + 1;
        }
        int end = written.get().end();
        boolean named = named(from);
        boolean product = PRODUCT.matcher(text).region(end, text.length()).lookingAt() || factor(from);
        boolean nameOfOther = named && !plainName(from);
        if (nameOfOther || (product && unitAt(end).isEmpty())) {
            return end;
        }
        return take(from, end, named);
    }

    private int leadingPoint(int start) {
        boolean point = start > 0 && text.charAt(start - 1) == '.';
        return point && (start < 2 || !word(text.charAt(start - 2))) ? start - 1 : start;
    }

    private static boolean word(char letter) {
        return Character.isLetterOrDigit(letter) || letter == '_' || letter == '.';
    }

    /** Whether letters, or letters and a hyphen, stand right before the number. */
    private boolean named(int from) {
        if (from == 0) {
            return false;
        }
        char before = text.charAt(from - 1);
        boolean hyphen = before == '-'
                && NAME.matcher(text.substring(Math.max(0, from - 20), from)).find();
        return word(before) || before == '#' || hyphen;
    }

    /**
     * "TP8", "EP 8", "EP-8" and "top-2" are names of numbers; "H100", "FP16", "gpu_0" and generations of memory ("HBM3") are
     * names of other things.
     */
    private boolean plainName(int from) {
        return text.substring(Math.max(0, from - 8), from)
                .matches("(?s)(?:.*[^\\p{L}\\d_])?(?:(?!HBM|G?DDR)[A-Z]{2,4}|(?:TP|DP|EP|PP|CP|ETP|EDP)-|[Tt]op-)");
    }

    private boolean factor(int from) {
        return text.substring(Math.max(0, from - 4), from)
                .matches("(?s).*[\\d)]" + SPACE + "*[x\u00d7*\u00b7/\u00f7]" + SPACE + "*");
    }

    private int take(int from, int end, boolean named) {
        int start = signed(from);
        int last = end;
        String sign = start < from ? "-" : "";
        String number = sign + text.substring(from, end);
        String more = end < text.length() && text.charAt(end) == '+' ? "\u2265 " : "";
        Span unit = unitAt(more.isEmpty() ? end : end + 1).orElse(new Span("", end));
        Matcher range = RANGE.matcher(text).region(unit.end(), text.length());
        Optional<WrittenNumber> second = range.lookingAt() && more.isEmpty() && !named
                ? WrittenNumber.at(text, range.end()).filter(high -> range.group("to") == null || upwards(from, high))
                : Optional.empty();
        if (second.isPresent()) {
            last = second.get().end();
            number += (unit.text().isEmpty() ? "" : " " + unit.text())
                    + (range.group().contains("\u00b1") ? " \u00b1 " : "-")
                    + text.substring(range.end(), last);
            unit = unitAt(last).orElse(new Span("", last));
        }
        Span prefix = prefix(start);
        Span stated = new Span(more.isEmpty() ? prefix.text() : more, prefix.end());
        last = Math.max(last, unit.end());
        return add(stated, number, last, unit.text(), named);
    }

    /** Whether "from" is not before the number and the one behind "to" is not below it. */
    private boolean upwards(int from, WrittenNumber high) {
        boolean change =
                FROM.matcher(text.substring(Math.max(0, from - 12), from)).find();
        return !change
                && WrittenNumber.at(text, from)
                        .filter(low -> Double.parseDouble(low.digits()) < Double.parseDouble(high.digits()))
                        .isPresent();
    }

    /** Adds a number with what is stated before it, a bound at its place; says where to go on. */
    private int add(Span bound, String number, int end, String unit, boolean named) {
        Set<Dimension> dimensions = EnumSet.noneOf(Dimension.class);
        dimensions.addAll(Units.dimensions(unit));
        String noun = "";
        int last = end;
        boolean countable = unit.isEmpty() || dimensions.contains(Dimension.COUNT);
        Matcher counted = NOUN.matcher(text).region(end, text.length()).useTransparentBounds(true);
        Matcher gpus = GPU_NAME.matcher(text).region(end, text.length());
        if (countable && !named && gpus.lookingAt()) {
            noun = "GPUs";
            last = gpus.end();
        } else if (countable && !named && counted.lookingAt()) {
            noun = plural(counted.group(1));
            last = counted.end();
        }
        if (!noun.isEmpty() || unit.equals("B")) {
            // Bytes are written with a prefix: a B alone is a billion.
            dimensions = EnumSet.of(Dimension.COUNT);
        } else if (unit.isEmpty()) {
            dimensions.clear();
        }
        Set<Per> per = EnumSet.noneOf(Per.class);
        Matcher each = PER.matcher(text).region(last, text.length());
        while (each.lookingAt()) {
            per.add(per(each.group(1)));
            last = each.end();
            each.region(last, text.length());
        }
        boolean spread = PLACES.contains(noun) && text.regionMatches(true, bound.end(), "over", 0, 4);
        String stated = (spread ? "" : bound.text()) + number;
        found.add(new Mention(bound.end(), last, stated, unit, noun, dimensions, per, named));
        return Math.max(end, last);
    }

    private static String plural(String noun) {
        String lower = noun.toLowerCase(Locale.ROOT);
        return Units.COUNTED.stream()
                .filter(name -> {
                    String known = name.toLowerCase(Locale.ROOT);
                    return known.equals(lower)
                            || singular(known).equals(lower)
                            || (lower.equals("matrix") && known.equals("matrices"));
                })
                .findFirst()
                .orElse(lower);
    }

    private static Per per(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "gpu", "device", "card" -> Per.GPU;
            case "user", "request", "sequence" -> Per.USER;
            case "system", "cluster" -> Per.SYSTEM;
            default -> Per.valueOf(word.toUpperCase(Locale.ROOT));
        };
    }

    private int signed(int from) {
        if (from == 0) {
            return from;
        }
        char sign = text.charAt(from - 1);
        boolean minus = sign == '\u2212' || sign == '-';
        boolean alone = from == 1 || " \t(:=,[|".indexOf(text.charAt(from - 2)) >= 0;
        return minus && alone ? from - 1 : from;
    }

    private record Span(String text, int end) {}

    /** "About", "at least" and their signs before the number; a sign behind another number compares the two. */
    private Span prefix(int start) {
        int from = found.isEmpty() ? 0 : found.getLast().end();
        Matcher before =
                BEFORE.matcher(text).region(Math.max(from, start - 20), start).useTransparentBounds(true);
        if (!before.find()) {
            return new Span("", start);
        }
        boolean compares =
                !found.isEmpty() && text.substring(from, before.start()).isBlank();
        if (compares) {
            return new Span("", start);
        }
        String sign = before.group("about") != null ? "~" : before.group("least") != null ? "\u2265 " : "\u2264 ";
        return new Span(sign, before.start());
    }

    /** The longest unit that begins at {@code end}, behind a space at most. */
    private Optional<Span> unitAt(int end) {
        Matcher ratio = RATIO.matcher(text).region(end, text.length()).useTransparentBounds(true);
        if (ratio.lookingAt()) {
            return Optional.of(new Span("x", ratio.end()));
        }
        int from = end;
        boolean apart = from < text.length() && Pattern.matches(SPACE + "|-", text.substring(from, from + 1));
        from += apart ? 1 : 0;
        for (WrittenUnit written : UNITS) {
            if (written.at(text, from)) {
                return Optional.of(
                        new Span(written.unit(), from + written.unit().length()));
            }
        }
        Matcher count = COUNT.matcher(text).region(end, text.length()).useTransparentBounds(true);
        if (count.lookingAt() && count.end() > end) {
            String letter = count.group(1) != null ? count.group(1) : count.group(2);
            String unit = letter != null ? letter : " " + count.group(3).toLowerCase(Locale.ROOT);
            return Optional.of(new Span(unit.strip(), count.end()));
        }
        return Optional.empty();
    }
}
