package dev.meshwright.lab.serving;

import dev.meshwright.cost.evaluation.DecodePass;
import dev.meshwright.cost.evaluation.ServingTimes;

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

    /** Seconds of one draft of all sequences of {@code step}: the head, and one layer's part of the rest. */
    public static double draftSeconds(DecodePass step, int depth) {
        return step.headSeconds() + (step.seconds() - step.headSeconds()) / depth;
    }

    /**
     * What requests wait for when steps are speculative.
     *
     * @param plain the same without speculation
     * @param step the pass of a step without drafts
     * @param verifying the same with as many sequences as positions are verified
     * @param depth layers of the model
     */
    ServingTimes times(ServingTimes plain, DecodePass step, DecodePass verifying, int depth) {
        double decode = plain.decodeStep() + verifying.seconds() - step.seconds() + drafts * draftSeconds(step, depth);
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
}
