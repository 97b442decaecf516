package dev.meshwright.question.audit.mistake;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.base.quantity.Quantity;
import dev.meshwright.question.audit.fact.AuditQuantity;
import dev.meshwright.question.audit.fact.FactBook;
import dev.meshwright.question.audit.fact.Steps;
import dev.meshwright.question.audit.fact.Tolerance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a wrong number may be instead: another quantity that is known by name, or the right one after one or two of the
 * {@link Mistake}s. The simplest explanation is given: a name before one mistake, one mistake before two, and among
 * equals the mistake that comes first in the list.
 *
 * <p>Guard against chance. The explanation must give the digits that the claim was written with, and lie within 2 % of it
 * for one mistake, within 0.5 % for two. Beside each explanation by
 * mistakes stands how often a random number (log-uniform from a thousandth to a thousand times the right one) would be
 * explained at least as simply: the part of that range that the windows of the mistakes cover, exactly. Two mistakes are
 * only offered where that is rare. {@code DiagnosisChanceTest} draws random claims and counts.
 */
public final class Diagnosis {

    private static final double SINGLE = 0.02;
    private static final double PAIR = 0.005;

    /** Two quantities that are this close are one number. */
    private static final double AS_CLOSE = 0.001;

    /** Two mistakes explain nothing where a random number would be explained more often than this. A choice. */
    public static final double MOST_CHANCE = 0.05;

    /** Random claims are drawn up to this factor from the right number, either way. */
    public static final double FURTHEST = 1000;

    private static final String PREFIXES = "KMGTP";

    private static final Pattern PREFIXED = Pattern.compile("([kKMGTP])i?B(?![\\p{L}\\d])");

    /** One way to go wrong. */
    private record Step(Mistake mistake, boolean multiply, double factor, String words) {
        double of(double value) {
            return multiply ? value * factor : value / factor;
        }
    }

    private final FactBook book;
    private final FactBook problem;

    /**
     * @param book that the claim was judged by
     * @param problem without the premises of the document
     */
    public Diagnosis(FactBook book, FactBook problem) {
        this.book = book;
        this.problem = problem;
    }

    /** The simplest explanation, one sentence; empty where nothing explains the claim. */
    public List<String> of(AuditQuantity quantity, Quantity claimed, Derivation computed) {
        // A degree is chosen, not worked out: no mistake of arithmetic leads to another.
        if (quantity.truth() || claimed.value() == 0 || quantity.id().startsWith("degrees.")) {
            return List.of();
        }
        double window = claimed.exact() ? Tolerance.digitsWindow(claimed) : SINGLE;
        List<String> named = named(quantity, claimed);
        if (!named.isEmpty() || computed.value() == 0) {
            return named;
        }
        List<List<Step>> singles =
                steps(quantity, claimed).stream().map(List::of).toList();
        Coverage coverage = new Coverage(FURTHEST);
        singles.forEach(steps -> coverage.add(factor(steps), window));
        List<List<Step>> hits = hits(claimed, computed, singles, window);
        double both = Math.min(PAIR, window);
        // Two slips of unit or scope are likelier than a slip and a forgotten factor, or two of these.
        for (boolean slips : List.of(true, false)) {
            if (hits.isEmpty()) {
                List<List<Step>> pairs = pairs(quantity, claimed, slips);
                pairs.forEach(steps -> coverage.add(factor(steps), both));
                hits = coverage.share() > MOST_CHANCE ? List.of() : hits(claimed, computed, pairs, both);
            }
        }
        int others = hits.size() - 1;
        return hits.stream()
                .limit(1)
                .map(steps -> sentence(computed, steps, others, coverage.share()))
                .toList();
    }

