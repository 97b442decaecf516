package dev.meshwright.validation;

import dev.meshwright.cluster.Cluster;
import dev.meshwright.cluster.Gpu;
import dev.meshwright.cluster.InterNode;
import dev.meshwright.cluster.NodeGroup;
import dev.meshwright.layout.DegreeRules;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
import dev.meshwright.model.Model;
import dev.meshwright.problem.Assumptions;
import dev.meshwright.problem.Problem;
import dev.meshwright.workload.Workload;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * A measured serving row as a problem and the layout that was deployed.
 *
 * @param problem the question that the measurement answers
 * @param layout what was deployed
 */
public record ServingCase(Problem problem, Layout layout) {

    /** GPUs of an ordinary node, and of a node of a rack whose links join more than one. */
    private static final int GPUS_PER_NODE = 8;

    private static final int GPUS_PER_RACK_NODE = 4;

    /**
     * The case of a row.
     *
     * @param models model by name or alias
     * @param gpus GPU by name or alias
     * @throws UnpredictableRowException if the model or GPU is unknown or the degrees do not fit together
     */
    public static ServingCase of(
            ServingRow row, Function<String, Optional<Model>> models, Function<String, Optional<Gpu>> gpus) {
        Gpu gpu = gpus.apply(row.system().replace('_', '-'))
                .orElseThrow(() -> new UnpredictableRowException("unknown GPU " + row.system()));
        Model known = models.apply(row.modelPath())
                .orElseThrow(() -> new UnpredictableRowException("unknown model " + row.modelPath()));
        Model model = known.withPrecisions(CheckpointFormats.of(row.precision(), known, gpu, row.engine()));
        int node = gpu.linkDomain() > GPUS_PER_NODE ? GPUS_PER_RACK_NODE : GPUS_PER_NODE;
        Cluster cluster =
                new Cluster(List.of(new NodeGroup(Math.ceilDiv(row.gpus(), node), node, gpu)), InterNode.DEFAULT);
        Workload workload =
                new Workload.Serving(List.of(row.inputTokens()), row.outputTokens(), OptionalInt.of(row.concurrency()));
        Problem problem = Problem.plain(row.modelPath(), model, cluster, workload)
                .withAssumptions(Assumptions.NONE.withEngine(row.engine()));
        return new ServingCase(
                problem, layout(row, problem, Math.ceilDiv(row.concurrency(), row.data() * row.pipeline())));
    }

    /** The same deployment with {@code perRank} sequences in a micro-batch of each attention rank; the others queue. */
    public ServingCase admitting(ServingRow row, int perRank) {
        return new ServingCase(problem, layout(row, problem, perRank));
    }

    private static Layout layout(ServingRow row, Problem problem, int perRank) {
        int experts = new DegreeRules(problem).experts();
        int expert = experts == 0 ? 1 : row.expert();
        int expertTensor = experts == 0 ? 1 : row.expertTensor();
        if (experts > 0 && row.expert() * row.expertTensor() != row.tensor() * row.data()) {
            throw new UnpredictableRowException("moe_tp_size x moe_ep_size is not tp_size x attention_dp_size");
        }
        Degrees degrees = new Degrees(
                row.tensor(),
                row.data(),
                expert,
                expertTensor,
                row.pipeline(),
                1,
                perRank,
                row.pipeline(),
                1,
                Recomputation.NONE,
                Math.ceilDiv(experts, expert));
        List<Stage> stages = Stage.even(problem.model().depth(), row.pipeline());
        return StatedLayout.of(problem, degrees, experts, stages, DeviceMap::inOrder);
    }
}
