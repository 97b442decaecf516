package dev.meshwright.validation.serving;

import dev.meshwright.cost.Evaluation;
import dev.meshwright.cost.Evaluation.Phase;
import dev.meshwright.cost.ServingTimes;
import dev.meshwright.cost.tally.Component;

/**
 * Speculative decoding with a model's own prediction layer: a step verifies {@code drafts} tokens of each sequence beside
 * its next one, and each draft is a pass through one layer and the head before.
 *
 * @param drafts tokens that are guessed per sequence and step
 * @param acceptedShare chance that a draft is right if all before it were
 */
public record Speculation(int drafts, double acceptedShare) {

    /** Tokens that a sequence gets from a step: its next one, and each draft if all before it were right. */
    public double tokensPerStep() {
        double sum = 1;
        double chance = 1;
        for (int draft = 0; draft < drafts; draft++) {
            chance *= acceptedShare;
            sum += chance;
        }
        return sum;
    }

    /** Seconds of one draft of all sequences of {@code evaluation}: the head, and one layer's part of the rest. */
    public static double draftSeconds(Evaluation evaluation, int depth) {
        double pass = passSeconds(evaluation);
        double head = evaluation.phases().stream()
                .filter(phase -> phase.component() == Component.LM_HEAD)
                .mapToDouble(Phase::seconds)
                .sum();
        return head + (pass - head) / depth;
    }

    /**
     * What requests wait for when steps are speculative.
     *
     * @param plain the same without speculation
     * @param step evaluation of a step without drafts
     * @param verifying the same with as many sequences as positions are verified
     * @param depth layers of the model
     */
    ServingTimes times(ServingTimes plain, Evaluation step, Evaluation verifying, int depth) {
        double decode =
                plain.decodeStep() + passSeconds(verifying) - passSeconds(step) + drafts * draftSeconds(step, depth);
        double perToken = decode / tokensPerStep() + plain.perOutputToken() - plain.decodeStep();
        return new ServingTimes(
                perToken,
                decode,
                perToken * tokensPerStep(),
                plain.requestHandling(),
                plain.waitSteps(),
                plain.heldSteps(),
                plain.promptStep(),
                plain.burst());
    }

    private static double passSeconds(Evaluation evaluation) {
        return evaluation.phases().stream().mapToDouble(Phase::seconds).sum();
    }
}
