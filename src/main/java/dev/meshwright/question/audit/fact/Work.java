package dev.meshwright.question.audit.fact;

import dev.meshwright.facts.workload.Workload;
import java.util.EnumSet;
import java.util.Set;

/** Phases of work: which tokens a throughput counts, and so which rules between rates and times hold. */
public enum Work {
    /** Counts tokens read. */
    PREFILL,
    /** Counts tokens written. */
    DECODE,
    /** Counts tokens written; prompts are read beside them. */
    SERVING,
    /** Counts tokens trained on. */
    TRAINING;

    /** All of them. */
    static final Set<Work> ANY = EnumSet.allOf(Work.class);

    /** Requests: everything but training. */
    static final Set<Work> INFERENCE = EnumSet.of(PREFILL, DECODE, SERVING);

    /** Those whose throughput counts tokens of whole sequences. */
    static final Set<Work> SEQUENCES = EnumSet.of(PREFILL, TRAINING);

    /** Those whose throughput counts tokens written. */
    public static final Set<Work> WRITING = EnumSet.of(DECODE, SERVING);

    /** The phase of a workload. */
    public static Work of(Workload workload) {
        return switch (workload) {
            case Workload.Prefill prefill -> PREFILL;
            case Workload.Decode decode -> DECODE;
            case Workload.Serving serving -> SERVING;
            case Workload.Training training -> TRAINING;
        };
    }
}
