package dev.meshwright.question.search.space;

import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.engine.EngineSpace;
import java.util.OptionalInt;

/** How large an instance a search tries. */
final class InstanceLimit {

    /**
     * GPUs of the largest instance where no engine sets a limit: the largest published one, 320 GPUs for decoding (DeepSeek-V3 report,
     * section 3.4.2), rounded up to a power of two.
     */
    private static final int LARGEST = 512;

    private InstanceLimit() {}

    /** GPUs of the largest instance that a search of {@code problem} tries. */
    static int of(Problem problem) {
        return EngineSpace.restricting(problem)
                .map(EngineSpace::largestInstance)
                .orElse(OptionalInt.empty())
                .orElseGet(() -> open(problem));
    }

    /** The same whatever the engine. A step of training is made by all GPUs together. */
    static int open(Problem problem) {
        int most = problem.workload() instanceof Training ? Integer.MAX_VALUE : LARGEST;
        return problem.limits().maximumInstance().orElse(most);
    }
}
