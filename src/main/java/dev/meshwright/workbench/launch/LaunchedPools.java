package dev.meshwright.workbench.launch;

import dev.meshwright.answer.PoolsCheckAnswer;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.io.launch.PoolFiles;
import dev.meshwright.io.problem.ProblemDocument;
import dev.meshwright.launch.pool.Launch;
import dev.meshwright.layout.draft.PoolsDraft;
import dev.meshwright.workbench.Workbench;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A pool of prompts and one of answers as one plan, for a problem that both serve.
 *
 * @param problem that is served
 * @param full the plan with as many requests at once as the launch allows: without a stated number in flight a pool fills up
 * @param open the plan with as many as suit the problem, where the cache does not hold those
 */
record LaunchedPools(ProblemDocument problem, PoolsDraft full, PoolsDraft open) {

    /** The plan; empty where a launch has other pools, or a problem is not served. */
    static Optional<LaunchedPools> of(Launch launch, ProblemDocument problem) {
        if (!(problem.problem().workload() instanceof Serving serving)) {
            return Optional.empty();
        }
        String name = problem.problem().name();
        Optional<PoolsDraft> full = PoolFiles.plan(launch, name, OptionalInt.of(serving.readTokens()));
        Optional<PoolsDraft> open = PoolFiles.plan(launch, name, OptionalInt.empty());
        return full.isPresent() && open.isPresent()
                ? Optional.of(new LaunchedPools(problem, full.get(), open.get()))
                : Optional.empty();
    }

    PoolsCheckAnswer answer(Workbench workbench, LaunchRequest request) {
        PoolsCheckAnswer filled = checked(workbench, request, full);
        return filled.plan().feasible() ? filled : checked(workbench, request, open);
    }

    private PoolsCheckAnswer checked(Workbench workbench, LaunchRequest request, PoolsDraft plan) {
        return workbench.check(problem, plan, request.constants(), true, request.effort());
    }
}
