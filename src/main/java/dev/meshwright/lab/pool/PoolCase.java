package dev.meshwright.lab.pool;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.Component;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.cost.pool.PoolsEvaluation;
import dev.meshwright.cost.pool.PoolsModel;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.InterNode;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Arrivals;
import dev.meshwright.facts.workload.Traffic;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.lab.pool.PoolRow.Instances;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.Foretold;
import dev.meshwright.lab.row.GpuNames;
import dev.meshwright.lab.row.ModelNames;
import dev.meshwright.lab.row.StatedLayout;
import dev.meshwright.lab.row.UnpredictableRowException;
import dev.meshwright.lab.serving.CheckpointFormats;
import dev.meshwright.lab.serving.release.MeasuredRelease;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.PoolRole;
import dev.meshwright.layout.Pools;
import dev.meshwright.layout.Stage;
import dev.meshwright.layout.rule.DegreeRules;
import dev.meshwright.replay.Outcome;
import dev.meshwright.replay.client.ClosedLoop;
import dev.meshwright.replay.client.DrawnLengths;
import dev.meshwright.replay.deployment.PoolDeployment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** A measured deployment of pools as a problem and its layouts, and what is said of it. */
final class PoolCase {

    private static final int GPUS_PER_NODE = 8;

    private static final int GPUS_PER_RACK_NODE = 4;

    private static final int REQUESTS_PER_CLIENT = 10;

    private static final long SEED = 1;

    /** Attention kernels reach 60 to 75 % of a GPU's peak for long prompts (arXiv 2407.08608). */
    private static final double MOST_OF_PEAK = 0.9;

    private final PoolRow row;
    private final PoolsModel model;
    private final int gpus;

    /**
     * The case of a row.
     *
     * @throws UnpredictableRowException if model, GPU or format are unknown
     */
    PoolCase(PoolRow row, Catalogues catalogues) {
        this.row = row;
        Gpu gpu = GpuNames.system(row.gpu(), catalogues.gpus());
        Model known = ModelNames.find(row.model(), catalogues.models())
                .orElseThrow(() -> new UnpredictableRowException("unknown model " + row.model()));
        Model weights = known.withPrecisions(CheckpointFormats.of(row.format(), known, gpu, row.engine()));
        this.gpus = row.pools().values().stream()
                .mapToInt(pool -> pool.number() * gpus(pool))
                .sum();
        int node = gpu.linkDomain() > GPUS_PER_NODE ? GPUS_PER_RACK_NODE : GPUS_PER_NODE;
        Cluster cluster = new Cluster(List.of(new NodeGroup(Math.ceilDiv(gpus, node), node, gpu)), InterNode.DEFAULT);
        int output = Math.max(2, (int) Math.round(row.output().mean()));
        Serving serving = new Serving(
                List.of((int) Math.round(row.input().mean())),
                output,
                row.clients(),
                new Traffic(Optional.of(row.input()), Optional.of(row.output()), new Arrivals.Clients()));
        this.model = new PoolsModel(catalogues.question(Problem.plain(row.model(), weights, cluster, serving)
                .withAssumptions(Assumptions.NONE.withEngine(row.engine()).withSetup(setup(row)))));
    }

    private static EngineSetup setup(PoolRow row) {
        return row.wholePrompts()
                ? new EngineSetup(
                        MeasuredRelease.of(row.engine()),
                        OptionalInt.empty(),
                        OptionalInt.of(row.input().longest()))
                : MeasuredRelease.setup(row.engine());
    }

    /** GPUs of all instances. */
    int gpus() {
        return gpus;
    }

    private static int gpus(Instances pool) {
        return pool.degree("TP") * data(pool) * pool.degree("PP");
    }

    /** Attention copies: as stated, or as many as the experts' ranks leave beside tensor ranks. */
    private static int data(Instances pool) {
        return pool.degrees().containsKey("DP")
                ? pool.degree("DP")
                : Math.max(1, pool.degree("EP") / pool.degree("TP"));
    }

