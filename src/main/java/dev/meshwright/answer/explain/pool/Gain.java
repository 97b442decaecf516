package dev.meshwright.answer.explain.pool;

import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.question.search.SearchResult.Candidate;
import dev.meshwright.question.search.TargetedSearch;

/**
 * What prompts and answers on the same GPUs reach beside pools of their own.
 *
 * @param layout the best of those, in short
 * @param gpus that it uses
 * @param performance of it, by the closed form
 * @param missesTargets whether it misses targets of the problem
 * @param factor tokens per second of the pools over its own
 */
public record Gain(String layout, int gpus, Performance performance, boolean missesTargets, double factor) {

    static Gain of(TargetedSearch.Found found, double tokensPerSecond) {
        Candidate best = found.result().best().orElseThrow();
        Performance performance = best.evaluation().performance();
        return new Gain(
                best.layout().degrees().shortName(),
                best.evaluation().gpus(),
                performance,
                !found.circumstances().isEmpty()
                        && !best.evaluation().missedTargets().isEmpty(),
                tokensPerSecond / performance.tokensPerSecond());
    }
}
