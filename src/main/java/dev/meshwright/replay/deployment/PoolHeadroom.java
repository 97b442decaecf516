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

    /** The headroom of a feasible plan; empty where no stream is drawn. */
    public static Optional<Headroom> of(PoolsModel model, Pools pools, long seed) {
        Arrivals arrivals =
                ((Serving) model.question().problem().workload()).traffic().arrivals();
        OptionalDouble sent = arrivals.rate();
        return sent.isEmpty() || arrivals.at(sent.getAsDouble()).isEmpty()
                ? Optional.empty()
                : Optional.of(new PoolHeadroom(model, pools, seed).found(arrivals, sent.getAsDouble()));
    }

    private Headroom found(Arrivals arrivals, double sent) {
        PoolDeployment all = deployment(pools);
        double most = all.mostRequestsPerSecond();
        OptionalDouble inTime = Headroom.most(sent, most, rate -> arrivals.at(rate)
                .map(stream -> !missed(all.stream(stream, most)).isEmpty())
                .orElse(true));
        List<Headroom.Failure> failures = Arrays.stream(PoolRole.values())
                .map(role -> failure(role, arrivals))
                .toList();
        return new Headroom(sent, inTime, failures);
    }

    private PoolDeployment deployment(Pools plan) {
        return new PoolDeployment(model, plan, model.evaluate(plan), seed);
    }

    private Headroom.Failure failure(PoolRole role, Arrivals arrivals) {
        int instances = pools.of(role).degrees().replicas();
        if (instances == 1) {
            return new Headroom.Failure("the only " + role.label() + " instance", Optional.empty(), List.of());
        }
        Layout fewer = withoutOne(pools.of(role));
        PoolDeployment left = deployment(
                role == PoolRole.PREFILL ? new Pools(fewer, pools.decode()) : new Pools(pools.prefill(), fewer));
        ServedRequests served = left.stream(arrivals, left.mostRequestsPerSecond());
        return new Headroom.Failure(
                "one of " + instances + " " + role.label() + " instances", Optional.of(served), missed(served));
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
