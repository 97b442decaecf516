package dev.meshwright.cost.efficiency;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Relative errors of one surface per group: rows, median and mean of the absolute error, signed median. */
final class ErrorTable {

    private ErrorTable() {}

    /** Prints the table of all groups, the fitted half and the other half side by side. */
    static <S> void print(String title, S surface, List<Observation<S>> observations) {
        StringBuilder text = new StringBuilder(String.format(
                "%n%s%n  %-46s %7s %7s %7s %7s | %7s %7s %7s %7s%n",
                title, "group", "fitted", "median", "mean", "signed", "other", "median", "mean", "signed"));
        Map<String, Observation<S>> groups = new TreeMap<>();
        observations.forEach(observation -> groups.put(observation.group(), observation));
        for (String group : groups.keySet()) {
            text.append(line(group, surface, observations, observation -> observation
                    .group()
                    .equals(group)));
        }
        text.append(line("all", surface, observations, observation -> true));
        System.out.print(text);
    }

    private static <S> String line(
            String group, S surface, List<Observation<S>> observations, Predicate<Observation<S>> member) {
        double[] fitted = errors(surface, observations, member.and(Observation::fitted));
        double[] other = errors(surface, observations, member.and(observation -> !observation.fitted()));
        return String.format("  %-46s %s | %s%n", group, statistics(fitted), statistics(other));
    }

    private static String statistics(double[] errors) {
        double[] absolute = Arrays.stream(errors).map(Math::abs).toArray();
        return String.format(
                "%7d %7.3f %7.3f %+7.3f",
                errors.length,
                median(absolute),
                Arrays.stream(absolute).average().orElse(Double.NaN),
                median(errors));
    }

    /** Median absolute relative error of the observations that {@code member} accepts. */
    static <S> double medianError(S surface, List<Observation<S>> observations, Predicate<Observation<S>> member) {
        return median(Arrays.stream(errors(surface, observations, member))
                .map(Math::abs)
                .toArray());
    }

    private static <S> double[] errors(S surface, List<Observation<S>> observations, Predicate<Observation<S>> member) {
        return observations.stream()
                .filter(member)
                .mapToDouble(observation -> observation.relativeError(surface))
                .toArray();
    }

    private static double median(double[] values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
