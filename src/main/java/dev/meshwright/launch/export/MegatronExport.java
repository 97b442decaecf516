package dev.meshwright.launch.export;

import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.facts.engine.option.Purpose;
import dev.meshwright.facts.model.FeedForward.Dense;
import dev.meshwright.facts.model.FeedForward.Mixture;
import dev.meshwright.facts.model.LatentAttention;
import dev.meshwright.facts.model.Layer;
import dev.meshwright.facts.model.Precision;
import dev.meshwright.facts.model.TokenMixer;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.layout.Degrees;
import dev.meshwright.layout.Degrees.Recomputation;
import dev.meshwright.layout.MegatronLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Megatron-LM: data parallelism is what the world leaves, stages are letters ({@code megatron/training/arguments.py}). */
final class MegatronExport implements EngineExport {

    /** Enough steps to leave the first ones out of a mean. */
    private static final int STEPS = 20;

    @Override
    public Exported exported(Ordered ordered) {
        Flags flags = new Flags(ordered.book(), ordered.version());
        List<String> notes = new ArrayList<>();
        Training training = (Training) ordered.problem().workload();
        degrees(ordered, training, flags);
        batch(ordered, training, flags);
        state(training, flags);
        sizes(ordered, flags, notes);
        flags.add(Purpose.MOCK_DATA, true, "The measurement needs no data; take it away to train.")
                .add(Purpose.STEPS, STEPS, "Enough to measure a step; more to train.")
                .add(Purpose.LOG_INTERVAL, 1, "The time of every step.")
                .add(Purpose.METRICS, true, "FLOP/s to compare with the prediction.");
        notes.add("Tokenizer, data and learning rate are yours: give them as arguments of the script.");
        EngineExport.require(ordered, flags);
        return new Exported(
                EngineExport.program(ordered.book(), ordered.checkpoint()),
                List.of(),
                flags.flags(),
                List.of(),
                Optional.empty(),
                notes);
    }

    private static void degrees(Ordered ordered, Training training, Flags flags) {
        Degrees degrees = ordered.degrees();
        boolean experts = ordered.model().experts() > 0;
        int predicted = training.trainPredictionLayers()
                ? ordered.model().predictionLayers().size()
                : 0;
        flags.put(Meaning.TENSOR, degrees.tensor(), "GPUs that split a layer.")
                .put(
                        degrees.tensor() > 1 && training.recipe().sequenceParallel(),
                        Meaning.SEQUENCE_PARALLEL,
                        true,
                        "Tensor ranks share the rest of a layer's tokens.")
                .put(degrees.pipeline() > 1, Meaning.PIPELINE, degrees.pipeline(), "Stages.");
        if (degrees.pipeline() > 1) {
            flags.put(
                    Meaning.STAGE_LETTERS,
                    MegatronLayout.of(
                            ordered.layout().stages(), ordered.layout().predictionStage(), predicted),
                    "Layers of each stage and chunk, as the plan has them.");
        }
        flags.put(degrees.context() > 1, Meaning.CONTEXT, degrees.context(), "Ranks that share each sequence.")
                .put(experts, Meaning.EXPERT, degrees.expert(), "Ranks that share the experts out.")
                .put(experts, Meaning.EXPERT_TENSOR, degrees.expertTensor(), "Ranks that split an expert.")
                .put(degrees.expert() > 1, Meaning.EXCHANGE, "alltoall", "Tokens travel to their experts.")
                .put(predicted > 0, Meaning.PREDICTION_LAYERS, predicted, "Multi-token prediction is trained.");
    }

    private static void batch(Ordered ordered, Training training, Flags flags) {
        Degrees degrees = ordered.degrees();
        flags.put(Meaning.SEQUENCE_LENGTH, training.longest(), "The workload's.")
                .add(Purpose.POSITIONS, training.longest(), "No shorter than a sequence.")
                .put(Meaning.MICRO_BATCH, degrees.microBatch(), "Sequences at a time on an attention rank.")
                .put(Meaning.GLOBAL_BATCH, training.globalBatch(), "Sequences of a step.");
        if (degrees.recomputation() != Recomputation.NONE) {
            boolean full = degrees.recomputation() == Recomputation.FULL;
            flags.put(Meaning.RECOMPUTE, degrees.recomputation().label(), "What is not kept for the backward pass.")
                    .add(full, Purpose.RECOMPUTE_METHOD, "uniform", "Every layer alike.")
                    .add(full, Purpose.RECOMPUTE_LAYERS, 1, "Each layer by itself.");
        }
    }

