package dev.meshwright.question.scale;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Assumptions.Exchange;
import dev.meshwright.facts.problem.Objective;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.problem.SearchLimits;
import dev.meshwright.facts.problem.Targets;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.question.scale.Roadmap.Phase;
import dev.meshwright.question.scale.node.NodeTypeScaler;
import dev.meshwright.question.scale.node.NodeTypeScaling;
import dev.meshwright.question.scale.node.Size;
import dev.meshwright.question.scale.node.SizeBounds;
import dev.meshwright.question.scale.node.SizeSearcher;
import dev.meshwright.question.scale.node.SystemReach;
import dev.meshwright.question.scale.node.Variants;
import dev.meshwright.question.search.SearchResult.Candidate;
import dev.meshwright.question.search.space.LayoutSpace;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Measures a roadmap by searching the given cluster: from a {@link PlainDeployment}, one lever after the other, each by
 * itself and with all before it.
 */
final class RoadmapBuilder {

    private final Question question;
    private final Problem given;
    private final PlainDeployment plain;
    private final SizeSearcher searcher;
    private final double target;
    private final List<Phase> phases = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** The exchange that was better when it was measured with everything before it; later phases keep it. */
    private Optional<Exchange> settled = Optional.empty();

    RoadmapBuilder(Question question, SizeSearcher searcher, double target) {
        this.question = question;
        Problem problem = question.problem();
        Targets latencies = problem.targets().withoutThroughput();
        this.given = problem.withTargets(latencies, Objective.THROUGHPUT);
        this.plain = new PlainDeployment(given);
        this.searcher = searcher;
        this.target = target;
    }

    /** What may be used beside the plain deployment. */
    private enum Lever {
        LAYOUT("layout", "degrees, stages and placement found by search"),
        BATCH("batch", "as many sequences as memory and latency allow"),
        OVERLAP("overlap", "messages of one micro-batch behind the computation of another"),
        HIERARCHICAL(
                "hierarchical all-to-all",
                "a token crosses to each node once and is handed on inside it, where that is faster than a copy per expert"),
        BALANCE("expert balance", "redundant expert slots, experts placed by load");

        private final String label;
        private final String what;

        Lever(String label, String what) {
            this.label = label;
            this.what = what;
        }
    }

    private record Freedom(Set<Lever> levers, Optional<Precision> precision) {
        static final Freedom NONE = new Freedom(Set.of(), Optional.empty());

        boolean has(Lever lever) {
            return levers.contains(lever);
        }
    }

    /**
     * The roadmap.
     *
     * @param own the answer for the problem's own nodes, whose size is the first hardware phase
     * @param mostGpus that may be used
     */
    Roadmap build(NodeTypeScaling own, int mostGpus) {
        Optional<SearchLimits> today = today();
        Set<Lever> taken = EnumSet.noneOf(Lever.class);
        for (Lever lever : levers()) {
            taken.add(lever);
            step(lever.label, lever.what, today, only(lever), new Freedom(Set.copyOf(taken), Optional.empty()));
        }
        for (Precision format : formats(own.nodeType().gpu())) {
            Optional<Precision> chosen = Optional.of(format);
            step(
                    format.label(),
                    "weights in " + format.label() + ", KV cache in fp8 (accuracy to be checked)",
                    today,
                    new Freedom(Set.of(), chosen),
                    new Freedom(Set.copyOf(taken), chosen));
        }
        hardware(own, mostGpus);
        return new Roadmap(phases, notes);
    }

    /** Limits of the plain deployment that works, with its phase. */
    private Optional<SearchLimits> today() {
        for (SearchLimits limits : plain.candidates()) {
            Optional<Candidate> found = best(Freedom.NONE, limits);
            if (found.isPresent()) {
                add("today", plain.words(), OptionalDouble.empty(), found);
                return Optional.of(limits);
            }
        }
        notes.add("No plain tensor-parallel deployment is feasible on the given cluster.");
        return Optional.empty();
    }

    private static Freedom only(Lever lever) {
        return new Freedom(Set.of(lever), Optional.empty());
    }

