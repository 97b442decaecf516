package dev.meshwright.cost.pool;

import dev.meshwright.base.derivation.Derivation;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.EngineProfile;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.MissedTargets;
import dev.meshwright.cost.evaluation.Performance;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.PoolRole;
import dev.meshwright.layout.Pools;
import dev.meshwright.layout.Violation;
import dev.meshwright.layout.rule.PoolRules;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Costs plans in which prompts and answers have GPUs of their own.
 *
 * <p>A pool is costed as the phase that it runs; its instances work independently of each other. With R requests per second, of
 * which each pool can do R_p and R_d and their links R_s and R_r,
 *
 * <pre>
 * R                     = min(R_p, R_d, R_s, R_r, C / (time to first token + (O - 1) time per output token))
 * R_p                   = input tokens/s of the prefill pool / I
 * R_d                   = output tokens/s of the decode pool / tokens that it writes of an answer
 * time to first token   = handling + wait + batch + transfer + half a decode step [+ steps until it is loaded + a decode step]
 * time per output token = a decode step, over the tokens that it makes of a sequence
 * </pre>
 *
 * with C sequences in flight where they are given. A prompt waits for half of a batch: the one in progress, at any moment of which
 * it may come. It then waits for half a decode step likewise, for those in which an engine asks for the cache and learns of it, and for
 * a whole one where the decoding side makes the first token ({@link TransferConstants}). Queues before a pool that is full are the replay's to say.
 * Keeps scratch accounts: one instance per thread.
 */
public final class PoolsModel {

    /** Batches that a prompt takes: its own, and half of the one that it finds in progress. */
    private static final double BATCHES = 1.5;

    /** A model in one piece. */
    private static final Degrees WHOLE = new Degrees(1, 1, 1, 1, 1, 1, 1, 1, 1, Recomputation.NONE, 0, 1);

    /** Decode steps until a sequence that comes at any moment is in one. */
    private static final double HALF_A_STEP = 0.5;

    private final Question question;
    private final Problem problem;
    private final Serving serving;
    private final TransferConstants constants;
    private final PoolGroups groups;
    private final Map<PoolRole, CostModel> models = new EnumMap<>(PoolRole.class);
    private final Map<Alone, CostModel> alone = new HashMap<>();

    /** A pool on one group of nodes. */
    private record Alone(PoolRole role, int group) {}

    /**
     * The model of a serving question.
     *
     * @throws IllegalArgumentException if nothing is served
     */
    public PoolsModel(Question question) {
        this.question = question;
        this.problem = question.problem();
        if (!(problem.workload() instanceof Serving asked)) {
            throw new IllegalArgumentException(
                    "the workload is " + problem.workload().phase());
        }
        this.serving = asked;
        this.groups = new PoolGroups(problem.cluster());
        this.constants = TransferConstants.of(problem.assumptions().engine().orElse(Engine.VLLM));
        for (PoolRole role : PoolRole.values()) {
            models.put(role, new CostModel(question.with(problem(role))));
        }
    }

    /** What it is the model of. */
    public Question question() {
        return question;
    }

    /** How caches are handed over. */
    public TransferConstants constants() {
        return constants;
    }

    /** The cost model of one pool on the whole cluster, as the phase that it runs and without targets. */
    public CostModel model(PoolRole role) {
        CostModel model = models.get(role);
        if (model == null) {
            throw new IllegalStateException(role.label());
        }
        return model;
    }

    private Problem problem(PoolRole role) {
        return problem.withWorkload(workload(role, OptionalInt.empty()))
                .withTargets(Targets.NONE, Objective.THROUGHPUT);
    }

    /**
     * What a pool computes.
     *
     * @param sequences that decode in it at once; empty where there are always enough. Prompts are always enough.
     */
    public Workload workload(PoolRole role, OptionalInt sequences) {
        List<Integer> length = List.of(serving.longest());
        return switch (role) {
            case PREFILL -> new Prefill(length, OptionalInt.empty(), serving.cachedTokens());
            case DECODE -> new Decode(length, serving.outputTokens(), spareTokens(), sequences);
        };
    }

    /** Prompts that a step of the prefill pool reads at most: as many as the engine's budget holds, or one where that is longer. */
    public int promptsOfAStep() {
        return Math.max(1, model(PoolRole.PREFILL).engine().tokensPerStep() / serving.readTokens());
    }

    /** On average half of an answer is written: what is set aside beside that may be more than the other half. */
    private int spareTokens() {
        return Math.max(0, constants.reservedTokens() - serving.outputTokens() / 2);
    }

    /** Tokens of an answer that the decode pool writes. */
    public int decodedTokens() {
        return constants.firstTokenAgain() ? serving.outputTokens() : serving.outputTokens() - 1;
    }

    /** Requests per second that a pool of that performance does by itself. */
    public double requestsPerSecond(PoolRole role, Performance pool) {
        return switch (role) {
            case PREFILL -> pool.tokensPerSecond() / serving.longest();
            case DECODE -> pool.tokensPerSecond() / decodedTokens();
        };
    }

    /**
     * Seconds that a batch of prompts may take, at most, where the first token may come no later than that; no more than nothing
     * where the transfer alone takes longer.
     *
     * @param transferSeconds of the transfer, at least
     */
    public double latestBatch(double firstTokenSeconds, double transferSeconds) {
        return (firstTokenSeconds - handlingSeconds() - transferSeconds) / BATCHES;
    }