    private static void state(Training training, Flags flags) {
        flags.put(Meaning.BF16, true, "Arithmetic of 16 bits.")
                .put(
                        training.zeroStage() == 1,
                        Meaning.DISTRIBUTED_OPTIMIZER,
                        true,
                        "Optimizer state is spread over data ranks.");
        if (training.zeroStage() > 1) {
            flags.put(Meaning.SHARDED, true, "Training state is spread over data ranks.")
                    .put(
                            Meaning.SHARDING,
                            training.zeroStage() == 2 ? "optim_grads" : "optim_grads_params",
                            "How much of it: ZeRO stage " + training.zeroStage() + ".");
        }
    }

    private static void sizes(Ordered ordered, Flags flags, List<String> notes) {
        List<Layer> layers = ordered.model().layers();
        TokenMixer mixer = layers.getFirst().mixer();
        flags.put(Meaning.LAYERS, layers.size(), "The model's.")
                .put(Meaning.HIDDEN, ordered.model().hidden(), "The model's.")
                .put(Meaning.HEADS, mixer.heads(), "The model's.");
        boolean grouped = mixer.keyValueHeads() > 0 && mixer.keyValueHeads() < mixer.heads();
        if (grouped && !(mixer instanceof LatentAttention)) {
            flags.add(Purpose.GROUPED_QUERIES, true, "The model's.")
                    .put(Meaning.QUERY_GROUPS, mixer.keyValueHeads(), "The model's.");
        }
        int dense = 0;
        Optional<Mixture> mixture = Optional.empty();
        for (Layer layer : layers) {
            if (layer.feedForward() instanceof Mixture found) {
                mixture = Optional.of(found);
            } else if (layer.feedForward() instanceof Dense found) {
                dense = found.width();
            }
        }
        flags.put(Meaning.WIDTH, dense > 0 ? dense : mixture.map(Mixture::width).orElse(1), "The model's.");
        mixture.ifPresent(found -> flags.put(Meaning.EXPERTS, found.experts(), "The model's.")
                .put(Meaning.EXPERT_WIDTH, found.width(), "The model's.")
                .put(Meaning.EXPERTS_PER_TOKEN, found.expertsPerToken(), "The model's.")
                .put(Meaning.MIXTURE_LAYERS, mixtureLayers(layers), "Which layers have experts.")
                .add(Purpose.GROUPED_PRODUCTS, true, "All experts of a rank in one kernel."));
        boolean narrow = ordered.model().precisions().dense() == Precision.FP8
                || ordered.model().precisions().experts() == Precision.FP8;
        flags.put(narrow, Meaning.FP8, "hybrid", "Products of 8 bits.");
        boolean alike = layers.stream().map(Layer::mixer).distinct().count() == 1;
        if (!alike
                || mixer instanceof LatentAttention
                || mixture.filter(found -> found.sharedWidth() > 0).isPresent()) {
            notes.add(
                    "Sizes of latent or mixed attention and of shared experts are not written: take them from your own recipe"
                            + " of " + ordered.model().name() + ".");
        }
    }

    /** {@code ([0]*3+[1]*58)}: three dense layers and 58 with experts. */
    private static String mixtureLayers(List<Layer> layers) {
        StringBuilder text = new StringBuilder();
        for (int layer = 0; layer < layers.size(); ) {
            int end = layer;
            while (end < layers.size()
                    && layers.get(end).routed() == layers.get(layer).routed()) {
                end++;
            }
            text.append(layer == 0 ? "(" : "+")
                    .append(layers.get(layer).routed() ? "[1]*" : "[0]*")
                    .append(end - layer);
            layer = end;
        }
        return text + ")";
    }

    @Override
    public List<Flag> ofNode(Ordered ordered, NodePart part, Addresses addresses) {
        Flags flags = new Flags(ordered.book(), ordered.version());
        flags.put(Meaning.NODES, part.nodes(), "").put(Meaning.GPUS_PER_NODE, part.gpus(), "");
        if (part.nodes() > 1) {
            flags.add(Purpose.NODE_RANK, addresses.rank(), "")
                    .add(Purpose.LEADER_ADDRESS, addresses.leader(), "")
                    .add(Purpose.LEADER_PORT, addresses.inner(), "");
        }
        return flags.flags();
    }
}
