package dev.meshwright.placement;

/** The names of the rules and costs of expert placement, the same in every placer, message and explanation. */
public final class ExpertConstraints {
    /** Hard: each logical expert sits in at least one slot. Weight: experts missing. */
    public static final String EVERY_EXPERT_HOSTED = "every expert hosted";
    /** Hard: replicas of one expert sit on different ranks. Weight: pairs on one rank. */
    public static final String REPLICAS_ON_DIFFERENT_RANKS = "replicas on different ranks";
    /** Medium: the layer's slowest rank. Weight: nanoseconds above the lower bound. */
    public static final String SLOWEST_RANK = "slowest rank";
    /** Soft: the squares of all rank times, which tell apart placements with the same slowest rank. */
    public static final String RANK_TIME_SQUARES = "rank time squares";

    private ExpertConstraints() {}
}
