package dev.meshwright.replay.deployment;

import dev.meshwright.cost.pool.PoolsModel;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.TargetOutcome;
import dev.meshwright.facts.workload.Arrivals;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.PoolRole;
import dev.meshwright.layout.Pools;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/** What two pools have to spare of a stream of requests, and what becomes of it where an instance of either fails. */
public final class PoolHeadroom {

    private final PoolsModel model;
    private final Problem problem;
    private final Pools pools;
    private final long seed;

    private PoolHeadroom(PoolsModel model, Pools pools, long seed) {
        this.model = model;
        this.problem = model.question().problem();
        this.pools = pools;
        this.seed = seed;
    }

    /** The headroom of a feasible plan, or how many may come where that is asked; empty where no stream is drawn. */
    public static Optional<Headroom> of(PoolsModel model, Pools pools, long seed) {
        Arrivals arrivals =
                ((Serving) model.question().problem().workload()).traffic().arrivals();
        return arrivals.at(1).isEmpty()
                ? Optional.empty()
                : Optional.of(new PoolHeadroom(model, pools, seed).found(arrivals));
    }

    private Headroom found(Arrivals arrivals) {
        OptionalDouble inTime = inTime(deployment(pools), arrivals);
        List<Headroom.Failure> failures = Arrays.stream(PoolRole.values())
                .map(role -> failure(role, arrivals))
                .toList();
        return new Headroom(arrivals.rate(), inTime, failures);
    }

    private OptionalDouble inTime(PoolDeployment plan, Arrivals arrivals) {
        double most = plan.mostRequestsPerSecond();
        DoubleFunction<Boolean> late = rate -> arrivals.at(rate)
                .map(stream -> !missed(plan.stream(stream, most)).isEmpty())
                .orElse(true);
        OptionalDouble sent = arrivals.rate();
        return sent.isPresent() ? Headroom.most(sent.getAsDouble(), most, late) : Headroom.most(most, late);
    }

    private PoolDeployment deployment(Pools plan) {
        return new PoolDeployment(model, plan, model.evaluate(plan), seed);
    }

    private Headroom.Failure failure(PoolRole role, Arrivals arrivals) {
        int instances = pools.of(role).degrees().replicas();
        if (instances == 1) {
            return new Headroom.Failure(
                    "the only " + role.label() + " instance", Optional.empty(), List.of(), OptionalDouble.empty());
        }
        Layout fewer = withoutOne(pools.of(role));
        PoolDeployment left = deployment(
                role == PoolRole.PREFILL ? new Pools(fewer, pools.decode()) : new Pools(pools.prefill(), fewer));
        String what = "one of " + instances + " " + role.label() + " instances";
        if (arrivals.rate().isEmpty()) {
            return new Headroom.Failure(what, Optional.empty(), List.of(), inTime(left, arrivals));
        }
        ServedRequests served = left.stream(arrivals, left.mostRequestsPerSecond());
        return new Headroom.Failure(what, Optional.of(served), missed(served), OptionalDouble.empty());
    }

    private static Layout withoutOne(Layout pool) {
        Degrees degrees = pool.degrees().withReplicas(pool.degrees().replicas() - 1);
        int[] gpus = pool.devices().all().limit(degrees.gpus()).toArray();
        return new Layout(
                degrees,
                pool.stages(),
                pool.experts(),
                DeviceMap.inOrder(degrees).on(gpus));
    }

    private List<TargetOutcome> missed(ServedRequests served) {
        return problem.targets().ofTimes(served::seconds).stream()
                .filter(TargetOutcome::missed)
                .toList();
    }
}
