package dev.meshwright.layout.rule;

import dev.meshwright.base.quantity.Figures;
import dev.meshwright.facts.model.FeedForward.Dense;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload.Decode;
import dev.meshwright.facts.workload.Workload.Serving;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Constraint;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What degrees must satisfy for a model and a cluster, whatever is placed where: divisibility, group sizes, GPU count.
 * Each rule is one method; the search enumerates only degrees that break none.
 */
public final class DegreeRules {

    private final Problem problem;
    private final List<Layer> kinds;
    private final BlockRules blocks;
    private final int experts;
    private final Map<Integer, Boolean> allowedTensor = new HashMap<>();
    private final Map<Integer, Boolean> allowedExpertTensor = new HashMap<>();

    /** The rules of {@code problem}. */
    public DegreeRules(Problem problem) {
        this.problem = problem;
        this.kinds = problem.model().layerKinds();
        this.blocks = new BlockRules(problem, kinds);
        this.experts = kinds.stream()
                .map(Layer::feedForward)
                .filter(Mixture.class::isInstance)
                .mapToInt(part -> ((Mixture) part).experts())
                .max()
                .orElse(0);
    }

    /** Routed experts of a layer; 0 for a dense model. */
    public int experts() {
        return experts;
    }

    /** All rules that {@code degrees} break. */
    public List<Violation> violations(Degrees degrees) {
        List<Violation> broken = new ArrayList<>();
        if (PositiveDegrees.judge(degrees, broken)) {
            expertGrid(degrees, broken);
            gpuCount(degrees, broken);
            tensorGroups(degrees, broken);
            tensorDivides(degrees.tensor(), broken);
            expertTensorDivides(degrees.expertTensor(), broken);
            slots(degrees, broken);
            StageRules.degrees(problem, degrees, broken);
            BatchRules.judge(problem, degrees, broken);
            context(degrees, broken);
        }
        return broken;
    }

    /** Whether {@code tensor} breaks no rule of its own, whatever the other degrees. */
    public boolean allowsTensor(int tensor) {
        return allowedTensor.computeIfAbsent(tensor, degree -> {
            List<Violation> broken = new ArrayList<>();
            tensorDivides(degree, broken);
            return broken.isEmpty();
        });
    }

    /** Whether {@code expertTensor} breaks no rule of its own, whatever the other degrees. */
    public boolean allowsExpertTensor(int expertTensor) {
        return allowedExpertTensor.computeIfAbsent(expertTensor, degree -> {
            List<Violation> broken = new ArrayList<>();
            expertTensorDivides(degree, broken);
            return broken.isEmpty();
        });
    }

    /** Copies of the experts fill the GPUs of a stage: {@code expert * expertTensor * expertData = tensor * data}. */
    private void expertGrid(Degrees degrees, List<Violation> broken) {
        long copy = (long) degrees.expert() * degrees.expertTensor();
        long grid = copy * degrees.expertData();
        if (experts == 0) {
            if (grid != 1) {
                broken.add(Violation.count(
                        Constraint.EXPERT_GRID,
                        "/layout/expert",
                        grid,
                        1,
                        "The model has no routed experts: set expert"
                                + (degrees.expertData() > 1
                                        ? ", expertTensor and expertData to 1."
                                        : " and expertTensor to 1.")));
            }
            return;
        }
        int stage = degrees.gpusPerStage();
        boolean training = problem.workload() instanceof Training;
        if (grid != stage) {
            String product = "/layout/expert x expertTensor" + (degrees.expertData() > 1 ? " x expertData" : "");
            broken.add(Violation.count(Constraint.EXPERT_GRID, product, grid, stage, Mends.experts(degrees, training)));
        } else if (degrees.expertData() > 1 && !training) {
            broken.add(Violation.count(
                    Constraint.EXPERT_DATA_IN_TRAINING,
                    "/layout/expertData",
                    degrees.expertData(),
                    1,
                    "Engines keep one copy of the experts in an instance. " + Mends.experts(degrees, false)));
        }
    }

    private void gpuCount(Degrees degrees, List<Violation> broken) {
        int available = problem.cluster().gpus();
        // Degrees of a million each: their product is no int and no long.
        double instance = (double) degrees.tensor() * degrees.data() * degrees.pipeline();
        double needed = instance * degrees.replicas();
        if (needed > available) {
            String fix = instance <= available
                    ? "Set replicas to " + (int) (available / instance) + "."
                    : "Add " + Figures.number(needed - available, "GPU") + ", or lower tensor, data or pipeline.";
            broken.add(Violation.count(Constraint.GPU_COUNT, "/layout", needed, available, fix));
        }
    }

    /** Groups of {@code tensor} GPUs that the cluster has, inside islands where the problem wants them there. */
    public int tensorGroups(int tensor) {
        return problem.limits().tensorWithinNode()
                ? problem.cluster().groupsInIslands(tensor)
                : problem.cluster().gpus() / tensor;
    }

