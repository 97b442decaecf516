package dev.meshwright.lab.serving;

import dev.meshwright.cost.evaluation.DecodePass;

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
}
