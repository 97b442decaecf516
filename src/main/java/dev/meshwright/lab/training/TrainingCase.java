package dev.meshwright.lab.training;

import dev.meshwright.facts.cluster.Cluster;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.cluster.InterNode;
import dev.meshwright.facts.cluster.NodeGroup;
import dev.meshwright.facts.model.FlopCount;
import dev.meshwright.facts.model.FlopCount.AttentionCounting;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.problem.Assumptions;
import dev.meshwright.facts.problem.Assumptions.Exchange;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.facts.workload.ExpertLoad;
import dev.meshwright.facts.workload.TrainingRecipe;
import dev.meshwright.facts.workload.Workload;
import dev.meshwright.lab.row.GpuNames;
import dev.meshwright.lab.row.ModelNames;
import dev.meshwright.lab.row.RowValues;
import dev.meshwright.lab.row.StatedLayout;
import dev.meshwright.lab.row.UnpredictableRowException;
import dev.meshwright.layout.Batch;
import dev.meshwright.layout.Cut;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.DeviceMap;
import dev.meshwright.layout.Layout;
import dev.meshwright.layout.Stage;
import dev.meshwright.layout.rule.DegreeRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * A measured training row as a problem and the layout that ran.
 *
 * @param problem the question that the measurement answers
 * @param layout what ran
 * @param stepSeconds measured seconds of a step; 0 where the row measures memory alone
 */
public record TrainingCase(Problem problem, Layout layout, double stepSeconds) {

    /**
     * The case of a row. Routing is balanced: published runs force it, or drop what overflows.
     *
     * @param models model by name or alias
     * @param gpus GPU by name or alias
     * @throws UnpredictableRowException if something is unknown, missing or does not fit together
     */
    public static TrainingCase of(
            TrainingRow row, Function<String, Optional<Model>> models, Function<String, Optional<Gpu>> gpus) {
        TrainingCase ran = unmeasured(row, models, gpus);
        Gpu gpu = ran.problem().cluster().nodes().getFirst().gpu();
        return new TrainingCase(
                ran.problem(), ran.layout(), measuredSeconds(row, ran.problem().model(), gpu));
    }

    /** The same, whatever the row measures: no seconds. */
    static TrainingCase unmeasured(
            TrainingRow row, Function<String, Optional<Model>> models, Function<String, Optional<Gpu>> gpus) {
        requireStated(row);
        Gpu gpu = GpuNames.find(row.gpu(), gpus);
        Model known = ModelNames.find(row.model(), models)
                .orElseThrow(() -> new UnpredictableRowException("the architecture of " + row.model() + " is unknown"));
        Model model = known.withPrecisions(TrainingSettings.precisions(row.precision(), known));
        int node = Math.min(row.gpusPerNode(), row.gpus());
        Cluster cluster = new Cluster(
                List.of(new NodeGroup(Math.ceilDiv(row.gpus(), node), node, gpu)),
                new InterNode(TrainingSettings.networkBandwidth(row), InterNode.DEFAULT_LATENCY_SECONDS));
        int microBatch = Math.max(1, row.microBatch());
        Workload workload = new Workload.Training(
                List.of(row.length()),
                row.globalBatch(),
                OptionalInt.of(microBatch),
                TrainingSettings.zeroStage(row),
                predictionLayers(row, known),
                TrainingSettings.recipe(row));
        Problem problem = problem(row.model(), model, cluster, workload)
                .withAssumptions(Assumptions.NONE.withExpertExchange(TrainingSettings.exchange(row)));
        return new TrainingCase(problem, layout(row, problem, microBatch), 0);
    }

    private static void requireStated(TrainingRow row) {
        List<String> missing = new ArrayList<>();
        if (row.gpus() < 1) {
            missing.add("GPUs");
        }
        if (row.globalBatch() < 1) {
            missing.add("global batch");
        }
        if (row.length() < 1) {
            missing.add("sequence length");
        }
        if (!missing.isEmpty()) {
            throw new UnpredictableRowException(String.join(", ", missing) + " not stated");
        }
    }

    /** Whether the framework's own FLOP per token count the prediction layers, or it is DeepSeek's own run. */
    private static boolean predictionLayers(TrainingRow row, Model model) {
        return !model.predictionLayers().isEmpty()
                && (row.framework().startsWith("Megatron-Bridge")
                        || row.settings().contains("mtp layer")
                        || row.id().startsWith("dsv3-train"));
    }

    /**
     * The case of a run of a model cut to a few layers. A mixture keeps one dense layer where it has any: only that gives
     * the weights that were measured (an inference; the source does not say). Experts take a fixed number of tokens, which an
     * all-to-all brings (SimuMax's Megatron-LM scripts).
     *
     * @throws UnpredictableRowException if something is unknown or does not fit together
     */
    public static TrainingCase of(
            TrainingMemoryRow row, Function<String, Optional<Model>> models, Function<String, Optional<Gpu>> gpus) {
        Gpu gpu = GpuNames.find(row.gpu(), gpus);
        Model known = ModelNames.find(row.model(), models)
                .orElseThrow(() -> new UnpredictableRowException("the architecture of " + row.model() + " is unknown"));
        Model model = cut(known, row.layers()).withPrecisions(TrainingSettings.precisions(row.precision(), known));
        Cluster cluster = new Cluster(List.of(new NodeGroup(1, row.gpus(), gpu)), InterNode.DEFAULT);
        Workload workload = new Workload.Training(
                List.of(row.length()),
                row.sequences(),
                OptionalInt.of(1),
                1,
                false,
                TrainingRecipe.STANDARD.withFixedCapacity());
        Problem problem = problem(row.model(), model, cluster, workload)
                .withAssumptions(Assumptions.NONE.withExpertExchange(Optional.of(Exchange.FLAT)));
        return new TrainingCase(problem, layout(row.asTrainingRow(), problem, 1), row.stepSeconds());
    }