    /** Tensor groups stay inside islands: two nodes of three GPUs have no place for three groups of two. */
    private void tensorGroups(Degrees degrees, List<Violation> broken) {
        double perReplica = (double) degrees.data() * degrees.pipeline();
        double needed = perReplica * degrees.replicas();
        int groups = tensorGroups(degrees.tensor());
        // More GPUs than there are, and groups larger than islands, are other rules' matter.
        boolean other = needed * degrees.tensor() > problem.cluster().gpus() || groups == 0;
        if (needed > groups && !other) {
            String fix =
                    groups < perReplica ? "Lower data or pipeline" : "Set replicas to " + (int) (groups / perReplica);
            broken.add(Violation.count(
                    Constraint.TENSOR_WITHIN_NODE, "/layout", needed, groups, fix + ", or " + Mends.SLOW_LINKS));
        }
    }

    private void tensorDivides(int tensor, List<Violation> broken) {
        for (Layer kind : kinds) {
            int heads = kind.mixer().heads();
            if (heads % tensor != 0) {
                divide(broken, "attention heads", heads, tensor);
            }
            int keyValueHeads = kind.mixer().keyValueHeads();
            if (keyValueHeads > 0 && keyValueHeads % tensor != 0 && tensor % keyValueHeads != 0) {
                divide(broken, "key-value heads", keyValueHeads, tensor);
            }
            int width =
                    switch (kind.feedForward()) {
                        case Dense dense -> dense.width();
                        case Mixture mixture -> mixture.sharedWidth();
                        default -> 0;
                    };
            if (width % tensor != 0) {
                divide(broken, "feed-forward width", width, tensor);
            }
        }
        blocks.tensor(tensor, broken);
        int island = problem.cluster().nodes().stream()
                .mapToInt(group -> group.islandSize())
                .max()
                .orElse(1);
        if (problem.limits().tensorWithinNode() && tensor > island) {
            broken.add(Violation.count(
                    Constraint.TENSOR_WITHIN_NODE,
                    "/layout/tensor",
                    tensor,
                    island,
                    "Set tensor to at most " + island + ", or " + Mends.SLOW_LINKS));
        }
    }

    private static void divide(List<Violation> broken, String what, int number, int degree) {
        Violation violation = Violation.count(
                Constraint.DIVISIBILITY,
                what + " by tensor",
                number,
                degree,
                "Set tensor to " + Mends.largestDivisor(number, degree) + ".");
        if (!broken.contains(violation)) {
            broken.add(violation);
        }
    }

    private void expertTensorDivides(int expertTensor, List<Violation> broken) {
        for (Layer kind : kinds) {
            if (kind.feedForward() instanceof Mixture mixture && mixture.width() % expertTensor != 0) {
                broken.add(Violation.count(
                        Constraint.DIVISIBILITY,
                        "expert width by expertTensor",
                        mixture.width(),
                        expertTensor,
                        "Set expertTensor to " + Mends.largestDivisor(mixture.width(), expertTensor) + "."));
                return;
            }
        }
        blocks.expertTensor(expertTensor, broken);
    }

    /** Every expert needs a slot, and no rank hosts an expert twice. */
    private void slots(Degrees degrees, List<Violation> broken) {
        if (experts == 0) {
            return;
        }
        long slots = (long) degrees.slotsPerRank() * degrees.expert();
        int needed = Math.ceilDiv(experts, degrees.expert());
        if (slots < experts) {
            broken.add(Violation.count(
                    Constraint.EVERY_EXPERT_HOSTED,
                    "/layout/slotsPerRank",
                    slots,
                    experts,
                    "Set slotsPerRank to " + needed + "."));
        } else if (degrees.slotsPerRank() > experts) {
            broken.add(Violation.count(
                    Constraint.REPLICAS_ON_DISTINCT_RANKS,
                    "/layout/slotsPerRank",
                    degrees.slotsPerRank(),
                    experts,
                    "Set slotsPerRank to " + experts + " or less."));
        }
    }

    /**
     * In training attention copies share sequences in groups of equal size; in decoding tensor ranks that would hold the same
     * keys and values share them.
     */
    private void context(Degrees degrees, List<Violation> broken) {
        if (problem.workload() instanceof Training training) {
            SharedSequences.judge(training, degrees, broken);
            return;
        }
        int copies = cacheCopies(degrees.tensor());
        if (degrees.context() > 1 && copies % degrees.context() != 0) {
            String fix = Mends.sharedCache(
                    problem.workload(), degrees, copies, tensor -> allowsTensor(tensor) ? cacheCopies(tensor) : 1);
            broken.add(Violation.count(Constraint.SHARED_CACHE, "/layout/context", degrees.context(), copies, fix));
        }
    }

    /** Whether {@code copies} attention copies of a training may share its sequences in groups of {@code context}. */
    public static boolean sharesSequences(Training training, long copies, int context) {
        return SharedSequences.allowed(training, copies, context);
    }

    /** {@link Model#cacheCopies}; 1 where the workload decodes nothing. */
    public int cacheCopies(int tensor) {
        boolean decodes = problem.workload() instanceof Decode || problem.workload() instanceof Serving;
        return decodes ? problem.model().cacheCopies(tensor) : 1;
    }
}
