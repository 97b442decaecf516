package dev.meshwright.lab.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the time of searches grows with a number: those whose problems have one name but for the number at its end.
 *
 * @param name without the number
 * @param least smallest number
 * @param most largest number
 * @param exponent of the power of the number that fits the seconds best: the slope of the line of least squares through their logarithms
 */
public record Growth(String name, long least, long most, double exponent) {

    private static final Pattern NUMBERED = Pattern.compile("(.+)-([1-9][0-9]{0,17})");

    /** A time at a number. */
    private record Point(long number, double seconds) {}

    /** Of every series of at least two different numbers, in the order of the rows; searches that a limit cut off are left out. */
    public static List<Growth> of(List<BenchRow.Search> rows) {
        Map<String, List<Point>> series = new LinkedHashMap<>();
        for (BenchRow.Search row : rows) {
            Matcher numbered = NUMBERED.matcher(row.problem());
            double seconds = row.value("seconds").orElse(0);
            if (numbered.matches() && seconds > 0 && row.value("complete").orElse(0) > 0) {
                series.computeIfAbsent(numbered.group(1), unused -> new ArrayList<>())
                        .add(new Point(Long.parseLong(numbered.group(2)), seconds));
            }
        }
        List<Growth> growth = new ArrayList<>();
        series.forEach((name, points) -> {
            long least = points.stream().mapToLong(Point::number).min().orElseThrow();
            long most = points.stream().mapToLong(Point::number).max().orElseThrow();
            if (least < most) {
                growth.add(new Growth(name, least, most, slope(points)));
            }
        });
        return List.copyOf(growth);
    }

    private static double slope(List<Point> points) {
        double meanNumber = points.stream()
                .mapToDouble(point -> Math.log(point.number()))
                .average()
                .orElseThrow();
        double meanSeconds = points.stream()
                .mapToDouble(point -> Math.log(point.seconds()))
                .average()
                .orElseThrow();
        double together = 0;
        double alone = 0;
        for (Point point : points) {
            double away = Math.log(point.number()) - meanNumber;
            together += away * (Math.log(point.seconds()) - meanSeconds);
            alone += away * away;
        }
        return together / alone;
    }
}
