package dev.meshwright.answer.explain.comparison;

import dev.meshwright.cost.evaluation.Component;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Plans side by side; all but the first are compared with the first.
 *
 * @param contenders in the order they were named, at least two
 * @param changed what all of them say and is not the same in all
 * @param same how many choices are the same in all
 * @param others how many choices only some of them know: pools have no degrees in common with a layout
 * @param figures that at least one of them has
 * @param parts GPU seconds per counted token; empty where not every answer tells
 * @param components GPU seconds per sequence of a pass, those that differ most first; empty where not every answer tells
 * @param headlines one for each but the first: what it bought
 * @param sentences the same, and from which part
 */
public record Comparison(
        List<Contender> contenders,
        List<Changed> changed,
        int same,
        int others,
        List<Figure> figures,
        List<Part> parts,
        List<Part> components,
        List<String> headlines,
        List<String> sentences) {

    /** Components that make less than this share of a difference are not told of. */
    private static final double WORTH_TELLING = 0.02;

    /** Lists that are longer, such as maps of experts, are numbered instead of told. */
    private static final int LONGEST_LIST = 30;

    /**
     * A choice that is not the same in all.
     *
     * @param what in words
     * @param values of each
     */
    public record Changed(String what, List<String> values) {
        public Changed {
            values = List.copyOf(values);
        }
    }

    /**
     * A figure of each.
     *
     * @param outcome which
     * @param values of each, where it has one
     * @param changes as shares of the first's; empty for the first and where one of both is missing
     */
    public record Figure(Outcome outcome, List<OptionalDouble> values, List<OptionalDouble> changes) {
        public Figure {
            values = List.copyOf(values);
            changes = List.copyOf(changes);
        }
    }

    /**
     * A part of the GPU time.
     *
     * @param what in words
     * @param seconds of each; 0 where one has none of it
     * @param more seconds than the first; 0 for the first
     */
    public record Part(String what, List<Double> seconds, List<Double> more) {
        public Part {
            seconds = List.copyOf(seconds);
            more = List.copyOf(more);
        }
    }

    public Comparison {
        contenders = List.copyOf(contenders);
        changed = List.copyOf(changed);
        figures = List.copyOf(figures);
        parts = List.copyOf(parts);
        components = List.copyOf(components);
        headlines = List.copyOf(headlines);
        sentences = List.copyOf(sentences);
    }

    /** Compares them with the first. */
    public static Comparison of(List<Contender> contenders) {
        List<Changed> changed = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        contenders.forEach(contender -> names.addAll(contender.choices().keySet()));
        int others = 0;
        for (String name : names) {
            List<String> values = contenders.stream()
                    .flatMap(
                            contender -> Optional.ofNullable(contender.choices().get(name)).stream())
                    .toList();
            if (values.size() < contenders.size()) {
                others++;
            } else if (values.stream().distinct().count() > 1) {
                changed.add(new Changed(name, shown(values)));
            }
        }
        List<Part> parts = parts(contenders);
        List<Part> components = components(contenders);
        Verdicts verdicts = new Verdicts(contenders, parts, components);
        return new Comparison(
                contenders,
                changed,
                names.size() - changed.size() - others,
                others,
                figures(contenders),
                parts,
                components,
                verdicts.headlines(),
                verdicts.sentences());
    }

    /** What each is called, in their order: {@code A}, {@code B}, ... */
    public List<String> letters() {
        return IntStream.range(0, contenders.size())
                .mapToObj(Comparison::letter)
                .toList();
    }

    /** {@code A}, {@code B}, ... */
    static String letter(int index) {
        return String.valueOf((char) ('A' + index));
    }

    private static List<String> shown(List<String> values) {
        if (values.stream().allMatch(value -> value.length() <= LONGEST_LIST || !value.startsWith("["))) {
            return values;
        }
        List<String> distinct = values.stream().distinct().toList();
        return values.stream()
                .map(value -> "no. " + (distinct.indexOf(value) + 1))
                .toList();
    }

    private static List<Figure> figures(List<Contender> contenders) {
        List<Figure> figures = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            List<OptionalDouble> values = contenders.stream()
                    .map(contender -> contender.figure(outcome))
                    .toList();
            if (values.stream().anyMatch(OptionalDouble::isPresent)) {
                OptionalDouble first = values.getFirst();
                List<OptionalDouble> changes = new ArrayList<>(List.of(OptionalDouble.empty()));
                values.stream().skip(1).map(value -> change(first, value)).forEach(changes::add);
                figures.add(new Figure(outcome, values, changes));
            }
        }
        return figures;
    }

    static OptionalDouble change(OptionalDouble first, OptionalDouble value) {
        return first.isPresent() && value.isPresent() && first.getAsDouble() > 0
                ? OptionalDouble.of(value.getAsDouble() / first.getAsDouble() - 1)
                : OptionalDouble.empty();
    }

    private static List<Part> parts(List<Contender> contenders) {
        if (contenders.stream().anyMatch(contender -> contender.spending().isEmpty())) {
            return List.of();
        }
        List<Spending> spent =
                contenders.stream().flatMap(one -> one.spending().stream()).toList();
        Set<String> names = new LinkedHashSet<>();
        spent.forEach(one -> names.addAll(one.parts().keySet()));
        return names.stream()
                .map(name -> part(
                        name,
                        spent.stream()
                                .map(one -> one.parts().getOrDefault(name, 0.0))
                                .toList()))
                .toList();
    }

    private static Part part(String what, List<Double> seconds) {
        double first = seconds.getFirst();
        return new Part(
                what, seconds, seconds.stream().map(each -> each - first).toList());
    }

    private static List<Part> components(List<Contender> contenders) {
        List<Map<Component, Double>> spent = contenders.stream()
                .flatMap(one -> one.spending().stream())
                .map(Spending::components)
                .toList();
        if (spent.size() < contenders.size() || spent.stream().anyMatch(Map::isEmpty)) {
            return List.of();
        }
        Map<Component, Part> all = new LinkedHashMap<>();
        for (Component component : EnumSet.allOf(Component.class)) {
            List<Double> seconds =
                    spent.stream().map(one -> one.getOrDefault(component, 0.0)).toList();
            all.put(component, part(component.label(), seconds));
        }
        double most = all.values().stream().mapToDouble(Comparison::difference).sum();
        return all.values().stream()
                .filter(part -> difference(part) > WORTH_TELLING * most)
                .sorted(Comparator.comparingDouble(Comparison::difference).reversed())
                .toList();
    }

    private static double difference(Part part) {
        return Math.max(
                Math.abs(Objects.requireNonNull(Collections.max(part.more()))),
                Math.abs(Objects.requireNonNull(Collections.min(part.more()))));
    }
}
