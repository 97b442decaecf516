package dev.meshwright.answer.explain.comparison;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A plan that is compared with others, as an answer tells of it.
 *
 * @param name that it was given by: a file, or degrees in one line
 * @param layout its degrees in short
 * @param feasible whether no hard constraint is broken
 * @param broken constraints that it breaks and targets that it misses
 * @param choices what was chosen or asked, by name in words: degrees, stages, formats, engine, work
 * @param figures that it reaches
 * @param spending where its GPU time goes; empty where the answer does not tell
 * @param pairSpread logarithm of the ratio by which measured pairs of layouts differ from their predictions; empty where unknown
 */
public record Contender(
        String name,
        String layout,
        boolean feasible,
        List<String> broken,
        Map<String, String> choices,
        Map<Outcome, Double> figures,
        Optional<Spending> spending,
        OptionalDouble pairSpread) {

    public Contender {
        broken = List.copyOf(broken);
        choices = new LinkedHashMap<>(choices);
        figures = new EnumMap<>(figures);
    }

    /** A figure, if the answer has it. */
    public OptionalDouble figure(Outcome outcome) {
        Double value = figures.get(outcome);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
