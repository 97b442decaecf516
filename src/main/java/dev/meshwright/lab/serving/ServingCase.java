package dev.meshwright.lab.serving;

import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.InterNode;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.engine.Speculation;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.lab.row.GpuNames;
import dev.meshwright.lab.row.ModelNames;
import dev.meshwright.lab.row.StatedLayout;
import dev.meshwright.lab.row.UnpredictableRowException;
import dev.meshwright.lab.serving.release.MeasuredRelease;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
import dev.meshwright.layout.rule.DegreeRules;
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
        Gpu gpu = GpuNames.system(row.system(), gpus);
        Model known = ModelNames.find(row.modelPath(), models)
                .orElseThrow(() -> new UnpredictableRowException("unknown model " + row.modelPath()));
        String format = row.precision().isEmpty() ? ModelNames.format(row.modelPath()) : row.precision();
        Model model = known.withPrecisions(CheckpointFormats.of(format, known, gpu, row.engine()));
        int node = gpu.linkDomain() > GPUS_PER_NODE ? GPUS_PER_RACK_NODE : GPUS_PER_NODE;
        Cluster cluster = new Cluster(
                List.of(new NodeGroup(Math.ceilDiv(row.degrees().gpus(), node), node, gpu)), InterNode.DEFAULT);
        Workload workload =
                new Workload.Serving(List.of(row.inputTokens()), row.outputTokens(), OptionalInt.of(row.concurrency()));
        Problem problem = Problem.plain(row.modelPath(), model, cluster, workload)
                .withAssumptions(
                        Assumptions.NONE.withEngine(row.engine()).withSetup(MeasuredRelease.setup(row.engine())));
        return new ServingCase(
                problem,
                layout(
                        row,
                        problem,
                        Math.ceilDiv(
                                row.concurrency(),
                                row.degrees().data() * row.degrees().pipeline())));
    }

    /** The same deployment with {@code perRank} sequences in a micro-batch of each attention rank; the others queue. */
    public ServingCase admitting(ServingRow row, int perRank) {
        return new ServingCase(problem, layout(row, problem, perRank));
    }

    /** The same with a KV cache of another format. */
    public ServingCase withCache(Precision cache) {
        Model model = problem.model();
        Precisions all = model.precisions();
        Precisions other = new Precisions(
                all.attention(), all.dense(), all.shared(), all.experts(), all.embedding(), cache, all.activation());
        return new ServingCase(problem.withModel(model.withPrecisions(other)), layout);
    }

    /** The same with tokens that are guessed. */
    public ServingCase guessing(Optional<Speculation> how) {
        Assumptions assumptions = problem.assumptions();
        return new ServingCase(
                problem.withAssumptions(
                        assumptions.withSetup(assumptions.setup().withSpeculation(how))),
                layout);
    }

    private static Layout layout(ServingRow row, Problem problem, int perRank) {
        RowDegrees split = row.degrees();
        int experts = new DegreeRules(problem).experts();
        if (experts > 0 && split.expert() * split.expertTensor() != split.tensor() * split.data()) {
            throw new UnpredictableRowException("moe_tp_size x moe_ep_size is not tp_size x attention_dp_size");
        }
        int expert = experts == 0 ? 1 : split.expert();
        Degrees degrees = new Degrees(
                split.tensor(),
                split.data(),
                expert,
                experts == 0 ? 1 : split.expertTensor(),
                split.pipeline(),
                1,
                perRank,
                split.pipeline(),
                1,
                Recomputation.NONE,
                Math.ceilDiv(experts, expert),
                1);
        List<Stage> stages = Stage.even(problem.model().depth(), split.pipeline());
        return StatedLayout.of(problem, degrees, experts, stages, DeviceMap::inOrder);
    }
}
