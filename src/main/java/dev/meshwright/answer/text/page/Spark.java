package dev.meshwright.answer.text.page;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Numbers as a row of blocks, and a share as a bar, for terminals. */
public final class Spark {

    private static final String BLOCKS = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588";
    private static final String FULL = "\u2588";
    private static final String EMPTY = "\u2591";

    private Spark() {}

    /** A block for each number, the highest for the largest; a space for what is no number. */
    public static String line(List<Double> numbers) {
        double most = numbers.stream()
                .filter(Double::isFinite)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        return numbers.stream().map(number -> block(number, most)).collect(Collectors.joining());
    }

    private static String block(double number, double most) {
        if (!Double.isFinite(number) || number < 0) {
            return " ";
        }
        int at = most == 0 ? 0 : (int) Math.round(number / most * (BLOCKS.length() - 1));
        return BLOCKS.substring(at, at + 1);
    }

    /** A bar of {@code width} characters that is filled by as much of {@code whole} as {@code amount} is. */
    public static String bar(double amount, double whole, int width) {
        int filled = (int) Math.round(Math.clamp(amount / whole, 0, 1) * width);
        return FULL.repeat(filled) + EMPTY.repeat(width - filled);
    }

    /**
     * How values spread, as a row of {@code width} blocks from the least to the largest: how many of them lie in each part.
     *
     * @param shares rising shares from 0 to 1
     * @param values that each of these shares does not exceed
     */
    public static String spread(List<Double> shares, List<Double> values, int width) {
        double least = values.getFirst();
        double step = (values.getLast() - least) / width;
        double[] within = new double[width];
        double before = 0;
        for (int bin = 0; bin < width; bin++) {
            double below = bin == width - 1 ? 1 : share(shares, values, least + (bin + 1) * step);
            within[bin] = Math.max(0, below - before);
            before = Math.max(before, below);
        }
        return line(Arrays.stream(within).boxed().toList());
    }

    /** Share of the values at or below {@code value}, between the known ones on a line. */
    private static double share(List<Double> shares, List<Double> values, double value) {
        int at = 0;
        while (at < values.size() && values.get(at) <= value) {
            at++;
        }
        if (at == 0 || at == values.size()) {
            return at == 0 ? 0 : 1;
        }
        double width = values.get(at) - values.get(at - 1);
        double part = width > 0 ? (value - values.get(at - 1)) / width : 1;
        return shares.get(at - 1) + part * (shares.get(at) - shares.get(at - 1));
    }
}
