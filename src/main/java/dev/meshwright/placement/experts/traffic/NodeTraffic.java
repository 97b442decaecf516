package dev.meshwright.placement.experts.traffic;

/**
 * How many nodes a token of one layer is sent to, given on which nodes the replicas of each expert sit. Sending a token
 * to a node once serves all of its experts there, so that experts chosen together belong on one node.
 */
public sealed interface NodeTraffic permits PairTraffic, TokenTraffic {

    /** Bits of a node mask. */
    int MOST_NODES = 64;

    /** The definition: mean number of different nodes per token. {@code nodeMasks[expert]} has a bit per hosting node. */
    double nodesPerToken(long[] nodeMasks);

    /** The same value kept up to date while masks change. */
    State start(long[] nodeMasks);

    /** A working copy. Not thread-safe. */
    interface State {
        /** Changes one expert's mask. */
        void change(int expert, long nodeMask);

        /** Mean number of different nodes per token. */
        double nodesPerToken();
    }
}
