package dev.meshwright.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts as accidents and enemies leave them: numbers beyond all sense, lines lost, doubled and swapped, halves of two files. */
final class Mutations {

    private static final int LONGEST = 40_000;

    private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");

    private static final List<String> NUMBERS = List.of(
            "0",
            "-1",
            "1",
            "0.5",
            "-0.0",
            "2147483647",
            "2147483648",
            "-2147483648",
            "9223372036854775807",
            "99999999999999999999",
            "1e308",
            "1e999",
            "1e-320",
            "NaN",
            "Infinity",
            "-.inf",
            "0x10",
            "1d",
            "1_000",
            "1,5",
            "\u0663",
            "1e9",
            "65536",
            "1000000",
            "00",
            "+5",
            "5 %",
            "200 %",
            "1%1%");

    private static final List<String> PIECES = List.of(
            "null",
            "~",
            "[]",
            "{}",
            "\"",
            "'",
            "''",
            "\u0000",
            "\u001b[31m",
            "\u202e",
            "\ufeff",
            "\u2028",
            ":",
            "\t",
            "{",
            "]",
            "[",
            "}",
            "&a",
            "*a",
            "<<: *a",
            "!!int ",
            "!!binary ",
            "true",
            "---\n",
            "...\n",
            "#",
            "|",
            ">-",
            "? ",
            "- ",
            ",",
            "../../../../etc/shadow",
            "/etc/shadow",
            "a\u0000b",
            "\ud800",
            "$(x)",
            "`x`",
            "%s",
            "\\",
            "\r",
            "GB",
            "TB/s",
            "ms",
            " tokens/s",
            "[[[[[[[[",
            "{a: {a: {a: ");

    private Mutations() {}

    /** One to four mutations of {@code text}. */
    static String of(String text, List<String> others, RandomGenerator random) {
        String mutated = text;
        for (int round = 1 + random.nextInt(4); round > 0; round--) {
            mutated = once(mutated, others, random);
        }
        return mutated.length() > LONGEST ? mutated.substring(0, LONGEST) : mutated;
    }

    private static String once(String text, List<String> others, RandomGenerator random) {
        int at = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), at + random.nextInt(20));
        return switch (random.nextInt(9)) {
            case 0 -> text.substring(0, at) + text.substring(to);
            case 1 -> text.substring(0, at) + one(PIECES, random) + text.substring(at);
            case 2 -> text.substring(0, at) + one(PIECES, random) + text.substring(to);
            case 3 -> text.substring(0, at) + (char) random.nextInt(0x250) + text.substring(at);
            case 4 -> text.substring(0, at);
            case 5 -> lines(text, random);
            case 6 -> {
                String other = one(others, random);
                yield text.substring(0, at) + other.substring(random.nextInt(other.length() + 1));
            }
            default -> numbers(text, random);
        };
    }

    private static String numbers(String text, RandomGenerator random) {
        List<int[]> places = new ArrayList<>();
        Matcher matcher = NUMBER.matcher(text);
        while (matcher.find()) {
            places.add(new int[] {matcher.start(), matcher.end()});
        }
        if (places.isEmpty()) {
            return text + one(NUMBERS, random);
        }
        int[] place = places.get(random.nextInt(places.size()));
        return text.substring(0, place[0]) + one(NUMBERS, random) + text.substring(place[1]);
    }

    private static String lines(String text, RandomGenerator random) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        if (lines.isEmpty()) {
            return text;
        }
        int line = random.nextInt(lines.size());
        String moved = lines.get(line);
        switch (random.nextInt(4)) {
            case 0 -> lines.remove(line);
            case 1 -> lines.add(line, moved);
            case 2 -> lines.add(random.nextInt(lines.size()), moved);
            default -> lines.set(line, " ".repeat(random.nextInt(8)) + moved.strip());
        }
        return String.join("\n", lines) + "\n";
    }

    static <T> T one(List<T> choices, RandomGenerator random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
