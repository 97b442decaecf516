package dev.meshwright.layout.engine;

import dev.meshwright.layout.Cut;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/** What a rule of an engine can compare. */
public enum Quantity {
    TENSOR("tensor", subject -> subject.cut().tensor()),
    DATA("data", subject -> subject.cut().data()),
    EXPERT("expert", subject -> subject.cut().expert()),
    EXPERT_TENSOR("expertTensor", subject -> subject.cut().expertTensor()),
    EXPERT_DATA("expertData", subject -> subject.cut().expertData()),
    PIPELINE("pipeline", subject -> subject.cut().pipeline()),
    VIRTUAL_STAGES("virtualStages", subject -> subject.cut().virtualStages()),
    CONTEXT("context", subject -> subject.cut().context()),
    /** GPUs of an instance. */
    INSTANCE("instance", subject -> gpus(subject.cut())),
    /** Expert slots of a copy beyond one for each expert. */
    REDUNDANT("redundant", Quantity::redundant),
    /** Whether some rank has other experts than in order: 1, or 0. */
    OWN_MAP("ownMap", subject -> subject.ownMap() ? 1 : 0),
    /** Whether stages have other numbers of layers than equal ones with the first of them one longer: 1, or 0. */
    UNEVEN("uneven", subject -> subject.uneven() ? 1 : 0),
    /** Whether the model is GPT-OSS: 1, or 0. */
    GPT_OSS("gptOss", subject -> subject.gptOss() ? 1 : 0),
    /** Whether the model has a format that the engine starts on no GPU of the cluster: 1, or 0. */
    UNSUPPORTED_FORMAT("unsupportedFormat", subject -> subject.unsupported() ? 1 : 0),
    /** Whether some server's ranks, stage by stage, lie in unequal parts or out of order on its nodes: 1, or 0. */
    UNEQUAL_NODES("unequalNodes", subject -> subject.apart(RankOrder.STAGES)),
    /** The same, or parts that are neither whole stages nor parts of them. */
    UNEQUAL_STAGE_NODES("unequalStageNodes", subject -> subject.apart(RankOrder.WHOLE_STAGES)),
    /** The same of ranks copy by copy, of which several must be whole on a node. */
    UNEQUAL_COPY_NODES("unequalCopyNodes", subject -> subject.apart(RankOrder.COPIES)),
    /** Whether a job of all copies has unequal numbers of GPUs on its nodes: 1, or 0. */
    UNEQUAL_JOB_NODES("unequalJobNodes", subject -> subject.apart(RankOrder.JOB));

    private final String label;
    private final ToIntFunction<Subject> of;

    Quantity(String label, ToIntFunction<Subject> of) {
        this.label = label;
        this.of = of;
    }

    /**
     * What rules judge.
     *
     * @param cut of the model; its context is that of decoding in inference
     * @param experts routed experts of a layer; 0 for a dense model
     * @param ownMap whether some rank has other experts than in order
     * @param uneven whether stages are not as equal as can be, the first of them the longer ones
     * @param gptOss whether the model is GPT-OSS
     * @param unsupported whether the model has a format that the engine starts on no GPU of the cluster
     * @param apart orders of ranks in which some server is not started where it lies
     */
    public record Subject(
            Cut cut,
            int experts,
            boolean ownMap,
            boolean uneven,
            boolean gptOss,
            boolean unsupported,
            Set<RankOrder> apart) {

        private int apart(RankOrder order) {
            return apart.contains(order) ? 1 : 0;
        }
    }

    /** The order of ranks that it is about; empty for other quantities. */
    Optional<RankOrder> order() {
        return switch (this) {
            case UNEQUAL_NODES -> Optional.of(RankOrder.STAGES);
            case UNEQUAL_STAGE_NODES -> Optional.of(RankOrder.WHOLE_STAGES);
            case UNEQUAL_COPY_NODES -> Optional.of(RankOrder.COPIES);
            case UNEQUAL_JOB_NODES -> Optional.of(RankOrder.JOB);
            case TENSOR,
                    DATA,
                    EXPERT,
                    EXPERT_TENSOR,
                    EXPERT_DATA,
                    PIPELINE,
                    VIRTUAL_STAGES,
                    CONTEXT,
                    INSTANCE,
                    REDUNDANT,
                    OWN_MAP,
                    UNEVEN,
                    GPT_OSS,
                    UNSUPPORTED_FORMAT -> Optional.empty();
        };
    }

    /** The name in {@code engines/space.csv}. */
    public String label() {
        return label;
    }

    /** Of a cut of a model with so many experts, whose experts and layers lie where the engine puts them. */
    public int of(Cut cut, int experts) {
        return of(new Subject(cut, experts, false, false, false, false, Set.of()));
    }

    int of(Subject subject) {
        return of.applyAsInt(subject);
    }

    private static int gpus(Cut cut) {
        // Plans of strangers have degrees of a million each.
        double gpus = (double) cut.tensor() * cut.data() * cut.pipeline();
        return (int) Math.min(Integer.MAX_VALUE, gpus);
    }

    private static int redundant(Subject subject) {
        long slots = (long) subject.cut().slotsPerRank() * subject.cut().expert();
        return subject.experts() == 0 ? 0 : Math.clamp(slots - subject.experts(), 0, Integer.MAX_VALUE);
    }
}
