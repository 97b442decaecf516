package dev.meshwright.cost.serving;

import dev.meshwright.cost.engine.HeldPrompts;

/**
 * How prompts fall on the steps of continuous batching.
 *
 * <p>Each of n sequences ends at a given decode step with probability 1/O and its successor's prompt joins the next one.
 * So a = n/O prompts arrive per step, in Poisson's distribution, and a share 1 - exp(-a) of the steps carries any. A step
 * takes no more prompts than it has room for tokens. A prompt longer than a step is read in parts: in c = 1 / room steps, each
 * with 1 / c of it, so that p = c a.
 *
 * <p>Attention ranks that exchange tokens step together: prompts on one hold up all. Where each of r ranks reads its own as
 * they come, a step is free of prompts with probability (1 - p)^r only. Prompts in parts fall on more steps than those in which a
 * sequence decodes: its life has l = (O - 1 + c) / O steps per token. A step in it has prompts of one rank with probability
 * p / l, so that l (1 - (1 - p/l)^r) steps per token have any. Where prompts have steps of their own, ranks that have some
 * at the same time read them together in c steps: l = c. Beside prompts decodes who does not read or wait for its own: 1 in l of the
 * sequences, 1 in p where every step has prompts. Engines may hold prompts back until all ranks have
 * some, h steps at most after the first arrival. Until the r - 1 others have some passes
 *
 * <pre>
 *   w = integral from 0 to h of 1 - (1 - exp(-a t))^(r - 1) dt = 1/a sum over j &lt; r of U^j / j,   U = 1 - exp(-a h)
 * </pre>
 *
 * steps, so that a step with prompts follows every 1/(r a) + w steps. The rank of the first prompt has some then, each other with
 * probability U. The first prompt waits all of w, the r a w that come meanwhile half of it.
 *
 * <p>A pipeline has several micro-batches of n sequences in turn. A sequence waits for the prompts of all of them but its own, which is
 * one of those of its life: not one for each micro-batch.
 *
 * @param sequences in flight on an attention rank, in all its micro-batches
 * @param ofOneRank steps with prompts on a given rank per decode step, p
 * @param perDecodeStep the same on any rank that steps along
 * @param prompts of such a step on a rank that has any, m; below one where a step has a part of one
 * @param chunks steps in which a prompt is read, c
 * @param decodingShare share of the sequences that decode beside prompts
 * @param heldSteps steps for which a prompt is held back on average
 */
public record PromptSteps(
        double sequences,
        double ofOneRank,
        double perDecodeStep,
        double prompts,
        double chunks,
        double decodingShare,
        double heldSteps) {

    /**
     * The steps of a micro-batch of an attention rank.
     *
     * @param sequences n: in flight in it
     * @param microBatches that take turns
     * @param outputTokens O, or the steps of an answer where each makes several tokens
     * @param roomInPrompts prompts that a step has room for; below one where prompts are longer than a step
     * @param ranks r: attention ranks that step together
     * @param mostHeld h: steps for which prompts wait until all ranks have some; 0 where each reads its own as they come
     * @param ownStep whether nobody decodes in a step with prompts
     */
    static PromptSteps of(
            double sequences,
            int microBatches,
            double outputTokens,
            double roomInPrompts,
            int ranks,
            int mostHeld,
            boolean ownStep) {
        double chunks = Math.max(1, 1 / roomInPrompts);
        double steps = ownStep ? chunks : (outputTokens - 1 + chunks) / outputTokens;
        double inFlight = sequences * microBatches;
        double arrivals = sequences / outputTokens;
        double held = ranks == 1 || mostHeld == 0 ? 0 : untilAllHave(arrivals, ranks, mostHeld);
        double gathered = 1.0 / ranks + arrivals * held;
        // Arrivals of a step go together; where they are as many as are gathered, nothing is held.
        if (held == 0 || gathered <= arrivals) {
            double prompts = Math.min(arrivals / (1 - Math.exp(-arrivals)), roomInPrompts);
            double one = arrivals / prompts;
            return new PromptSteps(
                    inFlight, one, together(one, steps, ranks), prompts, chunks, 1 / Math.max(steps, one), 0);
        }
        double ranksWithSome = (1 + (ranks - 1) * (1 - Math.exp(-arrivals * mostHeld))) / ranks;
        double prompts = Math.min(gathered / ranksWithSome, roomInPrompts);
        double one = arrivals / prompts;
        return new PromptSteps(
                inFlight,
                one,
                Math.max(one, Math.min(1, one / ranksWithSome)),
                prompts,
                chunks,
                1 / Math.max(steps, one),
                HeldPrompts.meanWaitSteps(held, ranks * arrivals * held));
    }

    /** Steps with prompts on any of {@code ranks} where one rank has {@code one} among {@code steps}, all per token. */
    private static double together(double one, double steps, int ranks) {
        return ranks == 1 || one >= steps ? one : steps * (1 - Math.pow(1 - one / steps, ranks));
    }

    private static double untilAllHave(double arrivals, int ranks, int most) {
        double within = 1 - Math.exp(-arrivals * most);
        double sum = 0;
        double power = 1;
        for (int others = 1; others < ranks; others++) {
            power *= within;
            sum += power / others;
        }
        return sum / arrivals;
    }

    /** Steps with prompts of others per decode step: a sequence does not decode during its own. */
    public double ofOthers() {
        return perDecodeStep - ofOneRank / sequences;
    }

    /** Share of the ranks that have prompts in a step with prompts. */
    public double ranksWithPrompts() {
        return ofOneRank / perDecodeStep;
    }
}
