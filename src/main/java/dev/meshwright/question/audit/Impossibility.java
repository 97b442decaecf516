package dev.meshwright.question.audit;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.base.derivation.Formula;
import dev.meshwright.base.quantity.Comparison;
import dev.meshwright.base.quantity.Dimension;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.base.quantity.Quantity;
import dev.meshwright.question.audit.fact.AuditQuantity;
import dev.meshwright.question.audit.fact.FactBook;
import dev.meshwright.question.audit.fact.Steps;
import dev.meshwright.question.audit.fact.Tolerance;
import dev.meshwright.question.audit.fact.Work;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Proofs that a claim is above what the hardware can do, whatever the layout, the batch and the kernels. */
final class Impossibility {

    /** A bound that a claim misses by less than its rounding proves nothing. */
    private static final double MARGIN = 1 + Tolerance.LEAST;

    private final FactBook book;
    private final boolean oneKind;

    /**
     * Proofs from what a book says.
     *
     * @param oneKind whether all GPUs are alike: the book has the figures of the first kind, which bound no other
     */
    Impossibility(FactBook book, boolean oneKind) {
        this.book = book;
        this.oneKind = oneKind;
    }

    /** The proof; empty where the claim is not above a bound. */
    Optional<String> proof(AuditQuantity quantity, Quantity claimed) {
        return oneKind ? ofHardware(quantity, claimed) : share(quantity, claimed);
    }

    private Optional<String> ofHardware(AuditQuantity quantity, Quantity claimed) {
        return switch (quantity.id()) {
            case "throughput.perGpu" ->
                above(claimed, List.of("throughput.bound.compute.perGpu", "throughput.bound.bandwidth.perGpu"));
            case "throughput.system", "throughput.replica" ->
                above(claimed, List.of("throughput.bound.compute", "throughput.bound.bandwidth.system"));
            case "throughput.samples" -> samples(claimed);
            case "throughput.perNode" -> scaled(claimed, "flops.perToken", "gpus.perNode");
            case "throughput.decode.perGpu" -> scaled(claimed, "flops.perOutputToken", "");
            case "throughput.decode.perNode" -> scaled(claimed, "flops.perOutputToken", "gpus.perNode");
            case "throughput.decode.system" -> scaled(claimed, "flops.perOutputToken", "gpus");
            case "throughput.prefill.perGpu", "throughput.input.perGpu" -> scaled(claimed, "flops.perInputToken", "");
            case "throughput.prefill.perNode", "throughput.input.perNode" ->
                scaled(claimed, "flops.perInputToken", "gpus.perNode");
            case "throughput.prefill.system", "throughput.input.system" ->
                scaled(claimed, "flops.perInputToken", "gpus");
            case "timeToFirstToken" -> below(claimed, "timeToFirstToken.minimum");
            case "memory.perGpu" -> memory(claimed);
            default -> share(quantity, claimed);
        };
    }

    private Optional<String> above(Quantity claimed, List<String> bounds) {
        for (String name : bounds) {
            Optional<Derivation> bound =
                    book.find(name).filter(fact -> claimed.extent().low() > fact.value() * MARGIN);
            if (bound.isPresent()) {
                return bound.map(fact -> exceeds(claimed, fact));
            }
        }
        return Optional.empty();
    }

    /** Against the compute bound of one kind of tokens, for one GPU or for as many as {@code gpus} names. */
    private Optional<String> scaled(Quantity claimed, String flops, String gpus) {
        String formula = "gpu.effectiveFlops / " + flops + (gpus.isEmpty() ? "" : " * " + gpus);
        Formula bound = new Formula(formula);
        List<Derivation> inputs = bound.symbols().stream()
                .flatMap(symbol -> book.find(symbol).stream())
                .toList();
        if (inputs.size() < bound.symbols().size()) {
            return Optional.empty();
        }
        Derivation fact = Derivation.of(
                "throughput.bound.compute",
                Dimension.TOKENS_PER_SECOND,
                bound,
                inputs.stream().map(Derivation.Input::named).toList(),
                "FLOP/s over FLOP per token, whatever the batch");
        return claimed.extent().low() > fact.value() * MARGIN ? Optional.of(exceeds(claimed, fact)) : Optional.empty();
    }

    private String exceeds(Quantity claimed, Derivation bound) {
        double peak = bound.quantity().contains("compute") ? book.value("efficiency.compute", 1) : 1;
        boolean evenAtPeak = peak < 1 && claimed.extent().low() > bound.value() / peak * MARGIN;
        return claimed.text() + " is " + times(claimed.value() / bound.value()) + " the bound: "
                + Steps.line(bound) + "."
                + (peak < 1
                        ? " At the full peak the bound is " + Figures.amount(bound.value() / peak, bound.dimension())
                                + (evenAtPeak ? ", still below the claim." : ", which the claim stays below.")
                        : "");
    }

    private Optional<String> samples(Quantity claimed) {
        double length = book.value(Work.WRITING.contains(book.work()) ? "sequence.output" : "sequence.length", 0);
        Optional<Derivation> bound = book.find("throughput.bound.compute");
        return bound.filter(fact -> claimed.extent().low() * length > fact.value() * MARGIN)
                .map(fact -> claimed.text() + " of " + Figures.count(length) + " tokens are "
                        + times(claimed.value() * length / fact.value()) + " the bound: "
                        + Steps.line(fact) + ".");
    }

    private Optional<String> below(Quantity claimed, String name) {
        return book.find(name)
                .filter(bound -> claimed.extent().high() * MARGIN < bound.value())
                .map(bound -> claimed.text() + " is " + times(bound.value() / claimed.value())
                        + " shorter than the least time: " + Steps.line(bound) + ".");
    }

    /** More than a GPU has; or less than the weights alone, however they are spread. */
    private Optional<String> memory(Quantity claimed) {
        double capacity = book.value("gpu.memory", Double.POSITIVE_INFINITY);
        if (claimed.extent().low() > capacity) {
            return Optional.of(claimed.text() + " is more than the "
                    + Comparison.of(claimed.extent().low(), capacity, Figures::bytes)
                            .limit() + " of a GPU.");
        }
        return below(claimed, "memory.perGpu.minimum")
                .map(proof -> proof.replace("shorter than the least time", "below the least memory"));
    }

    /** A share cannot exceed one. */
    private static Optional<String> share(AuditQuantity quantity, Quantity claimed) {
        boolean part = quantity.id().toLowerCase(Locale.ROOT).contains("utilisation")
                || quantity.id().startsWith("loss.")
                || quantity.id().startsWith("efficiency.total")
                || quantity.id().startsWith("efficiency.implied");
        return part
                        && quantity.dimension() == Dimension.FRACTION
                        && claimed.extent().low() > 1
                ? Optional.of(Figures.percent(claimed.value()) + " of anything cannot be used: the most is 100 %.")
                : Optional.empty();
    }

    static String times(double factor) {
        return factor >= 99.5
                ? Figures.count(factor) + " times"
                : Comparison.of(factor, 1, Figures::plain).value() + " times";
    }
}