    private void step(String name, String what, Optional<SearchLimits> today, Freedom alone, Freedom together) {
        if (searcher.cancelled()) {
            notes.add("Cut off before " + name + " was measured.");
            return;
        }
        searcher.progress("roadmap: " + name);
        OptionalDouble byItself = today.map(limits -> rate(best(alone, limits))).orElse(OptionalDouble.empty());
        add(name, what, byItself, best(together, today.orElse(given.limits())));
    }

    /** Levers that the problem has something to use for. */
    private List<Lever> levers() {
        List<Lever> levers = new ArrayList<>(List.of(Lever.LAYOUT));
        if (SizeBounds.concurrencyFree(given)) {
            levers.add(Lever.BATCH);
        }
        boolean routed = given.model().mixtureOfExperts();
        if (routed) {
            levers.add(Lever.OVERLAP);
        }
        if (routed && given.assumptions().expertExchange().isEmpty()) {
            levers.add(Lever.HIERARCHICAL);
        }
        boolean uneven = !given.expertLoad().even();
        if (routed && uneven && !(given.workload() instanceof Training)) {
            levers.add(Lever.BALANCE);
        }
        return levers;
    }

    private List<Precision> formats(Gpu gpu) {
        return given.workload() instanceof Training ? List.of() : Variants.fasterFormats(given, gpu);
    }

    private void hardware(NodeTypeScaling own, int mostGpus) {
        own.system()
                .size()
                .ifPresent(size -> hardware(
                        "hardware", "the fewest GPUs of the same kind, all of the above but the formats", size));
        List<Precision> formats = formats(own.nodeType().gpu());
        if (!formats.isEmpty() && !searcher.cancelled()) {
            Precision last = formats.getLast();
            Problem faster = Variants.withPrecisions(
                    given, Variants.weights(given.model().precisions(), last));
            SystemReach reach =
                    new NodeTypeScaler(question.with(faster), own.nodeType(), searcher, mostGpus).system(target);
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

    private Optional<Candidate> best(Freedom freedom, SearchLimits plainLimits) {
        SearchLimits own = given.limits();
        SearchLimits degrees = freedom.has(Lever.LAYOUT) ? own : plainLimits;
        SearchLimits limits = new SearchLimits(
                        degrees.tensor(),
                        degrees.data(),
                        degrees.expert(),
                        degrees.expertTensor(),
                        degrees.pipeline(),
                        degrees.replicas(),
                        (freedom.has(Lever.BATCH) ? own : plainLimits).microBatch(),
                        own.maxPipeline(),
                        own.tensorWithinNode(),
                        freedom.has(Lever.BALANCE) ? Math.max(1, own.redundantSlotsPerRank()) : 0)
                .withEngines(own);
        Problem problem = given.withLimits(limits);
        if (freedom.precision.isPresent()) {
            problem = Variants.withPrecisions(
                    problem, Variants.weights(given.model().precisions(), freedom.precision.get()));
        }
        Assumptions assumptions = given.assumptions();
        if (!freedom.has(Lever.OVERLAP)) {
            assumptions = assumptions.withOverlap(OptionalDouble.of(0));
        }
        Optional<Exchange> known = assumptions.expertExchange();
        if (known.isEmpty() && freedom.has(Lever.HIERARCHICAL)) {
            known = settled;
        }
        if (known.isPresent() || !freedom.has(Lever.HIERARCHICAL)) {
            return search(problem, assumptions.withExpertExchange(known.or(() -> Optional.of(Exchange.FLAT))));
        }
        Optional<Candidate> flat = search(problem, assumptions.withExpertExchange(Optional.of(Exchange.FLAT)));
        Optional<Candidate> hierarchical =
                search(problem, assumptions.withExpertExchange(Optional.of(Exchange.HIERARCHICAL)));
        boolean pays = rate(hierarchical).orElse(0) > rate(flat).orElse(0);
        if (freedom.levers.size() > 1) {
            settled = Optional.of(pays ? Exchange.HIERARCHICAL : Exchange.FLAT);
        }
        return pays ? hierarchical : flat;
    }

    private Optional<Candidate> search(Problem problem, Assumptions assumptions) {
        Problem changed = problem.withAssumptions(assumptions);
        return searcher.search(new CostModel(question.with(changed)), new LayoutSpace(changed))
                .best();
    }
}
