package dev.meshwright.lab.start;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.evaluation.CacheRoom;
import dev.meshwright.cost.evaluation.Evaluation;
import dev.meshwright.cost.evaluation.Evaluation.StageCost;
import dev.meshwright.cost.evaluation.MemoryComponent;
import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.InterNode;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.engine.EngineSetup;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.Precisions;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.GpuNames;
import dev.meshwright.lab.row.ModelNames;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.StatedLayout;
import dev.meshwright.lab.row.UnpredictableRowException;
import dev.meshwright.lab.serving.CheckpointFormats;
import dev.meshwright.lab.serving.release.MeasuredRelease;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
import dev.meshwright.layout.rule.DegreeRules;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A start of an engine as a problem and a layout: one request as long as the engine allows.
 *
 * @param row what was started
 * @param problem the question that its memory answers
 * @param layout what was started
 */
record StartCase(StartRow row, Problem problem, Layout layout) {

    private static final int GPUS_PER_NODE = 8;
    private static final int GPUS_PER_RACK_NODE = 4;

    /** Tokens of a request where the row states no length: tokens per byte of most models do not depend on it. */
    private static final int ANY_LENGTH = 8192;

    /**
     * What the cost model says of a start.
     *
     * @param weightBytes on the fullest GPU
     * @param cacheBytes room on it
     * @param cacheTokens of an attention rank, of all ranks that share a sequence's cache
     * @param runs whether one request as long as the engine allows has room
     * @param weights the parts of the weights
     * @param reserves what is kept beside weights and cache, which takes room away
     */
    record Start(
            double weightBytes,
            double cacheBytes,
            double cacheTokens,
            boolean runs,
            List<Outcome.Term> weights,
            List<Outcome.Term> reserves) {}

    /**
     * The case of a row.
     *
     * @throws UnpredictableRowException if something is unknown or does not fit together
     */
    static StartCase of(StartRow row, Catalogues catalogues) {
        Gpu gpu = GpuNames.find(row.gpu(), catalogues.gpus());
        Model known = ModelNames.find(row.model(), catalogues.models())
                .orElseThrow(() -> new UnpredictableRowException("unknown model " + row.model()));
        int ranks = StatedLayout.gpus(row.tensor(), row.data(), row.pipeline());
        int node = gpu.linkDomain() > GPUS_PER_NODE ? GPUS_PER_RACK_NODE : GPUS_PER_NODE;
        Cluster cluster = new Cluster(
                List.of(new NodeGroup(Math.ceilDiv(ranks, node), Math.min(node, ranks), gpu)), InterNode.DEFAULT);
        int length = row.modelLength().orElse(ANY_LENGTH);
        Assumptions assumptions = Assumptions.NONE
                .withEngine(row.engine())
                .withSetup(new EngineSetup(
                        row.version().or(() -> MeasuredRelease.of(row.engine())),
                        row.sequences(),
                        row.tokensPerStep()));
        Problem problem = Problem.plain(
                        row.model(),
                        model(row, known, gpu),
                        cluster,
                        new Workload.Serving(List.of(Math.max(1, length - 1)), 1, OptionalInt.of(row.data())))
                .withAssumptions(
                        row.share().isPresent()
                                ? assumptions.withMemoryFraction(row.share().getAsDouble())
                                : assumptions);
        return new StartCase(row, problem, layout(row, problem));
    }

    private static Model model(StartRow row, Model known, Gpu gpu) {
        String format = row.precision().isEmpty() ? ModelNames.format(row.model()) : row.precision();
        Precision cache = row.cache().contains("fp8") ? Precision.FP8 : Precision.BF16;
        // Several formats in one label are the checkpoint as it is saved.
        Precisions formats =
                format.contains(" ") ? known.precisions() : CheckpointFormats.of(format, known, gpu, row.engine());
        Model model = known.withPrecisions(formats.withKeyValueCache(cache));
        if (!row.speculates()) {
            return model;
        }
        List<Layer> layers = new ArrayList<>(model.layers());
        layers.addAll(model.predictionLayers());
        return model.withLayers(layers);
    }

    private static Layout layout(StartRow row, Problem problem) {
        int experts = new DegreeRules(problem).experts();
        int ranks = row.tensor() * row.data();
        if (experts > 0 && ranks % row.expert() != 0) {
            throw new UnpredictableRowException("expert ranks do not divide the ranks of a stage");
        }
        int expert = experts == 0 ? 1 : row.expert();
        Degrees degrees = new Degrees(
                row.tensor(),
                row.data(),
                expert,
                experts == 0 ? 1 : ranks / expert,
                row.pipeline(),
                1,
                1,
                row.pipeline(),
                1,
                Recomputation.NONE,
                Math.ceilDiv(experts, expert),
                1);
        Degrees shared = new Degrees(degrees.cut().withContext(row.contextRanks()), degrees.batch());
        return StatedLayout.of(
                problem, shared, experts, Stage.even(problem.model().depth(), row.pipeline()), DeviceMap::inOrder);
    }

    /** What the cost model says. */
    Start start(Catalogues catalogues) {
        Evaluation evaluation = new CostModel(catalogues.question(problem)).evaluate(layout);
        StageCost heaviest = evaluation.heaviestStage();
        CacheRoom room = evaluation
                .cache()
                .orElseThrow(() -> new UnpredictableRowException("the model keeps nothing of a sequence"));
        List<Outcome.Term> weights = new ArrayList<>();
        List<Outcome.Term> reserves = new ArrayList<>();
        heaviest.memory().forEach((component, bytes) -> {
            if (component.compareTo(MemoryComponent.GRADIENTS) < 0) {
                weights.add(new Outcome.Term(component.label(), bytes));
            } else if (component != MemoryComponent.CACHE && component != MemoryComponent.STATE) {
                reserves.add(new Outcome.Term(component.label(), -bytes));
            }
        });
        boolean runs = row.modelLength().isPresent()
                ? room.longestInCache() >= row.modelLength().getAsInt()
                : room.bytesPerGpu() > 0;
        return new Start(
                weights.stream().mapToDouble(Outcome.Term::amount).sum(),
                Math.max(1, room.bytesPerGpu()),
                Math.max(1, room.tokensPerRank()),
                runs,
                weights,
                reserves);
    }
}
