package dev.meshwright.layout;

import java.math.BigInteger;

/**
 * How often the model is cut and copied in each direction.
 *
 * <p>A stage has {@code tensor x data} GPUs, which hold {@code expertData} copies of the routed experts, each spread {@code
 * expert x expertTensor} ways, so {@code expert * expertTensor * expertData = tensor * data}. The system has {@code replicas
 * * pipeline * tensor * data} GPUs. In training the replicas share gradients, so that each expert has {@code expertData *
 * replicas} copies (Megatron's expert-data parallelism).
 *
 * @param tensor GPUs that split attention and dense feed-forward parts of a layer, t
 * @param data attention copies inside one instance, each with its own sequences, d
 * @param expert GPUs over which the routed experts of a layer are spread, e
 * @param expertTensor GPUs that split one routed expert, x
 * @param expertData copies of the routed experts in a stage, y, on parts of {@code expert x expertTensor} consecutive ranks;
 *     1 in inference
 * @param pipeline stages of consecutive layers, p
 * @param replicas independent instances
 * @param virtualStages model chunks per stage (interleaved pipeline), v; 1 without
 * @param slotsPerRank physical experts that a rank hosts per routed layer; 0 for a dense model
 * @param context ranks that share each sequence (context parallelism), c; 1 without. In training attention copies that
 *     compute equal parts of it: they count in {@code data} and {@code replicas}, which hold copies of the weights. In
 *     decoding ranks of a tensor group that each hold the keys and values of a part of its positions
 */
public record Cut(
        int tensor,
        int data,
        int expert,
        int expertTensor,
        int expertData,
        int pipeline,
        int replicas,
        int virtualStages,
        int slotsPerRank,
        int context) {

    /** One copy of the experts per stage. */
    public Cut(
            int tensor,
            int data,
            int expert,
            int expertTensor,
            int pipeline,
            int replicas,
            int virtualStages,
            int slotsPerRank,
            int context) {
        this(tensor, data, expert, expertTensor, 1, pipeline, replicas, virtualStages, slotsPerRank, context);
    }

    /**
     * Fewest attention copies, d = g / gcd(g, t), on whose GPUs whole copies of the experts lie, each on g = e x GPUs: then
     * they are {@code t d / g} copies. More of both are instances of their own.
     */
    public static int leastData(int tensor, int gpusPerExpertCopy) {
        return gpusPerExpertCopy
                / BigInteger.valueOf(gpusPerExpertCopy)
                        .gcd(BigInteger.valueOf(tensor))
                        .intValue();
    }

    /** The same instance in another number of copies. */
    public Cut withReplicas(int others) {
        return new Cut(
                tensor, data, expert, expertTensor, expertData, pipeline, others, virtualStages, slotsPerRank, context);
    }

    /** The same with another number of model chunks per stage. */
    public Cut withVirtualStages(int others) {
        return new Cut(
                tensor, data, expert, expertTensor, expertData, pipeline, replicas, others, slotsPerRank, context);
    }

    /** The same with another number of attention copies that share a sequence. */
    public Cut withContext(int others) {
        return new Cut(
                tensor,
                data,
                expert,
                expertTensor,
                expertData,
                pipeline,
                replicas,
                virtualStages,
                slotsPerRank,
                others);
    }

    /** The same with another number of copies of the experts in a stage. */
    public Cut withExpertData(int others) {
        return new Cut(
                tensor, data, expert, expertTensor, others, pipeline, replicas, virtualStages, slotsPerRank, context);
    }

    /** GPUs of one copy of a stage's routed experts, g = e x; 1 for a dense model. */
    public int gpusPerExpertCopy() {
        return expert * expertTensor;
    }

    /** Copies of the routed experts in the system, which share their gradients. */
    public int expertCopies() {
        return expertData * replicas;
    }

    /** Attention copies whose tokens go to one copy of the experts, d / y; not whole where that lies on a part of a tensor group. */
    public double dataPerExpertCopy() {
        return (double) data / expertData;
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
        name.append(expertData > 1 ? " EDP" + expertData : "");
        name.append(" PP").append(pipeline).append(virtualStages > 1 ? "v" + virtualStages : "");
        name.append(context > 1 ? " CP" + context : "");
        return name.append(replicas > 1 ? " x" + replicas : "").toString();
    }
}
