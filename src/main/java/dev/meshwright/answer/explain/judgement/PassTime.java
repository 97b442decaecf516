package dev.meshwright.answer.explain.judgement;

import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Where the time of a micro-batch's way through the model goes, nothing hidden.
 *
 * @param seconds of the whole way, what happens once per step left out
 * @param parts the larger components, in their order
 * @param others the components that are too small for a row, together
 */
public record PassTime(double seconds, List<Part> parts, Others others) {

    /** Parts of a step below this share are summed up. */
    private static final double SMALL_SHARE = 0.005;

    /**
     * One component.
     *
     * @param phase its seconds, FLOP and bytes
     * @param share of the whole way; empty for what happens once per step
     */
    public record Part(Phase phase, OptionalDouble share) {}

    /**
     * Components without a row of their own.
     *
     * @param seconds of all; 0 where there are none
     * @param share of the whole way
     */
    public record Others(double seconds, double share) {}

    public PassTime {
        parts = List.copyOf(parts);
    }

    static PassTime of(Evaluation evaluation) {
        double total = evaluation.phases().stream()
                .filter(phase -> !phase.component().oncePerStep())
                .mapToDouble(Phase::seconds)
                .sum();
        List<Part> parts = new ArrayList<>();
        double others = 0;
        for (Phase phase : evaluation.phases()) {
            if (phase.component().oncePerStep()) {
                parts.add(new Part(phase, OptionalDouble.empty()));
            } else if (phase.seconds() < SMALL_SHARE * total) {
                others += phase.seconds();
            } else {
                parts.add(new Part(phase, OptionalDouble.of(phase.seconds() / total)));
            }
        }
        return new PassTime(total, parts, new Others(others, others / total));
    }
}
