package dev.meshwright.cost.bound;

import dev.meshwright.base.derivation.Ledger;
import dev.meshwright.cost.engine.Site;
import dev.meshwright.cost.evaluation.DecodePass;
import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.cost.evaluation.Infeasibility;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.evaluation.ServingTimes;
import dev.meshwright.cost.layer.ModelKinds;
import dev.meshwright.cost.layer.Pass;
import dev.meshwright.cost.pass.CostParts;
import dev.meshwright.cost.pass.WorkloadTiming;
import dev.meshwright.cost.serving.ContinuousBatching;
import dev.meshwright.cost.serving.PassTimes;
import dev.meshwright.cost.tally.Tally;
import dev.meshwright.cost.training.TrainingTail;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import java.util.List;

/**
 * The optimistic evaluation of degrees alone, before anything is placed: experts as well balanced as replicas allow,
 * groups on as few islands as their size permits, layers spread over stages as evenly as whole layers of one kind can
 * be, and every layer on the GPU of a mixed cluster that is best for it. A placement of these degrees can never be better.
 *
 * <p>Keeps scratch accounts: one instance per thread.
 */
public final class DegreeModel {

    private final Problem problem;
    private final ModelKinds kinds;
    private final List<Site> sites;
    private final MemoryBound memoryBound;
    private final WorkloadTiming timing;
    private final TrainingTail tail;
    private final double usableBytes;
    private final Tally scratch = new Tally();
    private final double[] fractions;
    private final DegreeTimes times;

    public DegreeModel(Problem problem, CostParts parts) {
        this.problem = problem;
        this.kinds = parts.kinds();
        this.sites = parts.sites();
        this.memoryBound = new MemoryBound(parts.memory(), kinds, problem.workload() instanceof Training);
        this.timing = parts.timing();
        this.tail = parts.tail();
        this.usableBytes = sites.stream()
                .mapToDouble(site -> parts.usableBytes(site.gpu()))
                .max()
                .orElseThrow();
        this.fractions = new double[kinds.count()];
        this.times = new DegreeTimes(problem, parts);
    }

    public DegreeBound bound(Degrees degrees) {
        double heaviest = memoryBound.bytes(degrees);
        if (heaviest > usableBytes) {
            return new DegreeBound(NOTHING, heaviest, Infeasibility.MEMORY);
        }
        Performance best = performance(degrees);
        return new DegreeBound(best, heaviest, missed(best, degrees.gpus()));
    }

    private static final Performance NOTHING = new Performance(
            0, 0, java.util.OptionalDouble.empty(), java.util.OptionalDouble.empty(), Double.POSITIVE_INFINITY);

    private @org.jspecify.annotations.Nullable Infeasibility missed(Performance performance, int gpus) {
        Targets targets = problem.targets();
        if (performance.timeToFirstTokenSeconds().orElse(0)
                > targets.timeToFirstTokenSeconds().orElse(Double.POSITIVE_INFINITY)) {
            return Infeasibility.TIME_TO_FIRST_TOKEN;
        }
        if (performance.timePerOutputTokenSeconds().orElse(0)
                > targets.timePerOutputTokenSeconds().orElse(Double.POSITIVE_INFINITY)) {
            return Infeasibility.TIME_PER_OUTPUT_TOKEN;
        }
        if (problem.objective() == Objective.GPUS && targets.throughput().isPresent()) {
            Targets.ThroughputTarget target = targets.throughput().get();
            int counted = target.scope() == Targets.Scope.SYSTEM ? 1 : gpus;
            return performance.tokensPerSecond() < target.tokensPerSecond() * counted ? Infeasibility.THROUGHPUT : null;
        }
        return null;
    }

    /** What requests wait for under {@code degrees}, at best. */
    public ServingTimes servingTimes(Degrees degrees, Serving serving) {
        ContinuousBatching batching = timing.batching(serving, degrees);
        return batching.times(
                times.of(degrees, batching.decodePass()),
                times.of(degrees, batching.promptPass()),
                times.of(degrees, batching.burstPass()));
    }

    /** The pass of a decode step under {@code degrees}, at best. */
    public DecodePass decodePass(Degrees degrees) {
        return times.decodePass(degrees, timing.mainPass(degrees));
    }

    private Performance performance(Degrees degrees) {
        Pass pass = timing.mainPass(degrees);
        PassTimes main = times.of(degrees, pass);
        Performance one =
                switch (problem.workload()) {
                    case Prefill prefill -> timing.prefill(prefill, degrees, main, Ledger.NONE);
                    case Decode decode -> timing.decode(decode, degrees, main, Ledger.NONE);
                    case Serving serving -> {
                        ContinuousBatching batching = timing.batching(serving, degrees);
                        yield batching.performance(main, times.of(degrees, batching.promptPass()), Ledger.NONE);
                    }
                    case Training training -> {
                        double tokens = (double) training.globalBatch() * training.longest();
                        yield timing.training(tokens, degrees, main, tailSeconds(degrees, training, main), Ledger.NONE);
                    }
                };
        return problem.workload() instanceof Training ? one : system(one, degrees);
    }

    private double tailSeconds(Degrees degrees, Training training, PassTimes main) {
        double share = 1.0 / degrees.pipeline();
        for (int kind = 0; kind < fractions.length; kind++) {
            fractions[kind] = kinds.layersOfKind(kind) * share;
        }
        double seconds = Double.POSITIVE_INFINITY;
        for (Site site : sites) {
            scratch.clear();
            seconds = Math.min(
                    seconds,
                    tail.add(site, degrees, training.zeroStage(), fractions, 2 * share, main.maxSeconds(), scratch));
        }
        return seconds;
    }

    private static Performance system(Performance replica, Degrees degrees) {
        return new Performance(
                replica.tokensPerSecond() * degrees.replicas(),
                replica.inputTokensPerSecond() * degrees.replicas(),
                replica.timeToFirstTokenSeconds(),
                replica.timePerOutputTokenSeconds(),
                replica.stepSeconds());
    }
}
