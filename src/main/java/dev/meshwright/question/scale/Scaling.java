package dev.meshwright.question.scale;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.Targets.Scope;
import dev.meshwright.facts.workload.Disaggregation;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.question.scale.node.NodeType;
import dev.meshwright.question.scale.node.NodeTypeScaler;
import dev.meshwright.question.scale.node.NodeTypeScaling;
import dev.meshwright.question.scale.node.Size;
import dev.meshwright.question.scale.node.SizeBounds;
import dev.meshwright.question.scale.node.SizeSearcher;
import dev.meshwright.question.scale.pool.PoolReach;
import dev.meshwright.question.scale.pool.PoolScaling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What hardware a throughput target needs.
 *
 * @param problem asked about
 * @param tokensPerSecond the target
 * @param scope whose throughput decides; both are answered
 * @param kinds the answer for the problem's own nodes first, then for each alternative
 * @param roadmap from the given cluster to the target; empty where nothing was measured
 * @param sensitivity of the chosen plan; empty where nothing works
 * @param pools the answers of two pools, as those of {@code kinds}; none where they were not asked for
 * @param notes rules that were applied
 */
public record Scaling(
        Problem problem,
        double tokensPerSecond,
        Scope scope,
        List<NodeTypeScaling> kinds,
        Optional<Roadmap> roadmap,
        Optional<Sensitivity> sensitivity,
        List<PoolScaling> pools,
        List<String> notes) {

    public Scaling {
        kinds = List.copyOf(kinds);
        pools = List.copyOf(pools);
        notes = List.copyOf(notes);
    }

    /** The answer for the problem's own nodes. */
    public NodeTypeScaling own() {
        return kinds.getFirst();
    }

    /** Whether prompts and answers may share GPUs. */
    public boolean shares() {
        return !(problem.workload() instanceof Serving serving)
                || serving.disaggregation() != Disaggregation.DISAGGREGATED;
    }

    /** What two pools of a kind of node reach in a scope; empty where they were not asked for. */
    public Optional<PoolReach> pools(int kind, Scope whose) {
        return pools.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        whose == Scope.SYSTEM
                                ? pools.get(kind).system()
                                : pools.get(kind).perGpu());
    }

    /** Whether any kind of node reaches the target in the scope that decides. */
    public boolean reached() {
        return IntStream.range(0, kinds.size()).anyMatch(kind -> reached(kind, scope));
    }

    /** Whether a kind of node reaches the target in a scope. */
    public boolean reached(int kind, Scope whose) {
        boolean shared = whose == Scope.SYSTEM
                ? kinds.get(kind).system().reachable()
                : kinds.get(kind).perGpu().reachable();
        return (shares() && shared) || inPools(kind, whose);
    }

    /** Whether two pools are what reaches it: with fewer GPUs than all that share them, or where none may. */
    public boolean inPools(int kind, Scope whose) {
        return pools(kind, whose).filter(PoolReach::reachable).isPresent();
    }

    /** Whether any size of any kind has a layout that fits and is in time. */
    public boolean feasible() {
        return reached() || (shares() && kinds.stream().anyMatch(NodeTypeScaling::feasible));
    }

    /** The same with what two pools of each kind reach. */
    public Scaling withPools(List<PoolScaling> found) {
        List<String> more = new ArrayList<>(notes);
        more.add(
                "Pools of their own for prompts and for answers are looked for on sizes below that on which both share GPUs; curve, roadmap"
                        + " and sensitivity are of shared GPUs.");
        return new Scaling(problem, tokensPerSecond, scope, kinds, roadmap, sensitivity, found, more);
    }

    /**
     * What is to be reached, and with what.
     *
     * @param tokensPerSecond the target
     * @param scope whose throughput decides
     * @param alternatives other kinds of GPU to answer for, as the catalogue has them
     * @param mostGpus largest cluster to try
     * @param roadmap whether to measure one
     */
    public record Goal(double tokensPerSecond, Scope scope, List<Gpu> alternatives, int mostGpus, boolean roadmap) {
        public Goal {
            alternatives = List.copyOf(alternatives);
        }
    }

    /**
     * Answers what {@code goal} takes.
     *
     * @param question the model, the work, the latency targets and the kind of node
     */
    public static Scaling of(Question question, Goal goal, SizeSearcher searcher) {
        Problem problem = question.problem();
        NodeType own = NodeType.of(problem.cluster());
        List<NodeType> types = new ArrayList<>(List.of(own));
        goal.alternatives().forEach(gpu -> types.add(own.withGpu(question.calibrated(gpu))));
        List<NodeTypeScaling> kinds = new ArrayList<>();
        for (NodeType type : types) {
            kinds.add(new NodeTypeScaler(question, type, searcher, goal.mostGpus()).scale(goal.tokensPerSecond()));
        }
        Optional<Roadmap> roadmap = goal.roadmap() && !searcher.cancelled()
                ? Optional.of(new RoadmapBuilder(question, searcher, goal.tokensPerSecond())
                        .build(kinds.getFirst(), goal.mostGpus()))
                : Optional.empty();
        Optional<Sensitivity> sensitivity = searcher.cancelled()
                ? Optional.empty()
                : chosen(kinds.getFirst(), goal.scope()).map(size -> Sensitivity.of(size, searcher));
        return new Scaling(
                problem,
                goal.tokensPerSecond(),
                goal.scope(),
                kinds,
                roadmap,
                sensitivity,
                List.of(),
                notes(problem, goal));
    }

    /** The plan that answers the scope that decides, else the one with the most per GPU. */
    public static Optional<Size> chosen(NodeTypeScaling kind, Scope scope) {
        Optional<Size> size =
                scope == Scope.SYSTEM ? kind.system().size() : kind.perGpu().size();
        return size.or(() -> kind.perGpu().size()).filter(found -> found.best().isPresent());
    }

    private static List<String> notes(Problem problem, Goal goal) {
        List<String> notes = new ArrayList<>();
        notes.add(
                SizeBounds.concurrencyFree(problem)
                        ? "The problem states no concurrency, so each size takes as many sequences as memory and latency allow."
                        : "The problem states how many sequences there are; that number is kept at every size, so a growing"
                                + " cluster has fewer per GPU. Leave it out to let it grow with the cluster.");
        if (problem.cluster().mixed()) {
            notes.add("The cluster is mixed; only its most numerous kind of node is scaled.");
        }
        if (!goal.alternatives().isEmpty()) {
            notes.add(
                    "Alternative GPUs are taken in nodes of as many GPUs as the problem's own, on its network where it"
                            + " states one.");
        }
        notes.add("Sizes tried: each number of GPUs of one node, then every number of whole nodes, up to "
                + Figures.number(goal.mostGpus(), "GPU")
                + "; on each, instances of every size in any number, with any batch.");
        return List.copyOf(notes);
    }
}
