package dev.meshwright.lab.inference;

import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.engine.EngineConstants;
import dev.meshwright.facts.cluster.Gpu;
import dev.meshwright.facts.model.GroupedQueryAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Model;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.problem.Assumptions.Engine;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.lab.inference.InferenceRow.Kind;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.lab.row.GpuNames;
import dev.meshwright.lab.row.ModelNames;
import dev.meshwright.lab.row.RowValues;
import dev.meshwright.lab.row.StatedModel;
import dev.meshwright.lab.row.UnpredictableRowException;
import dev.meshwright.lab.serving.Admission;
import dev.meshwright.lab.serving.Harness;
import dev.meshwright.lab.serving.RowDegrees;
import dev.meshwright.lab.serving.ServingCase;
import dev.meshwright.lab.serving.ServingRow;
import dev.meshwright.lab.serving.SoftwareAge;
import dev.meshwright.lab.serving.release.Releases;
import dev.meshwright.layout.Degrees;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A published deployment as a problem and the layout that ran.
 *
 * @param row what was measured
 * @param served its degrees, lengths and sequences; at maximal load the requests of the run
 * @param deployment the problem, and the layout with all of those sequences in a batch
 * @param catalogues what the row is predicted with
 * @param assumed what the row does not state and is assumed
 */
record InferenceCase(
        InferenceRow row, ServingRow served, ServingCase deployment, Catalogues catalogues, List<String> assumed) {

    InferenceCase {
        assumed = List.copyOf(assumed);
    }

    /**
     * The case of a row.
     *
     * @throws UnpredictableRowException if something is unknown, missing or does not fit together
     */
    static InferenceCase of(InferenceRow row, Catalogues catalogues) {
        Gpu gpu = GpuNames.find(row.gpu(), catalogues.gpus());
        Model known = ModelNames.find(row.model(), catalogues.models())
                .or(() -> StatedModel.decoder(row.model(), row.architecture()))
                .orElseThrow(() -> new UnpredictableRowException("the architecture of " + row.model() + " is unknown"));
        List<String> assumed = new ArrayList<>(row.assumed());
        if (!row.framework().startsWith("TensorRT-LLM") && row.engine() == Engine.TENSORRT_LLM) {
            assumed.add("constants of TensorRT-LLM");
        }
        ServingRow served = degrees(row, known, assumed);
        ServingCase read = ServingCase.of(served, unused -> Optional.of(known), unused -> Optional.of(gpu));
        Optional<Precision> cache = cache(row);
        ServingCase deployment = cache.map(read::withCache).orElse(read);
        boolean inFlight = row.kind() == Kind.IN_FLIGHT || row.kind() == Kind.MAXIMAL_LOAD;
        return new InferenceCase(row, served, inFlight ? deployment : asBatch(deployment, served), catalogues, assumed);
    }

    /** The case with its sequences cut for the stages as far as there are as many, and no sequence more. */
    private static ServingCase asBatch(ServingCase read, ServingRow served) {
        int perCopy = Math.ceilDiv(served.concurrency(), served.degrees().data());
        int parts = Math.min(served.degrees().pipeline(), perCopy);
        Degrees degrees = read.layout().degrees().withBatch(Math.ceilDiv(perCopy, parts), parts);
        return new ServingCase(read.problem(), read.layout().with(degrees));
    }

    private static ServingRow degrees(InferenceRow row, Model model, List<String> assumed) {
        int tensor = Math.max(1, row.tensor());
        int data = RowValues.whole("GPUs / (TP x PP)", row.gpus(), (long) tensor * row.pipeline());
        int expert = Math.max(1, row.expert());
        if (row.data() > 0 && row.data() != data) {
            throw new UnpredictableRowException("GPUs are not TP x PP x attention copies");
        }
        if (model.mixtureOfExperts() && row.expert() == 0 && tensor > 1) {
            if (row.kind() == Kind.MAXIMAL_LOAD) {
                data *= tensor;
                tensor = 1;
                expert = data;
                assumed.add("attention copies and whole experts, as the source's options say");
            } else {
                assumed.add("experts split over tensor ranks");
            }
        }
        return new ServingRow(
                row.model(),
                row.gpu(),
                row.engine(),
                row.formatLabel(),
                row.inputTokens(),
                row.outputTokens(),
                row.kind() == Kind.MAXIMAL_LOAD ? requests(row, data, assumed) : row.sequences(),
                new RowDegrees(
                        tensor,
                        data,
                        expert,
                        model.mixtureOfExperts()
                                ? RowValues.whole("TP x attention copies / EP", (long) tensor * data, expert)
                                : 1,
                        row.pipeline()),
                Harness.plain(row.inputTokens(), row.outputTokens()),
                row.release(),
                Releases.built(row.engine(), row.release(), ""),
                Optional.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    private static int requests(InferenceRow row, int data, List<String> assumed) {
        OptionalInt requests = OfflineBenchmark.requests(row.inputTokens(), row.outputTokens());
        assumed.add(
                requests.isPresent()
                        ? "as many requests as the source's benchmark sends"
                        : "more requests than the engine admits");
        return requests.orElse(OfflineBenchmark.LARGEST_BATCH * data);
    }

    /** Format of the cache where the row says it; otherwise it is that of {@code CheckpointFormats}. */
    private static Optional<Precision> cache(InferenceRow row) {
        return row.cacheLabel().isEmpty()
                ? Optional.empty()
                : Optional.of(row.cacheLabel().equals("fp8") ? Precision.FP8 : Precision.BF16);
    }

    /** The cost model of {@code problem} on software of the row's age. */
    CostModel costModel(Problem problem) {
        SoftwareAge age =
                SoftwareAge.of(served.built(), Releases.model(problem.model().name()));
        EngineConstants constants = catalogues.engines();
        return new CostModel(catalogues.question(problem), constants.slowed(age.slowdown(constants)));
    }

    /** Sequences that a micro-batch of a copy may have: the engine's limit for a batch, or what it was seen to run in all. */
    private int mostPerRank() {
        return Math.min(OfflineBenchmark.LARGEST_BATCH, row.mostRunning().orElse(OfflineBenchmark.LARGEST_BATCH));
    }

    /** The deployment with {@code sequences} in flight in all; no engine's batch is larger than {@link OfflineBenchmark}'s. */
    ServingCase with(int sequences) {
        int perRank = Math.ceilDiv(
                sequences, served.degrees().data() * served.degrees().pipeline());
        return deployment.admitting(served, Math.min(mostPerRank(), perRank));
    }

    /**
     * The case with as many sequences of {@code wanted} as the engine admits. TensorRT-LLM's cache keeps whole contexts of
     * layers with a window too, unless windows are configured ({@code max_attention_window}), which no published option
     * does (tensorrt_llm/_torch/pyexecutor/resource_manager.py).
     */
    ServingCase admitted(ServingCase wanted) {
        ServingCase kept = served.engine() == Engine.TENSORRT_LLM
                ? new ServingCase(
                        wanted.problem().withModel(unwindowed(wanted.problem().model())), wanted.layout())
                : wanted;
        return new ServingCase(
                wanted.problem(), Admission.admitted(kept, served, catalogues).layout());
    }

    private static Model unwindowed(Model model) {
        return model.withLayers(model.layers().stream()
                .map(layer -> layer.mixer() instanceof GroupedQueryAttention attention
                        ? new Layer(attention.withWindow(0), layer.feedForward())
                        : layer)
                .toList());
    }
}
