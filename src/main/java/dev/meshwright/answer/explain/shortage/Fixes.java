package dev.meshwright.answer.explain.shortage;

import dev.meshwright.answer.explain.shortage.Shortage.Fix;
import dev.meshwright.base.patience.Patience;
import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.cost.evaluation.DegreeBound;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Prefill;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Layout;
import dev.meshwright.question.search.space.Branching;
import dev.meshwright.question.search.space.LayoutSpace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** Tries small changes to a problem without a feasible layout until one has a layout that is. */
final class Fixes {

    /** Clusters are enlarged up to this many times before giving up. */
    private static final int LARGEST_GROWTH = 64;

    /** No more GPUs than this are tried: the space of degrees grows with their number. */
    private static final int MOST_GPUS = 4096;

    /** Complete layouts that are evaluated for one change, lightest first. */
    private static final int TRIES = 8;

    private final Question question;
    private final Problem problem;
    private final BooleanSupplier cancelled;

    Fixes(Question question, BooleanSupplier cancelled) {
        this.question = question;
        this.cancelled = cancelled;
        this.problem = question.problem();
    }

    /** Changes that help, each by itself. */
    List<Fix> found() {
        List<Fix> fixes = new ArrayList<>();
        List<Supplier<Optional<Fix>>> all =
                List.of(this::fewerSequences, this::fewerBits, this::smallerCache, this::moreNodes);
        for (Supplier<Optional<Fix>> one : all) {
            Patience.within(cancelled, one).flatMap(found -> found).ifPresent(fixes::add);
        }
        return fixes;
    }

    private record Proven(Degrees degrees, Evaluation evaluation) {}

    /** A feasible layout of a changed problem, if one of the lightest combinations makes one. */
    private Optional<Proven> feasible(Problem changed) {
        CostModel costModel = new CostModel(question.with(changed));
        record Light(Degrees degrees, double bytes) {}
        Patience.ask();
        List<Light> candidates = new ArrayList<>();
        Branching branching = new Branching(changed);
        new LayoutSpace(changed).forEach(family -> {
            for (Degrees degrees : branching.lightest(family)) {
                DegreeBound bound = costModel.bound(degrees);
                if (bound.mayWork()) {
                    candidates.add(new Light(degrees, bound.memoryBytes()));
                }
            }
        });
        candidates.sort(Comparator.comparingDouble(Light::bytes));
        for (Light candidate : candidates.subList(0, Math.min(TRIES, candidates.size()))) {
            Evaluation evaluation = costModel.evaluate(
                    Layout.inOrder(candidate.degrees(), costModel.problem().model()));
            boolean inTime = evaluation.missedTargets().stream().noneMatch(missed -> missed.late());
            if (evaluation.feasible() && inTime) {
                return Optional.of(new Proven(candidate.degrees(), evaluation));
            }
        }
        return Optional.empty();
    }

    private static String evidence(Proven proven) {
        return proven.degrees().shortName() + " then fills "
                + Figures.bytes(proven.evaluation().heaviestStage().memoryBytes()) + " of its fullest GPU.";
    }

    private Optional<Fix> moreNodes() {
        NodeGroup last = problem.cluster().nodes().getLast();
        IntFunction<Problem> withNodes = extra -> {
            List<NodeGroup> nodes = new ArrayList<>(problem.cluster().nodes());
            nodes.set(nodes.size() - 1, new NodeGroup(last.count() + extra, last.gpusPerNode(), last.gpu()));
            return problem.withCluster(new Cluster(nodes, problem.cluster().interNode()));
        };
        int most = Math.min(
                LARGEST_GROWTH * problem.cluster().nodeCount(),
                (MOST_GPUS - problem.cluster().gpus()) / last.gpusPerNode());
        return smallest(most, withNodes).map(found -> {
            int gpus = problem.cluster().gpus() + found.number() * last.gpusPerNode();
            return new Fix(
                    "Add " + Figures.number(found.number(), "node") + " of " + last.gpusPerNode() + " x "
                            + last.gpu().name() + ": " + gpus + " GPUs in all.",
                    evidence(found.proven()));
        });
    }

    private record Found(int number, Proven proven) {}

    /** The smallest number from 1 to {@code most} that helps: doubling, then halving the interval. */
    private Optional<Found> smallest(int most, IntFunction<Problem> change) {
        int fails = 0;
        int number = 0;
        Optional<Proven> proven = Optional.empty();
        while (fails < most && proven.isEmpty()) {
            number = fails > most / 2 ? most : Math.max(1, 2 * fails);
            proven = feasible(change.apply(number));
            fails = proven.isEmpty() ? number : fails;
        }
        if (proven.isEmpty()) {
            return Optional.empty();
        }
        Found found = new Found(number, proven.get());
        while (found.number() - fails > 1) {
            int middle = fails + (found.number() - fails) / 2;
            Optional<Proven> half = feasible(change.apply(middle));
            if (half.isPresent()) {
                found = new Found(middle, half.get());
            } else {
                fails = middle;
            }
        }
        return Optional.of(found);
    }

    /** Weights in 8, then in 4 bits: the first that helps. */
    private Optional<Fix> fewerBits() {
        if (problem.workload() instanceof Training) {
            return Optional.empty();
        }
        Precisions now = problem.model().precisions();
        for (Precision fewer : List.of(Precision.FP8, Precision.INT4)) {
            if (fewer.bitsPerElement() < now.experts().bitsPerElement()) {
                Precisions changed = new Precisions(
                        fewer, fewer, fewer, fewer, now.embedding(), now.keyValueCache(), now.activation());
                Optional<Proven> proven = feasible(withPrecisions(changed));
                if (proven.isPresent()) {
                    return Optional.of(new Fix("Store the weights in " + fewer.label() + ".", evidence(proven.get())));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Fix> smallerCache() {
        Precisions now = problem.model().precisions();
        if (problem.workload() instanceof Training
                || now.keyValueCache().bitsPerElement() <= Precision.FP8.bitsPerElement()) {
            return Optional.empty();
        }
        Precisions changed = new Precisions(
                now.attention(),
                now.dense(),
                now.shared(),
                now.experts(),
                now.embedding(),
                Precision.FP8,
                now.activation());
        return feasible(withPrecisions(changed)).map(proven -> new Fix("Store the KV cache in fp8.", evidence(proven)));
    }

    private Problem withPrecisions(Precisions precisions) {
        return problem.withModel(problem.model().withPrecisions(precisions));
    }

    /** The largest concurrency that works, where one is asked for. */
    private Optional<Fix> fewerSequences() {
        int asked = problem.workload().concurrency().orElse(0);
        if (asked <= 1) {
            return Optional.empty();
        }
        // "smallest" counts what is taken away.
        return smallest(asked - 1, taken -> problem.withWorkload(withConcurrency(asked - taken)))
                .map(found -> new Fix(
                        "Lower the concurrency from " + Figures.count(asked) + " to "
                                + Figures.count(asked - found.number()) + ".",
                        evidence(found.proven())));
    }

    private Workload withConcurrency(int sequences) {
        OptionalInt concurrency = OptionalInt.of(sequences);
        return switch (problem.workload()) {
            case Prefill prefill -> new Prefill(prefill.lengths(), concurrency);
            case Decode decode -> new Decode(decode.lengths(), decode.outputTokens(), concurrency);
            case Serving serving -> serving.withConcurrency(concurrency);
            case Training training -> training;
        };
    }
}
