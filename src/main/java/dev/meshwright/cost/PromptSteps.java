package dev.meshwright.cost;

/**
 * How prompts fall on the steps of continuous batching.
 *
 * <p>Each of n sequences ends at a given decode step with probability 1/O and its successor's prompt joins the next one.
 * So n/O prompts arrive per step, in Poisson's distribution, and a share 1 - exp(-n/O) of the steps carries any. A step
 * takes no more prompts than it has room for tokens.
 *
 * <p>Attention ranks that exchange tokens step together: prompts on one hold up all. Where engines hold prompts back until
 * all ranks have some, steps with prompts are as many as on one rank; where each rank reads its own as they come, a step is
 * free of prompts with probability (1 - p)^r only.
 *
 * @param sequences n: in flight on an attention rank
 * @param ofOneRank steps with prompts on a given rank per decode step, p
 * @param perDecodeStep the same on any rank that steps along
 * @param prompts of such a step on a rank that has any, m
 */
record PromptSteps(double sequences, double ofOneRank, double perDecodeStep, double prompts) {

    /**
     * The steps of an attention rank.
     *
     * @param sequences in flight on it
     * @param outputTokens O
     * @param roomInPrompts prompts that a step has room for; below one where prompts are longer than a step
     * @param ranks r: attention ranks that step together and read prompts as they come
     */
    static PromptSteps of(double sequences, int outputTokens, double roomInPrompts, int ranks) {
        double arrivals = sequences / outputTokens;
        double anyArrives = 1 - Math.exp(-arrivals);
        double prompts = Math.min(arrivals / anyArrives, Math.max(1, roomInPrompts));
        double one = arrivals / prompts;
        double any = ranks == 1 || one >= 1 ? one : 1 - Math.pow(1 - one, ranks);
        return new PromptSteps(sequences, one, any, prompts);
    }

    /** Steps with prompts of others per decode step: a sequence does not decode during its own. */
    double ofOthers() {
        return perDecodeStep - ofOneRank / sequences;
    }

    /** Share of the ranks that have prompts in a step with prompts. */
    double ranksWithPrompts() {
        return ofOneRank / perDecodeStep;
    }
}
