package dev.meshwright.cost;

/**
 * How prompts fall on the steps of continuous batching.
 *
 * <p>Each of n sequences ends at a given decode step with probability 1/O and its successor's prompt joins the next one.
 * So n/O prompts arrive per step, in Poisson's distribution, and a share 1 - exp(-n/O) of the steps carries any. A step
 * takes no more prompts than it has room for tokens.
 *
 * @param sequences n: in flight on all ranks that step together
 * @param perDecodeStep steps with prompts per decode step, p
 * @param prompts of such a step on its busiest rank, m
 */
record PromptSteps(double sequences, double perDecodeStep, double prompts) {

    /**
     * The steps of one attention rank among {@code ranks} that exchange tokens in every layer and therefore step together.
     *
     * @param sequencesPerRank in flight on each
     * @param outputTokens O
     * @param roomInPrompts prompts that a step has room for; below one where prompts are longer than a step
     */
    static PromptSteps of(double sequencesPerRank, int ranks, int outputTokens, double roomInPrompts) {
        double sequences = sequencesPerRank * ranks;
        double arrivals = sequences / outputTokens;
        double anyArrives = 1 - Math.exp(-arrivals);
        double prompts = Math.min(arrivals / anyArrives, Math.max(1, roomInPrompts));
        double busiest = ranks == 1 ? prompts : Math.min(1, prompts) + Math.max(0, prompts - 1) / ranks;
        return new PromptSteps(sequences, arrivals / prompts, busiest);
    }

    /** Steps with prompts of others per decode step: a sequence does not decode during its own. */
    double ofOthers() {
        return perDecodeStep * (sequences - 1) / sequences;
    }
}
