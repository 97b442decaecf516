package dev.meshwright.answer.text.page;

import java.util.Map;

/** A bar of letters: {@code [EEEEEEWWKK....|..]}. */
public final class Bar {

    private static final int WIDTH = 40;

    private Bar() {}

    /**
     * The bar.
     *
     * @param parts amount of each letter, in the order shown
     * @param filled all of them together
     * @param mark amount at which a stroke stands
     * @param whole amount of the whole bar, unless more is filled
     */
    public static String of(Map<Character, Double> parts, double filled, double mark, double whole) {
        double scale = WIDTH / Math.max(whole, filled);
        StringBuilder bar = new StringBuilder();
        double reached = 0;
        for (Map.Entry<Character, Double> part : parts.entrySet()) {
            reached += part.getValue();
            int end = (int) Math.round(reached * scale);
            bar.append(String.valueOf(part.getKey()).repeat(Math.max(0, end - bar.length())));
        }
        bar.append(".".repeat(Math.max(0, (int) Math.round(whole * scale) - bar.length())));
        int stroke = (int) Math.round(mark * scale);
        if (stroke > 0 && stroke < bar.length()) {
            bar.insert(stroke, '|');
        }
        return "[" + bar + "]";
    }
}
