package dev.meshwright.question.search.space;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.LinearAttention;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.SearchLimits;
import dev.meshwright.facts.workload.Disaggregation;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Family;
import dev.meshwright.layout.engine.EngineSpace;
import dev.meshwright.layout.rule.DegreeRules;
import dev.meshwright.placement.placing.LayoutPlacer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the proof of a search speaks of.
 *
 * @param covered what it holds for
 * @param leftOut what it says nothing about
 */
public record SpaceCoverage(List<String> covered, List<String> leftOut) {

    public SpaceCoverage {
        covered = List.copyOf(covered);
        leftOut = List.copyOf(leftOut);
    }

    /** What a search of {@code problem} covers. */
    public static SpaceCoverage of(Problem problem) {
        boolean experts = new DegreeRules(problem).experts() > 0;
        List<String> covered = covered(problem, experts);
        EngineSpace.restricting(problem)
                .ifPresent(space -> covered.addFirst("of all that " + space.name() + " can express"));
        return new SpaceCoverage(covered, leftOut(problem, experts));
    }

    private static List<String> covered(Problem problem, boolean experts) {
        List<String> covered = new ArrayList<>();
        covered.add(
                experts
                        ? "every tensor, data, expert, expert-tensor and pipeline degree that divides the model"
                        : "every tensor and pipeline degree that divides the model");
        int largest = InstanceLimit.of(problem);
        covered.add("instances of every size up to "
                + Figures.number(Math.min(largest, problem.cluster().gpus()), "GPU"));
        switch (problem.workload()) {
            case Prefill prefill -> inference(problem, covered);
            case Decode decode -> {
                inference(problem, covered);
                shared(problem, covered);
            }
            case Serving serving -> {
                inference(problem, covered);
                shared(problem, covered);
            }
            case Training training -> training(problem, training, experts, covered);
        }
        if (problem.cluster().nodes().size() > 1) {
            covered.add(
                    "every set of the cluster's " + problem.cluster().nodes().size() + " groups of nodes ("
                            + problem.cluster().nodes().stream()
                                    .map(NodeGroup::gpu)
                                    .map(gpu -> gpu.name())
                                    .distinct()
                                    .collect(Collectors.joining(", "))
                            + ")");
        }
        covered.add(
                experts
                        ? "every placement of experts, layers and ranks, by their bounds"
                        : "every placement of layers and ranks, by their bounds");
        return covered;
    }

    private static void inference(Problem problem, List<String> covered) {
        OptionalInt concurrency = problem.workload().concurrency();
        OptionalInt stated = problem.assumptions().setup().sequences();
        covered.add("any number of instances, with GPUs left idle too");
        covered.add(
                concurrency.isPresent()
                        ? "the " + Figures.count(concurrency.getAsInt())
                                + " sequences asked for in any number of micro-batches"
                        : "micro-batches of any size and in any number, up to "
                                + (stated.isPresent()
                                        ? "as many sequences on an attention rank as serving.sequences allows"
                                        : Figures.count(Family.MOST_SEQUENCES) + " sequences on an attention rank"));
    }

    private static void training(Problem problem, Training training, boolean experts, List<String> covered) {
        covered.add("every number of instances that shares the global batch evenly");
        covered.add(
                training.microBatch().isPresent()
                        ? "micro-batches of " + training.microBatch().getAsInt()
                        : "every micro-batch that divides the sequences of an attention rank");
        covered.add(virtualStages() + " virtual stages");
        covered.add(
                problem.assumptions().activationCheckpointingAbove().isPresent()
                        ? "recomputation by the problem's threshold"
                        : "no, selective and full recomputation");
        if (experts) {
            covered.add("experts on whole tensor groups and on parts of them, in as many copies as fill a stage");
        }
        if (contextShared(problem)) {
            covered.add("context parallelism of every degree that cuts a sequence into equal halves for each rank");
        }
    }

