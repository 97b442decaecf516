package dev.meshwright.audit;

import dev.meshwright.quantity.Dimension;
import dev.meshwright.quantity.Figures;
import dev.meshwright.quantity.Quantity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a wrong number may be instead: another quantity that is known by name, or the right one after one or two of the
 * {@link Mistake}s.
 *
 * <p>Guard against chance: one mistake must explain the claim within 2 %, two within 0.5 % and only where none alone
 * does. A claim is a random number between 1/1000 and 1000 times the right one at worst; about 20 single factors with
 * windows of 4 % then hit it with a chance of 20 x 0.04 / ln(10^6) = 6 %, and some 150 pairs with windows of 1 % with
 * 11 %. Two are listed at most, and pairs are called possible only.
 */
final class Diagnosis {

    private static final double SINGLE = 0.02;
    private static final double PAIR = 0.005;
    private static final int MOST = 2;

    private record Candidate(String sentence, boolean named, double off) {}

    private record Step(Mistake mistake, boolean multiply, double factor) {}

    private final FactBook book;
    private final FactBook problem;

    /**
     * @param book that the claim was judged by
     * @param problem without the premises of the document
     */
    Diagnosis(FactBook book, FactBook problem) {
        this.book = book;
        this.problem = problem;
    }

    /** At most two sentences, the likeliest first; empty where nothing explains the claim. */
    List<String> of(AuditQuantity quantity, Quantity claimed, Fact computed) {
        if (quantity.truth() || claimed.value() == 0) {
            return List.of();
        }
        List<Candidate> found = new ArrayList<>(Lookalikes.of(quantity, book, problem).stream()
                .filter(look -> off(claimed.value(), look.value()) <= SINGLE)
                .map(look -> new Candidate(
                        claimed.text() + " is " + look.words() + ", not " + quantity.description() + ".",
                        true,
                        off(claimed.value(), look.value())))
                .toList());
        List<Step> steps = steps(quantity);
        if (computed.value() != 0) {
            steps.forEach(
                    step -> consider(claimed, computed, List.of(step), SINGLE).ifPresent(found::add));
            if (found.isEmpty()) {
                pairs(claimed, computed, steps, found);
            }
        }
        return found.stream()
                .sorted(Comparator.comparing(Candidate::named).reversed().thenComparingDouble(Candidate::off))
                .map(Candidate::sentence)
                .distinct()
                .limit(MOST)
                .toList();
    }

    private void pairs(Quantity claimed, Fact computed, List<Step> steps, List<Candidate> found) {
        for (int first = 0; first < steps.size(); first++) {
            for (int second = first + 1; second < steps.size(); second++) {
                Mistake one = steps.get(first).mistake();
                Mistake other = steps.get(second).mistake();
                if (one != other && (!rate(claimed) || slip(one) || slip(other))) {
                    consider(claimed, computed, List.of(steps.get(first), steps.get(second)), PAIR)
                            .ifPresent(found::add);
                }
            }
        }
    }

    /** Rates have so many factors that a pair must hold a slip of unit or scope to be more than chance. */
    private static boolean rate(Quantity claimed) {
        return claimed.dimension() == Dimension.TOKENS_PER_SECOND
                || claimed.dimension() == Dimension.SEQUENCES_PER_SECOND;
    }

    private static boolean slip(Mistake mistake) {
        return mistake == Mistake.GPUS || mistake == Mistake.MILLISECONDS;
    }

    private List<Step> steps(AuditQuantity quantity) {
        List<Step> steps = new ArrayList<>();
        for (Mistake mistake : Mistake.values()) {
            double factor = mistake.happensTo(quantity) ? mistake.factor(book) : 1;
            if (Double.isFinite(factor) && factor > 0 && Math.abs(factor - 1) > SINGLE) {
                steps.add(new Step(mistake, true, factor));
                steps.add(new Step(mistake, false, factor));
            }
        }
        return steps;
    }

