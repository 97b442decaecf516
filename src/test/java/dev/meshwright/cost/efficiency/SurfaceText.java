package dev.meshwright.cost.efficiency;

import java.lang.reflect.RecordComponent;
import java.util.Locale;

/** A fitted surface as the efficiency files hold it. */
final class SurfaceText {

    private SurfaceText() {}

    /** @param medianError of the rows that the fit has not seen, where there are some */
    static String of(String name, Record fitted, String source, String range, double medianError) {
        StringBuilder text = new StringBuilder();
        text.append("  ").append(name).append(":\n");
        text.append("    source: \"").append(source).append("\"\n");
        text.append("    range: \"").append(range).append("\"\n");
        text.append(String.format(Locale.ROOT, "    medianError: %.3f%n", medianError));
        text.append("    constants:\n");
        for (RecordComponent component : fitted.getClass().getRecordComponents()) {
            text.append(String.format(
                    Locale.ROOT,
                    "      %s: {value: %.3e, unit: \"%s\"}%n",
                    component.getName(),
                    written(component.getName(), SurfaceFitter.value(fitted, component)),
                    unit(component.getName())));
        }
        return text.toString();
    }

    /** What a fit drives towards zero is written as zero; the size of a ramp that costs nothing must still be positive. */
    private static double written(String constant, double value) {
        if (constant.equals("rampBytes")) {
            return Math.max(value, 1);
        }
        double least = constant.equals("softmaxSeconds") ? 1e-16 : constant.endsWith("Seconds") ? 1e-11 : 1e-4;
        return value < least ? 0 : value;
    }

    private static String unit(String constant) {
        if (constant.endsWith("Fraction")) {
            return "1";
        }
        if (constant.equals("depthSeconds")) {
            return "s per element of K";
        }
        if (constant.endsWith("Seconds")) {
            return "s";
        }
        if (constant.endsWith("Bytes")) {
            return "bytes";
        }
        return switch (constant) {
            case "paddingRows" -> "rows per touched expert";
            case "tileRows" -> "rows";
            case "flopsPerJoule" -> "FLOP/J";
            case "edgeKeys" -> "keys";
            case "halfRows" -> "query rows";
            case "paddingTokens" -> "tokens";
            default -> throw new IllegalArgumentException("no unit for " + constant);
        };
    }
}
