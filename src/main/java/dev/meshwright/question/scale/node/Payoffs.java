package dev.meshwright.question.scale.node;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.question.scale.node.NodeTypeScaling.Payoff;
import java.util.List;

/** Where a curve of sizes stops paying. */
final class Payoffs {

    /** Sizes within this of the most per GPU count as equal to it. */
    private static final double SAME = 0.01;

    /** An added GPU pays while it brings at least this share of what the GPUs before it bring on average. */
    private static final double PAYS = 0.5;

    private Payoffs() {}

    /**
     * With sequences to spare: the smallest size within 1 % of the most per GPU; from there on throughput only grows in
     * proportion. With a given number of sequences: the last size before an added GPU brings less than half of the average.
     */
    static Payoff of(List<Size> curve, boolean sequencesFree) {
        List<Size> working =
                curve.stream().filter(size -> size.best().isPresent()).toList();
        if (working.isEmpty()) {
            return new Payoff(0, "No size has a feasible layout.");
        }
        return sequencesFree ? plateau(working) : knee(working);
    }

    private static Payoff plateau(List<Size> working) {
        double most =
                working.stream().mapToDouble(Size::tokensPerSecondPerGpu).max().orElseThrow();
        Size first = working.stream()
                .filter(size -> size.tokensPerSecondPerGpu() >= (1 - SAME) * most)
                .findFirst()
                .orElseThrow();
        return new Payoff(
                first.gpus(),
                Figures.number(first.gpus(), "GPU") + " reach "
                        + Figures.tokensPerSecond(first.tokensPerSecondPerGpu())
                        + " per GPU, the most of the curve to within 1 %. More GPUs only add copies: the system gains in"
                        + " proportion, a GPU gains nothing.");
    }

    private static Payoff knee(List<Size> working) {
        Size last = working.getFirst();
        for (int i = 1; i < working.size(); i++) {
            Size next = working.get(i);
            double marginal = (next.tokensPerSecond() - last.tokensPerSecond()) / (next.gpus() - last.gpus());
            if (marginal < PAYS * last.tokensPerSecondPerGpu()) {
                return new Payoff(
                        last.gpus(),
                        "From " + last.gpus() + " to " + next.gpus() + " GPUs an added GPU brings "
                                + Figures.tokensPerSecond(marginal) + ", less than half of the "
                                + Figures.tokensPerSecond(last.tokensPerSecondPerGpu())
                                + " that each brings before: the problem gives the number of sequences, and they do not"
                                + " fill more GPUs.");
            }
            last = next;
        }
        return new Payoff(
                last.gpus(), "It still pays at the end of the curve, " + Figures.number(last.gpus(), "GPU") + ".");
    }
}