    private static String virtualStages() {
        return LayoutSpace.VIRTUAL_STAGES.stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", "))
                .replaceFirst(", (\\d+)$", " and $1");
    }

    private static boolean contextShared(Problem problem) {
        return problem.model().layerKinds().stream().map(Layer::mixer).noneMatch(LinearAttention.class::isInstance);
    }

    private static List<String> leftOut(Problem problem, boolean experts) {
        List<String> leftOut = new ArrayList<>();
        leftOut.add("instances that differ from each other in degrees, batch or stages");
        switch (problem.workload()) {
            case Training training -> training(problem, training, leftOut);
            case Serving serving -> {
                leftOut.add("context parallelism of prompts");
                unshared(problem, leftOut);
                if (serving.disaggregation() == Disaggregation.AGGREGATED) {
                    leftOut.add("prompts and answers on GPUs of their own");
                }
            }
            case Prefill prefill -> leftOut.add("context parallelism of prompts");
            case Decode decode -> unshared(problem, leftOut);
        }
        SearchLimits limits = problem.limits();
        if (experts) {
            leftOut.add("more than " + Figures.number(limits.redundantSlotsPerRank(), "redundant expert slot")
                    + " per rank");
        }
        if (limits.tensorWithinNode()) {
            leftOut.add("tensor groups across islands of fast links");
        }
        if (LayoutPlacer.passesOverNodes(problem.cluster())) {
            leftOut.add(
                    "placing on every number of nodes of a kind beside other kinds (bounds hold for all of them, and"
                            + " what such a placement could win is in the gap)");
        }
        EngineSpace.restricting(problem).ifPresent(space -> EngineCoverage.leftOut(space, problem, leftOut));
        larger(problem, leftOut);
        String limited = limited(limits);
        if (!limited.isEmpty()) {
            leftOut.add("what the problem's search section excludes (" + limited + ")");
        }
        return leftOut;
    }

    private static void larger(Problem problem, List<String> leftOut) {
        boolean open = EngineSpace.restricting(problem).isEmpty();
        if (open && problem.cluster().gpus() > InstanceLimit.of(problem)) {
            leftOut.add("instances of more than " + Figures.number(InstanceLimit.of(problem), "GPU")
                    + (problem.limits().maximumInstance().isPresent()
                            ? ""
                            : ", further than one has been seen to run: search.maximumInstance goes on"));
        }
    }

    /** Whether tensor ranks of some group hold the same cache. */
    private static boolean caches(Problem problem) {
        DegreeRules rules = new DegreeRules(problem);
        return IntStream.rangeClosed(2, problem.cluster().gpus())
                .anyMatch(tensor -> rules.allowsTensor(tensor) && rules.cacheCopies(tensor) > 1);
    }

    /** Whether tensor ranks can share caches: with no engine named, some engine does. */
    private static boolean shares(Problem problem) {
        return EngineSpace.restricting(problem).map(EngineSpace::sharesCaches).orElse(true);
    }

    private static void shared(Problem problem, List<String> covered) {
        if (shares(problem) && caches(problem)) {
            covered.add("decode context parallelism, which "
                    + EngineSpace.restricting(problem)
                            .map(space -> space.name() + " has")
                            .orElse("vLLM and SGLang have")
                    + ": tensor ranks that would hold the same keys and values share them");
        }
    }

    private static void unshared(Problem problem, List<String> leftOut) {
        if (!shares(problem) && caches(problem)) {
            leftOut.add("decode context parallelism");
        } else if (shares(problem) && keepsCopies(problem)) {
            leftOut.add(
                    "decode context parallelism of windows, compressed caches and positions that an indexer chooses");
        }
    }

    /** Whether tensor ranks of some group hold the same cache of a layer whose caches are not shared. */
    private static boolean keepsCopies(Problem problem) {
        DegreeRules rules = new DegreeRules(problem);
        List<Layer> kinds = problem.model().layerKinds();
        return IntStream.rangeClosed(2, problem.cluster().gpus())
                .filter(rules::allowsTensor)
                .anyMatch(tensor -> kinds.stream()
                        .map(Layer::mixer)
                        .anyMatch(mixer -> mixer.cacheCopies(tensor) == 1 && tensor > mixer.keyValueHeads()));
    }

    private static void training(Problem problem, Training training, List<String> leftOut) {
        leftOut.add("other numbers of virtual stages");
        leftOut.add("stages of layers that do not follow each other, or of none");
        if (training.trainPredictionLayers()
                && !problem.model().predictionLayers().isEmpty()) {
            leftOut.add("multi-token prediction away from the last stage");
        }
        if (!contextShared(problem)) {
            leftOut.add("context parallelism of linear attention");
        }
    }

    private static String limited(SearchLimits limits) {
        List<String> limited = new ArrayList<>();
        limited("tensor", limits.tensor(), limited);
        limited("data", limits.data(), limited);
        limited("expert", limits.expert(), limited);
        limited("expertTensor", limits.expertTensor(), limited);
        limited("pipeline", limits.pipeline(), limited);
        limited("replicas", limits.replicas(), limited);
        limited("microBatch", limits.microBatch(), limited);
        if (limits.maximumInstance().isPresent()) {
            limited.add("maximumInstance");
        }
        if (limits.maxPipeline() != SearchLimits.DEFAULT.maxPipeline()) {
            limited.add("maxPipeline");
        }
        return String.join(", ", limited);
    }

    private static void limited(String name, List<Integer> allowed, List<String> limited) {
        if (!allowed.isEmpty()) {
            limited.add(name);
        }
    }

    /** The same, which holds for something more or says nothing about it. */
    public SpaceCoverage with(boolean holds, String words) {
        List<String> more = new ArrayList<>(holds ? covered : leftOut);
        more.add(words);
        return new SpaceCoverage(holds ? more : covered, holds ? leftOut : more);
    }

    /** As a sentence each. */
    public String text() {
        return "Covered: " + String.join("; ", covered) + ". Left out: " + String.join("; ", leftOut) + ".";
    }
}
