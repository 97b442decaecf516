package dev.meshwright.answer.explain.pool;

import dev.meshwright.answer.explain.judgement.Assessment;
import dev.meshwright.cost.pool.PoolsEvaluation;
import dev.meshwright.cost.pool.PoolsModel;
import dev.meshwright.facts.cluster.Device;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.PoolRole;
import dev.meshwright.layout.Pools;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One of two pools.
 *
 * @param role what it does
 * @param layout of its instances, as replicas
 * @param gpu kinds of its GPUs
 * @param assessment of the pool as the phase that it runs
 * @param requestsPerSecond that it does at most
 * @param busy share of that that it does
 */
public record PoolShare(
        PoolRole role, Layout layout, String gpu, Assessment assessment, double requestsPerSecond, double busy) {

    static PoolShare of(PoolRole role, PoolsModel model, Pools pools, PoolsEvaluation evaluation) {
        Problem problem = model.model(role).problem();
        Layout layout = pools.of(role);
        List<Device> devices = problem.cluster().devices();
        return new PoolShare(
                role,
                layout,
                layout.devices()
                        .all()
                        .mapToObj(gpu -> devices.get(gpu).gpu().name())
                        .distinct()
                        .collect(Collectors.joining(" + ")),
                Assessment.of(
                        problem,
                        layout,
                        evaluation.of(role).withDerivations(model.derivations(role, layout)),
                        Optional.empty()),
                switch (role) {
                    case PREFILL -> evaluation.together().prefillRequests();
                    case DECODE -> evaluation.together().decodeRequests();
                },
                switch (role) {
                    case PREFILL -> evaluation.together().prefillBusy();
                    case DECODE -> evaluation.together().decodeBusy();
                });
    }

    /** Degrees of one instance. */
    public Degrees instance() {
        return layout.degrees().withReplicas(1);
    }

    /** How many instances there are. */
    public int instances() {
        return layout.degrees().replicas();
    }

    /** Requests per second of each. */
    public double requestsPerInstance() {
        return requestsPerSecond / instances();
    }
}
