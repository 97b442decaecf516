package dev.meshwright.layout.rule;

import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Pools;
import dev.meshwright.layout.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What must hold of two pools together; each by itself keeps the rules of layouts. */
public final class PoolRules {

    private PoolRules() {}

    /** Every rule that {@code pools} break. */
    public static List<Violation> violations(Pools pools, Problem problem) {
        List<Violation> violations = new ArrayList<>();
        gpuCount(pools, problem, violations);
        devicesDistinct(pools, violations);
        if (!transferable(problem, pools.prefill().degrees(), pools.decode().degrees())) {
            violations.add(
                    Violation.count(
                            Constraint.POOL_TENSOR,
                            "decode",
                            pools.decode().degrees().tensor(),
                            pools.prefill().degrees().tensor(),
                            "Set tensor of both pools to the same number, or give both attention copies that share experts (data > 1):"
                                    + " SGLang hands caches over between equal tensor groups, or with large expert parallelism on both sides."));
        }
        return violations;
    }

    /** A GPU of one pool is none of the other. */
    private static void devicesDistinct(Pools pools, List<Violation> violations) {
        int[] prefill = pools.prefill().devices().all().sorted().toArray();
        long shared = pools.decode()
                .devices()
                .all()
                .filter(gpu -> Arrays.binarySearch(prefill, gpu) >= 0)
                .count();
        if (shared > 0) {
            violations.add(Violation.count(
                    Constraint.DEVICES_DISTINCT,
                    "prefill and decode",
                    shared,
                    0,
                    "Put the pools on GPUs of their own: " + shared + " of them are in both."));
        }
    }

    private static void gpuCount(Pools pools, Problem problem, List<Violation> violations) {
        int gpus = problem.cluster().gpus();
        if (pools.gpus() > gpus) {
            violations.add(Violation.count(
                    Constraint.GPU_COUNT,
                    "prefill and decode",
                    pools.gpus(),
                    gpus,
                    "Take instances away: the pools need " + (pools.gpus() - gpus) + " GPUs more than there are."));
        }
    }

    /** Whether the engine hands caches over between instances of these degrees; of unnamed engines some does. */
    public static boolean transferable(Problem problem, Degrees prefill, Degrees decode) {
        boolean restricted =
                problem.assumptions().engine().filter(Engine.SGLANG::equals).isPresent()
                        && problem.limits().engineSpace();
        return !restricted
                || prefill.tensor() == decode.tensor()
                || IntStream.of(prefill.data(), decode.data()).allMatch(copies -> copies > 1);
    }
}
