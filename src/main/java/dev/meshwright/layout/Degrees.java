package dev.meshwright.layout;

import dev.meshwright.facts.workload.Workload;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How often the model is cut and copied, and what each step computes at a time.
 *
 * @param cut how often the model is cut and copied in each direction
 * @param batch what an attention rank computes at a time
 */
public record Degrees(Cut cut, Batch batch) {

    /** All degrees by themselves, as {@link Cut} and {@link Batch} name them. */
    public Degrees(
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
        this(
                new Cut(tensor, data, expert, expertTensor, pipeline, replicas, virtualStages, slotsPerRank, context),
                new Batch(microBatch, microBatches, recomputation));
    }

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

    /** The same cut with another batch. */
    public Degrees with(Batch other) {
        return new Degrees(cut, other);
    }

    /** The same cut with other recomputation. */
    public Degrees with(Recomputation other) {
        return with(new Batch(microBatch(), microBatches(), other));
    }

    /** The same cut with another batch on each attention rank. */
    public Degrees withBatch(int otherMicroBatch, int otherMicroBatches) {
        return with(new Batch(otherMicroBatch, otherMicroBatches, recomputation()));
    }

    /** The same cut in another number of copies. */
    public Degrees withReplicas(int others) {
        return new Degrees(cut.withReplicas(others), batch);
    }

    /** {@link Cut#tensor()}. */
    public int tensor() {
        return cut.tensor();
    }

    /** {@link Cut#data()}. */
    public int data() {
        return cut.data();
    }

    /** {@link Cut#expert()}. */
    public int expert() {
        return cut.expert();
    }

    /** {@link Cut#expertTensor()}. */
    public int expertTensor() {
        return cut.expertTensor();
    }

    /** {@link Cut#expertData()}. */
    public int expertData() {
        return cut.expertData();
    }

    /** {@link Cut#gpusPerExpertCopy()}. */
    public int gpusPerExpertCopy() {
        return cut.gpusPerExpertCopy();
    }

    /** {@link Cut#expertCopies()}. */
    public int expertCopies() {
        return cut.expertCopies();
    }

    /** {@link Cut#dataPerExpertCopy()}. */
    public double dataPerExpertCopy() {
        return cut.dataPerExpertCopy();
    }

    /** {@link Cut#pipeline()}. */
    public int pipeline() {
        return cut.pipeline();
    }

    /** {@link Cut#replicas()}. */
    public int replicas() {
        return cut.replicas();
    }

    /** {@link Batch#microBatch()}. */
    public int microBatch() {
        return batch.microBatch();
    }

    /** {@link Batch#microBatches()}. */
    public int microBatches() {
        return batch.microBatches();
    }

    /** {@link Cut#virtualStages()}. */
    public int virtualStages() {
        return cut.virtualStages();
    }

    /** {@link Batch#recomputation()}. */
    public Recomputation recomputation() {
        return batch.recomputation();
    }

    /** {@link Cut#slotsPerRank()}. */
    public int slotsPerRank() {
        return cut.slotsPerRank();
    }

    /** {@link Cut#context()}. */
    public int context() {
        return cut.context();
    }

    /** GPUs of one stage of one replica. */
    public int gpusPerStage() {
        return cut.gpusPerStage();
    }

    /** GPUs of one replica. */
    public int gpusPerReplica() {
        return cut.gpusPerReplica();
    }

    /** GPUs that the layout uses. */
    public int gpus() {
        return cut.gpus();
    }

    /** Sequences in flight on one attention rank. */
    public int sequencesPerRank() {
        return batch.sequences();
    }

    /** Sequences in flight in the whole system; in training several attention copies may share each. */
    public long sequences(Workload workload) {
        long places = (long) sequencesPerRank() * data() * replicas();
        return workload instanceof Workload.Training ? places / context() : places;
    }

    /**
     * Sequences in flight in one replica on average. Micro-batches are rounded up to whole sequences, which is what the
     * fullest rank has, but no more sequences are served than there are.
     *
     * @param concurrency sequences that there are in the whole system; empty where there are always enough
     */
    public double sequencesPerReplica(OptionalInt concurrency) {
        double places = (double) sequencesPerRank() * data();
        return concurrency.isPresent() ? Math.min(places, (double) concurrency.getAsInt() / replicas()) : places;
    }

    /** How the system is cut and copied and what a step computes at a time, by the names that files use, in order. */
    public Map<String, Integer> named() {
        Map<String, Integer> named = new LinkedHashMap<>();
        named.put("tensor", tensor());
        named.put("data", data());
        named.put("expert", expert());
        named.put("expertTensor", expertTensor());
        if (expertData() > 1) {
            named.put("expertData", expertData());
        }
        named.put("pipeline", pipeline());
        named.put("replicas", replicas());
        named.put("microBatch", microBatch());
        named.put("microBatches", microBatches());
        return named;
    }

    /** Short form for people: {@code TP2 DP4 EP8 PP1 x2}. */
    public String shortName() {
        return cut.shortName();
    }
}
