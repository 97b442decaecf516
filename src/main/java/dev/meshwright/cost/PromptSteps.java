package dev.meshwright.cost;

/**
 * How prompts fall on the steps of continuous batching.
 *
 * <p>Each of n sequences ends at a given decode step with probability 1/O and its successor's prompt joins the next one.
 * So n/O prompts arrive per step, in Poisson's distribution, and a share 1 - exp(-n/O) of the steps carries any. A step
 * takes no more prompts than it has room for tokens. Attention ranks that exchange tokens step together; they are taken to
 * read their prompts in the same steps, as engines hold prompts back for.
 *
 * @param sequences n: in flight on an attention rank
 * @param perDecodeStep steps with prompts per decode step, p
 * @param prompts of such a step on the rank, m
 */
record PromptSteps(double sequences, double perDecodeStep, double prompts) {

    /**
     * The steps of an attention rank.
     *
     * @param sequences in flight on it
     * @param outputTokens O
     * @param roomInPrompts prompts that a step has room for; below one where prompts are longer than a step
     */
    static PromptSteps of(double sequences, int outputTokens, double roomInPrompts) {
        double arrivals = sequences / outputTokens;
        double anyArrives = 1 - Math.exp(-arrivals);
        double prompts = Math.min(arrivals / anyArrives, Math.max(1, roomInPrompts));
        return new PromptSteps(sequences, arrivals / prompts, prompts);
    }

    /** Steps with prompts of others per decode step: a sequence does not decode during its own. */
    double ofOthers() {
        return perDecodeStep * (sequences - 1) / sequences;
    }
}
