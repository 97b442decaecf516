package dev.meshwright.placement.pipeline;

/** The names of the rules and costs of pipeline placement, the same in every placer, message and explanation. */
public final class PipelineConstraints {
    /** Hard: a layer is on the stage of the layer before it or on the next. Weight: steps that are neither. */
    public static final String CONTIGUOUS_STAGES = "contiguous stages";
    /** Hard: the first layer is on the first stage, the last on the last; with the rule above no stage is empty. */
    public static final String ALL_STAGES_USED = "all stages used";
    /** Hard: no device group holds two tensor groups. Weight: pairs. */
    public static final String DEVICE_USED_ONCE = "device used once";
    /** Hard: bytes per GPU above its capacity, summed over the tensor groups. */
    public static final String MEMORY_OVERFLOW = "memory overflow";
    /** Medium: the step time of each replica, where replicas are independent. */
    public static final String REPLICA_TIME = "replica time";
    /** Medium: the step time of the slowest replica, where replicas wait for each other. */
    public static final String SLOWEST_REPLICA = "slowest replica";
    /** Soft: the squares of all stage times, which tell apart placements with the same step time. */
    public static final String STAGE_TIME_SQUARES = "stage time squares";

    private PipelineConstraints() {}
}
