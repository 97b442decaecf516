package dev.meshwright.scaling;

import dev.meshwright.cluster.Gpu;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.EfficiencySource;
import dev.meshwright.model.Precision;
import dev.meshwright.problem.Assumptions;
import dev.meshwright.problem.Objective;
import dev.meshwright.problem.Problem;
import dev.meshwright.problem.SearchLimits;
import dev.meshwright.problem.Targets;
import dev.meshwright.scaling.Roadmap.Phase;
import dev.meshwright.search.LayoutSpace;
import dev.meshwright.search.SearchResult.Candidate;
import dev.meshwright.workload.ExpertLoad;
import dev.meshwright.workload.Workload.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Measures a roadmap by searching the given cluster under loosening limits.
 *
 * <p>The plain deployment is what an engine does without being told more than the tensor-parallel degree: attention and
 * experts split over the GPUs of a node (or the most that divide the model), one stage where it fits, copies of that on
 * the other GPUs, at most {@value #DEFAULT_SEQUENCES} sequences per instance (vLLM's default max-num-seqs), no redundant
 * experts, nothing overlapped.
 */
final class RoadmapBuilder {

    /** Sequences in flight that an instance takes by default: vLLM's long-standing {@code max-num-seqs}. */
    private static final int DEFAULT_SEQUENCES = 256;

    private final Problem given;
    private final EfficiencySource efficiencies;
    private final SizeSearcher searcher;
    private final double target;
    private final List<Phase> phases = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    RoadmapBuilder(Problem problem, EfficiencySource efficiencies, SizeSearcher searcher, double target) {
        Targets latencies = new Targets(
                Optional.empty(),
                problem.targets().timeToFirstTokenSeconds(),
                problem.targets().timePerOutputTokenSeconds());
        this.given = problem.withTargets(latencies, Objective.THROUGHPUT);
        this.efficiencies = efficiencies;
        this.searcher = searcher;
        this.target = target;
    }

    /** What may be used. */
    private record Freedom(
            boolean layout, boolean batch, boolean overlap, boolean balance, Optional<Precision> precision) {
        static final Freedom NONE = new Freedom(false, false, false, false, Optional.empty());
    }

    private record Step(String name, String what, Freedom alone, Freedom together) {}

    /**
     * The roadmap.
     *
     * @param own the answer for the problem's own nodes, whose size is the first hardware phase
     * @param mostGpus that may be used
     */
    Roadmap build(NodeTypeScaling own, int mostGpus) {
        Optional<SearchLimits> plain = plainLimits();
        plain.ifPresentOrElse(
                limits -> add(
                        "today",
                        "plain deployment: tensor parallelism, default batch",
                        OptionalDouble.empty(),
                        best(Freedom.NONE, limits)),
                () -> notes.add("No plain tensor-parallel deployment is feasible on the given cluster."));
        for (Step step : steps(own.nodeType().gpu())) {
            if (searcher.cancelled()) {
                notes.add("Cut off before all optimisations were measured.");
                break;
            }
            searcher.progress("roadmap: " + step.name());
            OptionalDouble alone =
                    plain.map(limits -> rate(best(step.alone(), limits))).orElse(OptionalDouble.empty());
            SearchLimits limits = plain.orElse(given.limits());
            add(step.name(), step.what(), alone, best(step.together(), limits));
        }
        hardware(own, mostGpus);
        return new Roadmap(phases, notes);
    }

    private List<Step> steps(Gpu gpu) {
        List<Step> steps = new ArrayList<>();
        Optional<Precision> same = Optional.empty();
        boolean training = given.workload() instanceof Training;
        steps.add(new Step(
                "layout",
                "degrees, stages and placement found by search",
                new Freedom(true, false, false, false, same),
                new Freedom(true, false, false, false, same)));
        if (SizeBounds.concurrencyFree(given)) {
            steps.add(new Step(
                    "batch",
                    "as many sequences as memory and latency allow",
                    new Freedom(false, true, false, false, same),
                    new Freedom(true, true, false, false, same)));
        }
        steps.add(new Step(
                "overlap",
                "messages of one micro-batch behind the computation of another",
                new Freedom(false, false, true, false, same),
                new Freedom(true, true, true, false, same)));
        if (!training && !(given.expertLoad() instanceof ExpertLoad.Uniform)) {
            steps.add(new Step(
                    "expert balance",
                    "redundant expert slots, experts placed by load",
                    new Freedom(false, false, false, true, same),
                    new Freedom(true, true, true, true, same)));
        }
        if (!training) {
            for (Precision format : Variants.fasterFormats(given, gpu)) {
                steps.add(new Step(
                        format.label(),
                        "weights in " + format.label() + ", KV cache in fp8 (accuracy to be checked)",
                        new Freedom(false, false, false, false, Optional.of(format)),
                        new Freedom(true, true, true, true, Optional.of(format))));
            }
        }
        return steps;
    }

    private void hardware(NodeTypeScaling own, int mostGpus) {
        own.system()
                .size()
                .ifPresent(size -> hardware(
                        "hardware", "the fewest GPUs of the same kind, all of the above but the formats", size));
        List<Precision> formats = given.workload() instanceof Training
                ? List.of()
                : Variants.fasterFormats(given, own.nodeType().gpu());
        if (!formats.isEmpty() && !searcher.cancelled()) {
            Precision last = formats.getLast();
            Problem faster = Variants.withPrecisions(
                    given, Variants.weights(given.model().precisions(), last));
            SystemReach reach =
                    new NodeTypeScaler(faster, own.nodeType(), efficiencies, searcher, mostGpus).system(target);
            reach.size()
                    .ifPresent(size -> hardware(
                            "hardware, " + last.label(), "the fewest GPUs with weights in " + last.label(), size));
        }
        if (own.system().size().isEmpty()) {
            notes.add("No number of GPUs up to " + mostGpus
                    + " reaches the target as a system in the problem's own formats.");
        }
    }

    private void hardware(String name, String what, Size size) {
        phase(name, what, size.gpus(), OptionalDouble.empty(), size.best());
    }

    private void add(String name, String what, OptionalDouble alone, Optional<Candidate> together) {
        phase(name, what, given.cluster().gpus(), alone, together);
    }

    private void phase(String name, String what, int gpus, OptionalDouble alone, Optional<Candidate> together) {
        OptionalDouble rate = rate(together);
        phases.add(new Phase(
                name,
                what,
                gpus,
                alone,
                rate,
                together.map(found -> found.layout().degrees().shortName()).orElse(""),
                rate.orElse(0) >= target,
                rate.orElse(0) >= target * gpus));
    }

    private static OptionalDouble rate(Optional<Candidate> candidate) {
        return candidate.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(candidate.get().evaluation().performance().tokensPerSecond());
    }

    /** The largest tensor-parallel degree of a node and the fewest stages for which a plain deployment is feasible. */
    private Optional<SearchLimits> plainLimits() {
        int node = given.cluster().nodes().stream()
                .mapToInt(group -> group.gpusPerNode())
                .min()
                .orElseThrow();
        for (int pipeline = 1;
                pipeline <= given.model().depth()
                        && node * pipeline <= given.cluster().gpus();
                pipeline *= 2) {
            for (int tensor = node; tensor >= 1; tensor--) {
                if (node % tensor == 0 && SearchLimits.allows(given.limits().tensor(), tensor)) {
                    SearchLimits limits = plain(tensor, pipeline);
                    if (best(Freedom.NONE, limits).isPresent()) {
                        return Optional.of(limits);
                    }
                }
            }
        }
        return Optional.empty();
    }

    private SearchLimits plain(int tensor, int pipeline) {
        List<Integer> batches = given.workload() instanceof Training
                ? given.limits().microBatch()
                : IntStream.rangeClosed(1, DEFAULT_SEQUENCES)
                        .filter(batch -> SearchLimits.allows(given.limits().microBatch(), batch))
                        .boxed()
                        .toList();
        return new SearchLimits(
                List.of(tensor),
                List.of(1),
                List.of(1),
                List.of(),
                List.of(pipeline),
                List.of(),
                SizeBounds.concurrencyFree(given) ? batches : given.limits().microBatch(),
                given.limits().maxPipeline(),
                given.limits().tensorWithinNode(),
                0);
    }

    private Optional<Candidate> best(Freedom freedom, SearchLimits plain) {
        SearchLimits own = given.limits();
        SearchLimits degrees = freedom.layout ? own : plain;
        SearchLimits limits = new SearchLimits(
                degrees.tensor(),
                degrees.data(),
                degrees.expert(),
                degrees.expertTensor(),
                degrees.pipeline(),
                degrees.replicas(),
                (freedom.batch ? own : plain).microBatch(),
                own.maxPipeline(),
                own.tensorWithinNode(),
                freedom.balance ? Math.max(1, own.redundantSlotsPerRank()) : 0);
        Problem problem = Variants.withLimits(given, limits);
        if (!freedom.overlap) {
            Assumptions now = given.assumptions();
            problem = Variants.withAssumptions(
                    problem,
                    Change.assumptions(
                            now,
                            now.computeEfficiency(),
                            now.memoryBandwidthEfficiency(),
                            now.linkEfficiency(),
                            now.memoryFraction(),
                            OptionalDouble.of(0)));
        }
        if (freedom.precision.isPresent()) {
            problem = Variants.withPrecisions(
                    problem, Variants.weights(given.model().precisions(), freedom.precision.get()));
        }
        return searcher.search(new CostModel(problem, efficiencies), new LayoutSpace(problem))
                .best();
    }
}
