package dev.meshwright.layout;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How often the model is cut and copied in each direction.
 *
 * <p>A stage has {@code tensor x data} GPUs, over which routed experts are spread {@code expert x expertTensor} ways, so
 * {@code expert * expertTensor = tensor * data}. The system has {@code replicas * pipeline * tensor * data} GPUs. In
 * training the replicas share gradients and expert copies are one per replica (Megatron's expert-data parallelism).
 *
 * @param tensor GPUs that split attention and dense feed-forward parts of a layer, t
 * @param data attention copies inside one instance, each with its own sequences, d
 * @param expert GPUs over which the routed experts of a layer are spread, e
 * @param expertTensor GPUs that split one routed expert, x
 * @param pipeline stages of consecutive layers, p
 * @param replicas independent instances
 * @param microBatch sequences of one micro-batch on one attention rank
 * @param microBatches micro-batches of one step on one attention rank, m
 * @param virtualStages model chunks per stage (interleaved pipeline), v; 1 without
 * @param recomputation what training recomputes in the backward pass
 * @param slotsPerRank physical experts that a rank hosts per routed layer; 0 for a dense model
 * @param context attention copies that share each sequence of training, cutting it into equal parts (context
 *     parallelism), c; they count in {@code data} and {@code replicas}, which hold copies of the weights; 1 without
 */
public record Degrees(
        int tensor,
        int data,
        int expert,
        int expertTensor,
        int pipeline,
        int replicas,
        int microBatch,
        int microBatches,
        int virtualStages,
        Recomputation recomputation,
        int slotsPerRank,
        int context) {

    /** What training recomputes in the backward pass instead of keeping it. */
    public enum Recomputation {
        NONE,
        /** Attention scores and activation functions: cheap to redo, large to keep (what flash attention does anyway). */
        SELECTIVE,
        /** Whole layers: only layer inputs are kept, the forward pass is done twice. */
        FULL;

        /** The name as plan files spell it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The same cut with other recomputation. */
    public Degrees with(Recomputation other) {
        return new Degrees(
                tensor,
                data,
                expert,
                expertTensor,
                pipeline,
                replicas,
                microBatch,
                microBatches,
                virtualStages,
                other,
                slotsPerRank,
                context);
    }

    /** The same cut with another batch on each attention rank. */
    public Degrees withBatch(int otherMicroBatch, int otherMicroBatches) {
        return new Degrees(
                tensor,
                data,
                expert,
                expertTensor,
                pipeline,
                replicas,
                otherMicroBatch,
                otherMicroBatches,
                virtualStages,
                recomputation,
                slotsPerRank,
                context);
    }

    /** The same cut in another number of copies. */
    public Degrees withReplicas(int others) {
        return new Degrees(
                tensor,
                data,
                expert,
                expertTensor,
                pipeline,
                others,
                microBatch,
                microBatches,
                virtualStages,
                recomputation,
                slotsPerRank,
                context);
    }

    /** GPUs of one stage of one replica. */
    public int gpusPerStage() {
        return tensor * data;
    }

    /** GPUs of one replica. */
    public int gpusPerReplica() {
        return pipeline * gpusPerStage();
    }

    /** GPUs that the layout uses. */
    public int gpus() {
        return replicas * gpusPerReplica();
    }

    /** Sequences in flight on one attention rank. */
    public int sequencesPerRank() {
        return microBatch * microBatches;
    }

    /** Sequences in flight in the whole system. */
    public long sequences() {
        return (long) sequencesPerRank() * data * replicas / context;
    }

    /**
     * Sequences in flight in one replica on average. Micro-batches are rounded up to whole sequences, which is what the
     * fullest rank has, but no more sequences are served than there are.
     *
     * @param concurrency sequences that there are in the whole system; empty where there are always enough
     */
    public double sequencesPerReplica(OptionalInt concurrency) {
        double places = (double) sequencesPerRank() * data;
        return concurrency.isPresent() ? Math.min(places, (double) concurrency.getAsInt() / replicas) : places;
    }

    /** How the system is cut and copied and what a step computes at a time, by the names that files use, in order. */
    public Map<String, Integer> named() {
        Map<String, Integer> named = new LinkedHashMap<>();
        named.put("tensor", tensor);
        named.put("data", data);
        named.put("expert", expert);
        named.put("expertTensor", expertTensor);
        named.put("pipeline", pipeline);
        named.put("replicas", replicas);
        named.put("microBatch", microBatch);
        named.put("microBatches", microBatches);
        return named;
    }

    /** Short form for people: {@code TP2 DP4 EP8 PP1 x2}. */
    public String shortName() {
        StringBuilder name = new StringBuilder("TP" + tensor);
        name.append(data > 1 ? " DP" + data : "");
        name.append(expert > 1 ? " EP" + expert : "");
        name.append(expertTensor > 1 ? " ETP" + expertTensor : "");
        name.append(" PP").append(pipeline).append(virtualStages > 1 ? "v" + virtualStages : "");
        name.append(context > 1 ? " CP" + context : "");
        return name.append(replicas > 1 ? " x" + replicas : "").toString();
    }
}
