package dev.meshwright.launch.export.node;

/**
 * How a script says what only its cluster knows.
 *
 * @param leader address of the first node of a server, a word of shell
 * @param own address of the node itself, a word of shell
 * @param rank number of the node within its server, a word of shell
 * @param port of the server
 */
public record Addresses(String leader, String own, String rank, int port) {

    /** Ports of a server beside the one that answers: of its processes among each other. */
    private static final int INNER = 20_000;

    /** Port of processes among each other; one above it belongs to the server too. */
    public int inner() {
        return port + INNER;
    }

    /** Ports at which a server's caches are asked for. */
    private static final int HANDOVER = 10_000;

    /** Port at which its caches are asked for: copies of attention have the next ones. */
    public int handover() {
        return HANDOVER + (port - FIRST) * MOST_COPIES;
    }

    private static final int FIRST = 8000;

    private static final int MOST_COPIES = 64;

    /** Words of a script that know both by number: {@code $NODE_3_ADDRESS}, 1. */
    public static Addresses ofNodes(int leaderNode, int node, int rank, int port) {
        return new Addresses(ofNode(leaderNode), ofNode(node), String.valueOf(rank), port);
    }

    private static String ofNode(int node) {
        return "\"${NODE_" + node + "_ADDRESS:?the address of node " + node + "}\"";
    }

    /** Words of a script in a group of pods. */
    public static Addresses ofPods(int port) {
        return new Addresses("\"$LWS_LEADER_ADDRESS\"", "\"$(hostname -i)\"", "\"$LWS_WORKER_INDEX\"", port);
    }

    /** Words of a script of a batch job. */
    public static Addresses ofJob(int port) {
        return new Addresses("\"$LEADER_ADDRESS\"", "\"$(hostname -i)\"", "\"$SLURM_NODEID\"", port);
    }

    /** The number of a node times a count, as shell computes it. */
    public String times(int count) {
        return rank.matches("\\d+")
                ? String.valueOf(Integer.parseInt(rank) * count)
                : "\"$((" + rank.replaceAll("[\"$]", "") + " * " + count + "))\"";
    }
}