    /** What the number is instead; two things where it is both. */
    private List<String> named(AuditQuantity quantity, Quantity claimed) {
        List<Lookalikes.Look> looks = Lookalikes.of(quantity, book, problem).stream()
                .filter(look -> Tolerance.sameDigits(claimed, look.value()))
                .sorted(Comparator.comparingDouble(look -> off(claimed.value(), look.value())))
                .toList();
        if (looks.isEmpty()) {
            return List.of();
        }
        double closest = looks.getFirst().value();
        String words = String.join(
                ", or ",
                looks.stream()
                        .filter(look -> off(closest, look.value()) <= AS_CLOSE)
                        .map(Lookalikes.Look::words)
                        .limit(2)
                        .toList());
        return List.of(claimed.text() + " is " + words + ", not " + quantity.description() + ".");
    }

    private static List<List<Step>> hits(
            Quantity claimed, Derivation computed, List<List<Step>> candidates, double window) {
        return candidates.stream()
                .filter(steps -> off(claimed.value(), computed.value() * factor(steps)) <= window)
                .sorted(Comparator.comparingInt(steps -> steps.stream()
                        .mapToInt(step -> step.mistake().ordinal())
                        .sum()))
                .toList();
    }

    private List<List<Step>> pairs(AuditQuantity quantity, Quantity claimed, boolean slips) {
        List<Step> steps = steps(quantity, claimed).stream()
                .filter(step -> !slips || step.mistake().slip())
                .toList();
        List<List<Step>> pairs = new ArrayList<>();
        for (int first = 0; first < steps.size(); first++) {
            for (Step other : steps.subList(first + 1, steps.size())) {
                List<Step> pair = List.of(steps.get(first), other);
                // Two mistakes that undo each other leave the right number, which is no explanation of a wrong one.
                if (steps.get(first).mistake() != other.mistake() && Math.abs(factor(pair) - 1) > SINGLE) {
                    pairs.add(pair);
                }
            }
        }
        return pairs;
    }

    private List<Step> steps(AuditQuantity quantity, Quantity claimed) {
        Matcher unit = PREFIXED.matcher(claimed.text());
        String prefix = unit.find() ? unit.group(1).toUpperCase(Locale.ROOT) : "G";
        List<Step> steps = new ArrayList<>();
        for (Mistake mistake : Mistake.values()) {
            double factor =
                    mistake.happensTo(quantity, book.work()) ? mistake.factor(book, 1 + PREFIXES.indexOf(prefix)) : 1;
            for (boolean multiply : List.of(true, false)) {
                if (Double.isFinite(factor)
                        && factor > 0
                        && Math.abs(factor - 1) > SINGLE
                        && mistake.goes(multiply, quantity)) {
                    steps.add(new Step(mistake, multiply, factor, mistake.words(multiply, quantity, prefix)));
                }
            }
        }
        return steps;
    }

    private static double factor(List<Step> steps) {
        double factor = 1;
        for (Step step : steps) {
            factor = step.of(factor);
        }
        return factor;
    }

    private static String sentence(Derivation computed, List<Step> steps, int others, double chance) {
        StringBuilder arithmetic = new StringBuilder(Steps.amount(computed));
        steps.forEach(step -> arithmetic.append(step.multiply() ? " x " : " / ").append(number(step.factor())));
        return (steps.size() == 1 ? "Likely " : "Possibly ")
                + String.join(" and ", steps.stream().map(Step::words).toList())
                + ": " + arithmetic + " = "
                + Figures.amount(computed.value() * factor(steps), computed.dimension()) + ". "
                + (others > 0
                        ? Figures.number(others, "other explanation") + (others == 1 ? " is" : " are") + " as simple; a"
                        : "A")
                + " random number would be explained as simply in " + Figures.percent(chance) + " of cases.";
    }

    private static String number(double factor) {
        return factor == Math.rint(factor) ? Figures.count(factor) : String.format(Locale.ROOT, "%.3g", factor);
    }

    private static double off(double claimed, double value) {
        return value == 0 ? Double.POSITIVE_INFINITY : Math.abs(value / claimed - 1);
    }
}
