package dev.meshwright.layout;

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
 * @param virtualStages model chunks per stage (interleaved pipeline), v; 1 without
 * @param slotsPerRank physical experts that a rank hosts per routed layer; 0 for a dense model
 * @param context attention copies that share each sequence of training, cutting it into equal parts (context
 *     parallelism), c; they count in {@code data} and {@code replicas}, which hold copies of the weights; 1 without
 */
public record Cut(
        int tensor,
        int data,
        int expert,
        int expertTensor,
        int pipeline,
        int replicas,
        int virtualStages,
        int slotsPerRank,
        int context) {

    /** The same instance in another number of copies. */
    public Cut withReplicas(int others) {
        return new Cut(tensor, data, expert, expertTensor, pipeline, others, virtualStages, slotsPerRank, context);
    }

    /** The same with another number of model chunks per stage. */
    public Cut withVirtualStages(int others) {
        return new Cut(tensor, data, expert, expertTensor, pipeline, replicas, others, slotsPerRank, context);
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