    /**
     * What clients saw of both pools when their benchmark is run again: all start at once.
     *
     * @param measured seconds to the first token, where they were measured
     * @throws UnpredictableRowException if attention ran faster than it can in 16 bits, which is how it is computed here
     */
    Foretold replayed(int clients, OptionalDouble measured) {
        Instances prefill = pool(PoolRole.PREFILL);
        Instances decode = pool(PoolRole.DECODE);
        Layout reads = layout(PoolRole.PREFILL, prefill, model.promptsOfAStep(), 0);
        int writers = decode.number() * data(decode) * decode.degree("PP");
        Layout writes =
                layout(PoolRole.DECODE, decode, Math.ceilDiv(clients, writers), prefill.number() * gpus(prefill));
        Pools pools = new Pools(reads, writes);
        int requests = clients * REQUESTS_PER_CLIENT;
        PoolsEvaluation evaluation = model.evaluate(pools);
        if (measured.isPresent() && leastAttention(evaluation.prefill()) > measured.getAsDouble()) {
            throw new UnpredictableRowException("attention ran in fewer than 16 bits, which is not modelled");
        }
        Outcome outcome = new PoolDeployment(model, pools, evaluation, SEED)
                .run(new ClosedLoop(clients, 0, new DrawnLengths(row.input(), row.output(), requests, SEED)));
        return new Foretold(
                outcome.timesToFirstToken().mean(),
                outcome.timesPerOutputToken().mean(),
                outcome.outputTokens() / outcome.endSeconds());
    }

    /** Seconds of a prompt's attention at least, in 16 bits, through all stages: no kernel gets closer to the peak. */
    private double leastAttention(Evaluation prefill) {
        double flops = prefill.phases().stream()
                .filter(phase -> phase.component() == Component.ATTENTION_CORE)
                .mapToDouble(Evaluation.Phase::flops)
                .sum();
        Gpu gpu = model.question().problem().cluster().nodes().getFirst().gpu();
        return flops
                / model.promptsOfAStep()
                / (MOST_OF_PEAK * gpu.peakFlops().getOrDefault(Precision.BF16, Double.POSITIVE_INFINITY));
    }

    /** GPUs of the instances of a pool. */
    int gpus(PoolRole role) {
        return pool(role).number() * gpus(pool(role));
    }

    /** Tokens per second of each GPU of a pool by itself, full as it was measured. */
    double tokensPerSecondPerGpu(PoolRole role) {
        Instances pool = pool(role);
        boolean reads = role == PoolRole.PREFILL;
        // Beside a decode pool what is on a GPU is told of that one: a step of prompts is as large as the engine's.
        int perGpu = reads && row.pools().size() > 1
                ? model.model(role).engine().tokensPerStep()
                : row.perGpu().orElseThrow();
        int sequences =
                reads ? Math.max(1, perGpu / (int) Math.round(row.input().mean())) : perGpu;
        CostModel costModel = model.model(role);
        // Two micro-batches hide each other's messages, as large expert parallelism is run.
        int batches = data(pool) > 1 && sequences > 1 ? 2 * pool.degree("PP") : pool.degree("PP");
        Layout layout = layout(role, pool, Math.ceilDiv(sequences, batches), batches, 0);
        Performance performance = costModel.evaluate(layout).performance();
        return performance.tokensPerSecond() / gpus(role);
    }

    private Instances pool(PoolRole role) {
        Instances pool = row.pools().get(role);
        if (pool == null) {
            throw new UnpredictableRowException("the row has no " + role.label() + " pool");
        }
        return pool;
    }

    private Layout layout(PoolRole role, Instances pool, int sequences, int firstGpu) {
        return layout(role, pool, sequences, pool.degree("PP"), firstGpu);
    }

    private Layout layout(PoolRole role, Instances pool, int sequences, int microBatches, int firstGpu) {
        Problem problem = model.model(role).problem();
        int experts = new DegreeRules(problem).experts();
        int tensor = pool.degree("TP");
        int expert = experts == 0 ? 1 : pool.degree("EP");
        Degrees degrees = new Degrees(
                tensor,
                data(pool),
                expert,
                experts == 0 ? 1 : tensor * data(pool) / expert,
                pool.degree("PP"),
                pool.number(),
                sequences,
                microBatches,
                1,
                Recomputation.NONE,
                Math.ceilDiv(experts == 0 ? 0 : experts + pool.redundant(), expert),
                1);
        List<Stage> stages = Stage.even(problem.model().depth(), pool.degree("PP"));
        int[] shifted = IntStream.range(firstGpu, firstGpu + degrees.gpus()).toArray();
        return StatedLayout.of(problem, degrees, experts, stages, some -> DeviceMap.inOrder(some)
                .on(shifted));
    }
}
