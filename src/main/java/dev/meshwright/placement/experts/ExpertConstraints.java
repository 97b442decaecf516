package dev.meshwright.placement.experts;

/** The names of the rules and costs of expert placement, the same in every placer, message and explanation. */
public final class ExpertConstraints {
    /** Hard: each logical expert sits in at least one slot. Weight: experts missing. */
    public static final String EVERY_EXPERT_HOSTED = "every expert hosted";
    /** Hard: replicas of one expert sit on different ranks. Weight: pairs on one rank. */
    public static final String REPLICAS_ON_DIFFERENT_RANKS = "replicas on different ranks";
    /** Medium: the layer's slowest rank, blended over the profiles. Weight: nanoseconds. */
    public static final String SLOWEST_RANK = "slowest rank";
    /** Soft: the squares of all rank times, which tell apart placements with the same slowest rank. */
    public static final String RANK_TIME_SQUARES = "rank time squares";

    /** Hard: at most so many slots host an expert that their rank does not host today. Weight: moves above the limit. */
    public static final String MOVES_LIMITED = "moves limited";
    /** Hard: a group's experts sit on one node. Weight: slots elsewhere. */
    public static final String GROUPS_ON_ONE_NODE = "groups on one node";
    /** Hard: the slowest rank keeps within its limit. Weight: nanoseconds above it. */
    public static final String SLOWEST_RANK_LIMITED = "slowest rank limited";
    /** Medium: time of sending tokens to nodes. Weight: nanoseconds. */
    public static final String TRAFFIC = "traffic between nodes";

    private ExpertConstraints() {}
}