    private static Optional<Candidate> consider(Quantity claimed, Fact computed, List<Step> steps, double window) {
        double value = computed.value();
        List<String> words = new ArrayList<>();
        StringBuilder arithmetic = new StringBuilder(computed.amount());
        for (Step step : steps) {
            value = step.multiply() ? value * step.factor() : value / step.factor();
            words.add(step.mistake().words(step.multiply()));
            arithmetic.append(step.multiply() ? " x " : " / ").append(number(step.factor()));
        }
        double off = off(claimed.value(), value);
        if (off > window) {
            return Optional.empty();
        }
        String lead = steps.size() == 1 ? "Likely " : "Possibly ";
        return Optional.of(new Candidate(
                lead + String.join(" and ", words) + ": " + arithmetic + " = "
                        + Fact.amount(value, computed.dimension()) + ".",
                false,
                off));
    }

    private static String number(double factor) {
        return factor == Math.rint(factor) ? Figures.count(factor) : String.format(Locale.ROOT, "%.3g", factor);
    }

    private static double off(double claimed, double value) {
        return value == 0 ? Double.POSITIVE_INFINITY : Math.abs(claimed / value - 1);
    }

    /** Other quantities of the same dimension that a document may have meant. */
    private static final class Lookalikes {

        private record Look(double value, String words) {}

        private Lookalikes() {}

        static List<Look> of(AuditQuantity quantity, FactBook book, FactBook problem) {
            List<Look> looks = new ArrayList<>();
            if (quantity.dimension() == Dimension.BYTES && quantity.id().startsWith("memory.")) {
                problem.find("parameters.declared")
                        .ifPresent(declared -> spread(declared.value(), "declared", book, looks));
                problem.find("parameters.total").ifPresent(total -> spread(total.value(), "counted", book, looks));
            }
            if (quantity.id().equals("gpus.forTarget")) {
                looks.add(new Look(
                        book.value("gpus", 0) * book.value("target.ratio.perGpu", 0),
                        "the " + Figures.number(book.value("gpus", 0), "GPU") + " times the "
                                + Figures.plain(book.value("target.ratio.perGpu", 0))
                                + " by which ONE GPU misses the target"));
            }
            for (String id : peers(quantity)) {
                if (!id.equals(quantity.id())) {
                    book.find(id)
                            .ifPresent(fact -> looks.add(new Look(
                                    fact.value(),
                                    QuantityCatalogue.get(id).description() + " (" + fact.amount() + ")")));
                }
            }
            return looks;
        }

        private static void spread(double parameters, String how, FactBook book, List<Look> looks) {
            double bytes = book.value("bytes.perParameter", 0);
            double gpus = book.value("gpus", 1);
            String all = "all " + Figures.parameters(parameters) + " " + how + " parameters at " + Figures.plain(bytes)
                    + " B";
            looks.add(new Look(parameters * bytes / gpus, all + " spread over " + Figures.number(gpus, "GPU")));
            looks.add(new Look(parameters * bytes, all + " on one GPU"));
        }

        private static List<String> peers(AuditQuantity quantity) {
            return switch (quantity.id()) {
                case "memory.perGpu", "memory.weights.perGpu", "memory.experts.perGpu" ->
                    List.of("memory.weights.perGpu", "memory.perGpu", "memory.experts.perGpu", "memory.experts.total");
                case "memory.experts.total", "memory.model" -> List.of("memory.experts.total", "memory.model");
                case "throughput.perGpu", "throughput.system" ->
                    List.of("throughput.bound.compute.perGpu", "throughput.bound.compute", "target.throughput");
                case "groups.expert.count", "groups.expert.size" ->
                    List.of(
                            "groups.expertHolders.count",
                            "groups.expertHolders.size",
                            "groups.expert.size",
                            "groups.expert.count");
                case "experts.perGpu.perLayer", "experts.perGpu.total", "experts.perGpu.wholeEquivalents" ->
                    List.of(
                            "experts.perGpu.perLayer",
                            "experts.perGpu.total",
                            "experts.perGpu.wholeEquivalents",
                            "experts.perGpu.average");
                case "efficiency.required.perGpu", "target.ratio.perGpu" ->
                    List.of("efficiency.required.system", "target.ratio.system");
                case "timeToFirstToken" -> List.of("timeToFirstToken.oneGpu", "timeToFirstToken.minimum");
                case "efficiency.required.system" -> List.of("efficiency.required.perGpu");
                case "throughput.bound.bandwidth.system" -> List.of("throughput.bound.bandwidth");
                case "timeToFirstToken.minimum" -> List.of("timeToFirstToken.oneGpu");
                default -> List.of();
            };
        }
    }
}
