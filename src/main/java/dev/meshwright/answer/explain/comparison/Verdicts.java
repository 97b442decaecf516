package dev.meshwright.answer.explain.comparison;

import dev.meshwright.answer.explain.comparison.Comparison.Part;
import dev.meshwright.answer.explain.judgement.Uncertainty;
import dev.meshwright.base.quantity.Figures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** What each plan bought beside the first, and from which part of the cost, in a sentence each. */
final class Verdicts {

    /** A part is named when it is at least this share of the largest one. */
    private static final double WORTH_MENTIONING = 0.25;

    /** Below this two figures are called equal: rounding of sums in another order. */
    private static final double TIE = 1e-4;

    private final List<Contender> contenders;
    private final List<Part> parts;
    private final List<Part> components;

    Verdicts(List<Contender> contenders, List<Part> parts, List<Part> components) {
        this.contenders = contenders;
        this.parts = parts;
        this.components = components;
    }

    List<String> headlines() {
        return IntStream.range(1, contenders.size())
                .mapToObj(index -> bought(index) + ".")
                .toList();
    }

    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        for (int index = 1; index < contenders.size(); index++) {
            sentences.add((bought(index) + from(index) + "." + trouble(index) + near(index)).strip());
        }
        return sentences;
    }

    private String bought(int index) {
        OptionalDouble change = Comparison.change(
                contenders.getFirst().figure(Outcome.THROUGHPUT),
                contenders.get(index).figure(Outcome.THROUGHPUT));
        String name = Comparison.letter(index);
        if (change.isEmpty()) {
            return name + " and A have no throughput to compare";
        }
        double more = change.getAsDouble();
        if (Math.abs(more) < TIE) {
            return name + " is as fast as A to within 0.01 %";
        }
        return name + " reaches "
                + Figures.tokensPerSecond(
                        contenders.get(index).figure(Outcome.THROUGHPUT).orElse(0))
                + ", " + Figures.percent(Math.abs(more)) + (more > 0 ? " more" : " less") + " than A";
    }

    /** The parts of the GPU time that differ most, the most important first. */
    private String from(int index) {
        double sum = parts.stream().mapToDouble(part -> part.more().get(index)).sum();
        List<Part> ordered = parts.stream()
                .sorted(Comparator.comparingDouble(
                                (Part part) -> Math.abs(part.more().get(index)))
                        .reversed())
                .toList();
        if (ordered.isEmpty() || Math.abs(ordered.getFirst().more().get(index)) == 0) {
            return "";
        }
        String total = ": " + Figures.seconds(Math.abs(sum)) + (sum > 0 ? " more" : " less") + " GPU time per token";
        if (!alike(contenders.get(index))) {
            return total;
        }
        double most = Math.abs(ordered.getFirst().more().get(index));
        List<String> words = ordered.stream()
                .filter(part -> Math.abs(part.more().get(index)) > WORTH_MENTIONING * most)
                .map(part -> signed(part.more().get(index)) + " " + part.what())
                .toList();
        return total + ", " + String.join(", ", words) + mostly(index);
    }

    /** Whether its time is cut into the same parts: pools are cut by what their GPUs do. */
    private boolean alike(Contender other) {
        return pools(other) == pools(contenders.getFirst());
    }

    private static boolean pools(Contender one) {
        return one.spending().filter(spent -> spent.components().isEmpty()).isPresent();
    }

    private String mostly(int index) {
        return components.stream()
                .max(Comparator.comparingDouble(part -> Math.abs(part.more().get(index))))
                .filter(part -> Math.abs(part.more().get(index)) > 0)
                .map(part -> "; of the kernels and messages of a pass " + part.what() + " changes most, "
                        + signed(part.more().get(index)) + " a sequence")
                .orElse("");
    }

    private static String signed(double seconds) {
        return (seconds < 0 ? "-" : "+") + Figures.seconds(Math.abs(seconds));
    }

    private String trouble(int index) {
        List<String> broken = contenders.get(index).broken();
        List<String> before = contenders.getFirst().broken();
        List<String> others =
                broken.stream().filter(one -> !before.contains(one)).distinct().toList();
        List<String> mended =
                before.stream().filter(one -> !broken.contains(one)).distinct().toList();
        return (others.isEmpty() ? "" : " It breaks or misses " + String.join(", ", others) + ", which A does not.")
                + (mended.isEmpty() ? "" : " It keeps " + String.join(", ", mended) + ", which A does not.");
    }

    private String near(int index) {
        OptionalDouble change = Comparison.change(
                contenders.getFirst().figure(Outcome.THROUGHPUT),
                contenders.get(index).figure(Outcome.THROUGHPUT));
        OptionalDouble spread = contenders.get(index).pairSpread();
        boolean near = change.isPresent()
                && spread.isPresent()
                && Uncertainty.within(1 + change.getAsDouble(), spread.getAsDouble());
        return near ? " That is within the model's uncertainty: measured, it may as well be the other way round." : "";
    }
}
