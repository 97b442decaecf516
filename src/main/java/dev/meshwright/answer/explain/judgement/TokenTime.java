package dev.meshwright.answer.explain.judgement;

import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Serving;
import java.util.Optional;

/**
 * What the time between output tokens is made of where prompts and answers share GPUs.
 *
 * @param seconds between two output tokens
 * @param decodeShare the decode step's part of it; the rest is other requests' prompts squeezed in between
 */
public record TokenTime(double seconds, double decodeShare) {

    static Optional<TokenTime> of(Problem problem, Performance performance) {
        if (!(problem.workload() instanceof Serving)) {
            return Optional.empty();
        }
        double step = performance.stepSeconds();
        double seconds = performance.timePerOutputTokenSeconds().orElse(step);
        return Optional.of(new TokenTime(seconds, step / seconds));
    }
}
