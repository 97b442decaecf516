package dev.meshwright.launch.export;

import dev.meshwright.facts.engine.option.Meaning;
import dev.meshwright.facts.engine.option.Purpose;
import dev.meshwright.facts.workload.Workload.Training;
import dev.meshwright.launch.export.node.Addresses;
import dev.meshwright.launch.export.node.NodePart;
import dev.meshwright.layout.Degrees;
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
        MegatronRecipe.put(ordered, training, flags, notes);
        MegatronSizes.put(ordered.model(), flags, notes);
        flags.add(Purpose.MOCK_DATA, true, "The measurement needs no data; take it away to train.")
                .add(Purpose.STEPS, STEPS, "Enough to measure a step; more to train.")
                .add(Purpose.LOG_INTERVAL, 1, "The time of every step.")
                .add(Purpose.METRICS, true, "FLOP/s to compare with the prediction.");
        notes.add(
                "Data, their tokenizer and the learning rate are yours: give them as arguments of the script, behind which the last one counts.");
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
