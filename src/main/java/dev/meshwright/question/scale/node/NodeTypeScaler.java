package dev.meshwright.question.scale.node;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.facts.problem.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Finds the smallest cluster of one node type that reaches a target: sizes are discarded by the roofline, then by the
 * optimistic bounds of their degrees, and only what is left is searched in full, smallest first. Throughput need not grow with
 * the GPUs for that.
 */
public final class NodeTypeScaler {

    /** Sizes to which the scope "per GPU" is scanned where the roofline does not settle it. */
    private static final int PER_GPU_SCAN = 64;

    private final Problem problem;
    private final NodeType nodeType;
    private final SizeSearcher searcher;
    private final SizeSearch search;
    private final Roofline roofline;
    private final int mostGpus;

    public NodeTypeScaler(Question question, NodeType nodeType, SizeSearcher searcher, int mostGpus) {
        this.problem = question.problem();
        this.nodeType = nodeType;
        this.searcher = searcher;
        this.search = new SizeSearch(question, nodeType, searcher);
        this.roofline = Roofline.of(problem, nodeType.gpu());
        this.mostGpus = mostGpus;
    }

    SizeSearch search() {
        return search;
    }

    /** The whole answer. */
    public NodeTypeScaling scale(double target) {
        SystemReach system = system(target);
        Optional<Integer> frontier = system.size().map(Size::gpus);
        List<Size> curve = curve(frontier);
        PerGpuReach perGpu = perGpu(target);
        List<Size> all = new ArrayList<>(curve);
        search.searched().values().stream()
                .filter(size -> !curve.contains(size))
                .forEach(all::add);
        all.sort(Comparator.comparingInt(Size::gpus));
        return new NodeTypeScaling(
                nodeType,
                system,
                perGpu,
                all,
                Payoffs.of(all, search.bounds().separable()),
                search.bounds().infeasible(),
                search.bounds().closest(),
                search.usableBytes(),
                search.bounds().combinations());
    }

    /** The smallest size that reaches {@code target} tokens per second together. */
    public SystemReach system(double target) {
        int least = roofline.gpusAt(target, 1);
        Discarded discarded = new Discarded(target, roofline);
        for (int gpus : nodeType.sizes(mostGpus)) {
            if (searcher.cancelled()) {
                return new SystemReach(
                        Optional.empty(), false, "Cut off before " + Figures.number(gpus, "GPU") + ". " + discarded);
            }
            if (gpus < least) {
                discarded.roofline();
                continue;
            }
            double bound = search.bound(gpus, target);
            if (bound < target) {
                discarded.bound(gpus, bound);
                continue;
            }
            Size size = search.reaching(gpus, target);
            if (size.tokensPerSecond() >= target) {
                size = search.finished(size);
                String proof = Figures.number(gpus, "GPU") + " " + (gpus == 1 ? "reaches " : "reach ")
                        + Figures.tokensPerSecond(size.tokensPerSecond()) + ". " + discarded;
                return new SystemReach(Optional.of(size), discarded.proven(), proof.strip());
            }
            discarded.search(size);
        }
        String proof = "No size up to " + Figures.number(mostGpus, "GPU") + " reaches the target. " + discarded
                + (least > mostGpus ? " At the roofline it takes " + Figures.number(least, "GPU") + " at least." : "");
        return new SystemReach(Optional.empty(), discarded.proven(), proof.strip());
    }

    /** Whether each GPU can reach {@code target} tokens per second. */
    PerGpuReach perGpu(double target) {
        double bound = roofline.tokensPerSecond();
        if (bound < target) {
            return new PerGpuReach(
                    false,
                    roofline,
                    mostPerGpu(),
                    Shortfalls.of(problem, nodeType.gpu(), roofline, target),
                    true,
                    Shortfalls.proof(roofline, target));
        }
        int most = Math.min(mostGpus, Math.max(PER_GPU_SCAN, nodeType.gpusPerNode()));
        double largest = 0;
        for (int gpus : nodeType.sizes(most)) {
            double perGpu = search.bound(gpus, target * gpus) / gpus;
            if (perGpu >= target && !searcher.cancelled()) {
                Size size = search.size(gpus);
                if (size.tokensPerSecondPerGpu() >= target) {
                    size = search.finished(size);
                    return reached(size);
                }
                // The search knows more than the bound of whole families.
                perGpu = Math.min(perGpu, size.boundTokensPerSecond() / gpus);
            }
            largest = Math.max(largest, perGpu);
        }
        String proof = "The roofline of " + Figures.tokensPerSecond(bound)
                + " per GPU does not forbid it, but no layout on up to "
                + Figures.number(most, "GPU") + " reaches it: their bounds end at "
                + Figures.tokensPerSecond(largest) + " per GPU. Larger sizes were not tried.";
        return new PerGpuReach(
                false, roofline, mostPerGpu(), Shortfalls.of(problem, nodeType.gpu(), roofline, target), false, proof);
    }

    private PerGpuReach reached(Size size) {
        return new PerGpuReach(
                true,
                roofline,
                Optional.of(size),
                List.of(),
                true,
                Figures.number(size.gpus(), "GPU") + " reach " + Figures.tokensPerSecond(size.tokensPerSecondPerGpu())
                        + " each; no smaller size does, by bounds or full searches.");
    }

    /** Of the sizes searched so far, the smallest with the most tokens per second and GPU. */
    private Optional<Size> mostPerGpu() {
        Optional<Size> most = Optional.empty();
        for (Size size : search.searched().values()) {
            if (size.best().isPresent()
                    && size.tokensPerSecondPerGpu()
                            > most.map(Size::tokensPerSecondPerGpu).orElse(0.0)) {
                most = Optional.of(size);
            }
        }
        return most;
    }

    /** Doublings from one GPU to past the frontier, and the sizes around the frontier and the given cluster. */
    private List<Size> curve(Optional<Integer> frontier) {
        List<Integer> sizes = nodeType.sizes(mostGpus);
        TreeSet<Integer> wanted = new TreeSet<>();
        int around = frontier.orElse(Math.min(mostGpus, problem.cluster().gpus()));
        int end = 2 * Math.max(around, nodeType.gpusPerNode());
        for (int gpus : sizes) {
            boolean doubling = gpus < nodeType.gpusPerNode()
                    ? Integer.bitCount(gpus) == 1
                    : Integer.bitCount(gpus / nodeType.gpusPerNode()) == 1;
            if (doubling && gpus <= end) {
                wanted.add(gpus);
            }
        }
        int index = Collections.binarySearch(sizes, around);
        for (int i = Math.max(0, index - 1); i <= Math.min(sizes.size() - 1, index + 1) && index >= 0; i++) {
            wanted.add(sizes.get(i));
        }
        List<Size> curve = new ArrayList<>();
        for (int gpus : wanted) {
            if (searcher.cancelled()) {
                break;
            }
            curve.add(search.size(gpus));
        }
        return curve;
    }
}