    /** Seconds in which servers take a request in. */
    private double handlingSeconds() {
        EngineProfile engine = model(PoolRole.PREFILL).engine();
        double once = engine.requestSeconds() + serving.longest() * engine.inputTokenSeconds();
        return constants.handledAgain() ? 2 * once : once;
    }

    /** Seconds from taking a cache over to the first token where a decode step takes so many. */
    public double firstStepSeconds(double decodeStep) {
        return decodeStep * (HALF_A_STEP + constants.loadSteps() + (constants.firstTokenAgain() ? 1 : 0));
    }

    /** What the instances of a pool hold of a request's prompt. */
    public HeldCache held(Layout layout) {
        return HeldCache.of(
                model(PoolRole.DECODE).cacheBytes(layout, serving.longest()),
                layout.degrees().tensor());
    }

    /** Bytes of a request's cache without any copies: no transfer moves fewer. */
    public double leastBytes() {
        return held(Layout.inOrder(WHOLE, problem.model())).bytes();
    }

    /**
     * The transfer of a request's cache.
     *
     * @param inside whether all GPUs of both pools lie in one island
     * @param sending node group of the prefill pool
     * @param receiving node group of the decode pool
     */
    public CacheTransfer transfer(
            HeldCache sent, NodeGroup sending, HeldCache received, NodeGroup receiving, boolean inside) {
        return CacheTransfer.of(constants, sent, rate(sending, inside), received, rate(receiving, inside), inside);
    }

    /** Bytes/s one way of a GPU to another pool. */
    public double rate(NodeGroup group, boolean inside) {
        return inside ? group.gpu().linkBandwidth() : problem.cluster().networkBandwidth(group);
    }

    /**
     * Seconds that a first token waits for the transfer once its prompt is read.
     *
     * @param batchSeconds of the step that read it
     */
    public double waitingSeconds(CacheTransfer transfer, double batchSeconds) {
        return problem.assumptions().setup().layerwiseTransfer()
                ? transfer.secondsAfter(batchSeconds, problem.model().layers().size())
                : transfer.seconds();
    }

    /**
     * What two pools reach together.
     *
     * @param prefill of the whole pool
     * @param decode of the whole pool
     * @param senders attention copies of the prefill pool
     * @param receivers attention copies of the decode pool
     */
    public PoolPerformance together(
            Performance prefill, Performance decode, CacheTransfer transfer, int senders, int receivers) {
        double step = decode.stepSeconds();
        double batch = prefill.timeToFirstTokenSeconds().orElseThrow();
        double first = handlingSeconds() + BATCHES * batch + waitingSeconds(transfer, batch) + firstStepSeconds(step);
        return PoolPerformance.of(
                serving,
                first,
                decode.timePerOutputTokenSeconds().orElseThrow(),
                step,
                requestsPerSecond(PoolRole.PREFILL, prefill),
                requestsPerSecond(PoolRole.DECODE, decode),
                transfer.sendingRequestsPerSecond(senders),
                transfer.receivingRequestsPerSecond(receivers));
    }

    /** The cost model of a pool on the group of nodes that it lies on; on the whole cluster where it lies on several. */
    public CostModel model(PoolRole role, Layout pool) {
        Optional<Integer> group = groups.group(pool);
        return problem.cluster().nodes().size() == 1 || group.isEmpty()
                ? model(role)
                : alone.computeIfAbsent(new Alone(role, group.get()), this::alone);
    }

    private CostModel alone(Alone pool) {
        Cluster cluster = problem.cluster();
        return new CostModel(question.with(problem(pool.role())
                .withCluster(new Cluster(List.of(cluster.nodes().get(pool.group())), cluster.interNode()))));
    }

    /** A pool by itself: engines keep of a GPU what its own kind allows, whatever GPUs the other pool has. */
    private Evaluation evaluate(PoolRole role, Layout pool) {
        return model(role, pool).evaluate(groups.alone(pool));
    }

    /** How the numbers of a pool come about. */
    public List<Derivation> derivations(PoolRole role, Layout pool) {
        return model(role, pool).explain(groups.alone(pool)).derivations();
    }

    /** The exact cost of a complete plan whose pools each fit together. */
    public PoolsEvaluation evaluate(Pools pools) {
        Evaluation prefill = evaluate(PoolRole.PREFILL, pools.prefill());
        Evaluation decode = evaluate(PoolRole.DECODE, pools.decode());
        List<Violation> violations = new ArrayList<>(PoolRules.violations(pools, problem));
        prefill.violations().forEach(broken -> violations.add(broken.within(PoolRole.PREFILL.label())));
        decode.violations().forEach(broken -> violations.add(broken.within(PoolRole.DECODE.label())));
        CacheTransfer transfer = transfer(pools);
        PoolPerformance together = together(
                prefill.performance(),
                decode.performance(),
                transfer,
                pools.prefill().degrees().data() * pools.prefill().degrees().replicas(),
                pools.decode().degrees().data() * pools.decode().degrees().replicas());
        return new PoolsEvaluation(
                prefill,
                decode,
                transfer,
                together,
                violations,
                MissedTargets.among(together.performance().against(problem.targets(), pools.gpus())),
                pools.gpus(),
                problem.cluster().gpus() - pools.gpus());
    }

    private CacheTransfer transfer(Pools pools) {
        return transfer(
                held(pools.prefill()),
                groups.slowest(pools.prefill()),
                held(pools.decode()),
                groups.slowest(pools.decode()),
                groups.inside(pools));
    }
}