    /** The last of the dense layers that a mixture begins with, then mixtures; plain models are alike throughout. */
    private static Model cut(Model model, int layers) {
        long dense = model.layers().stream().takeWhile(layer -> !layer.routed()).count();
        int first = dense < model.depth() ? (int) Math.max(0, dense - 1) : 0;
        if (first + layers > model.depth()) {
            throw new UnpredictableRowException(model.name() + " has fewer than " + layers + " layers");
        }
        return new Model(
                model.name(),
                model.hidden(),
                model.vocabulary(),
                model.tiedEmbeddings(),
                model.learnedPositions(),
                model.layers().subList(first, first + layers),
                List.of(),
                model.precisions(),
                model.residualStreams(),
                model.tableParameters(),
                model.positions());
    }

    private static Problem problem(String name, Model model, Cluster cluster, Workload workload) {
        return Problem.plain(name, model, cluster, workload).withExpertLoad(new ExpertLoad.Uniform());
    }

    private static Layout layout(TrainingRow row, Problem problem, int microBatch) {
        int experts = new DegreeRules(problem).experts();
        int copies = RowValues.whole("GPUs / (TP x PP)", row.gpus(), (long) row.tensor() * row.pipeline());
        // Sequences are shared by attention copies.
        RowValues.whole("GPUs / (TP x PP x CP)", copies, row.context());
        int expert = experts == 0 ? 1 : TrainingSettings.expertRanks(row);
        int expertTensor = experts == 0 ? 1 : expertTensor(row, expert);
        // Experts on a part of a tensor group fill it with several copies of them.
        int copy = (int) Math.min(Integer.MAX_VALUE, (long) expert * expertTensor);
        int data = experts == 0 ? 1 : Cut.leastData(row.tensor(), copy);
        int replicas = RowValues.whole("copies / (EP x ETP / TP)", copies, data);
        int perRank = RowValues.whole(
                "global batch x CP / (copies x micro-batch)",
                (long) row.globalBatch() * row.context(),
                (long) copies * microBatch);
        int depth = problem.model().depth();
        int chunks =
                row.virtualStages() == 0 ? TrainingSettings.unstatedChunks(row, depth, perRank) : row.virtualStages();
        int virtual = Math.max(1, Math.min(chunks, depth / row.pipeline()));
        Cut cut = new Cut(
                row.tensor(),
                data,
                expert,
                expertTensor,
                experts == 0 ? 1 : row.tensor() / (copy / data),
                row.pipeline(),
                replicas,
                row.pipeline() == 1 ? 1 : virtual,
                Math.ceilDiv(experts, expert),
                row.context());
        Degrees degrees = new Degrees(cut, new Batch(microBatch, perRank, TrainingSettings.recomputation(row)));
        List<Stage> stages = stages(problem.model(), predicts(problem), row.pipeline());
        boolean inside = ((Workload.Training) problem.workload()).recipe().stagesInside();
        return StatedLayout.of(
                problem, degrees, experts, stages, inside ? DeviceMap::inOrder : DeviceMap::stagesOutside);
    }

    private static boolean predicts(Problem problem) {
        return ((Workload.Training) problem.workload()).trainPredictionLayers();
    }

    /**
     * Equal stages where the layers divide evenly, as frameworks cut them; else the last stage holds fewer, because the head
     * and prediction modules count as the layers whose FLOP they have.
     */
    private static List<Stage> stages(Model model, boolean predicts, int count) {
        int depth = model.depth();
        if (depth % count == 0) {
            return Stage.even(depth, count);
        }
        FlopCount flops =
                FlopCount.forwardOfSequence(model, 1, FlopCount.Convention.TRAINING.withPredictionLayers(predicts));
        double ends = flops.head() + flops.prediction();
        double extra = Math.min(ends / ((flops.total() - ends) / depth), (double) depth / count - 1);
        List<Stage> stages = new ArrayList<>();
        int next = 0;
        for (int stage = 1; stage <= count; stage++) {
            int end = stage == count ? depth : (int) Math.round((depth + extra) * stage / count);
            stages.add(new Stage(next, Math.min(end, depth - (count - stage)) - 1));
            next = stages.getLast().lastLayer() + 1;
        }
        return stages;
    }

    /** Megatron-Core's recipes for mixtures keep experts whole; older ones and FSDP split them like everything else. */
    private static int expertTensor(TrainingRow row, int expert) {
        if (row.expertTensor() > 0) {
            return row.expertTensor();
        }
        boolean whole = expert > 1
                && (row.framework().contains("Bridge") || row.framework().contains("ModelZoo"));
        return whole || (row.sharding().contains("fsdp") && expert > 1) ? 1 : row.tensor();
    }

    /** The measured step; from model FLOP/s where that is all there is. */
    private static double measuredSeconds(TrainingRow row, Model model, Gpu gpu) {
        if (row.stepSeconds().isPresent()) {
            return row.stepSeconds().getAsDouble();
        }
        double rate = row.teraFlops().isPresent()
                ? row.teraFlops().getAsDouble() * 1e12
                : row.peakShare().orElse(0) * gpu.peakFlops(Precision.BF16);
        if (rate == 0) {
            if (row.memoryBytes().isPresent()) {
                return 0;
            }
            throw new UnpredictableRowException("no step time or model FLOP/s of a known kind");
        }
        AttentionCounting counting = TrainingSettings.attentionCounting(row);
        double flops = FlopCount.training(model, row.length(), new FlopCount.Convention(counting, 0, 1));
        return flops * row.globalBatch() * row.length() / (rate * row.gpus());
    }
}
