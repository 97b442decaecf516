package dev.meshwright.launch.export;

/**
 * How a script says what only its cluster knows.
 *
 * @param leader address of the first node of a server, a word of shell
 * @param rank number of the node within its server, a word of shell
 * @param port of the server
 */
public record Addresses(String leader, String rank, int port) {

    /** Ports of a server beside the one that answers: of its processes among each other. */
    private static final int INNER = 20_000;

    /** Port of processes among each other; one above it belongs to the server too. */
    int inner() {
        return port + INNER;
    }

    /** Words of a script that know both by number: {@code $NODE_3_ADDRESS}, 1. */
    public static Addresses ofNodes(int leaderNode, int rank, int port) {
        String variable = "NODE_" + leaderNode + "_ADDRESS";
        return new Addresses(
                "\"${" + variable + ":?the address of node " + leaderNode + "}\"", String.valueOf(rank), port);
    }

    /** Words of a script in a group of pods. */
    public static Addresses ofPods(int port) {
        return new Addresses("\"$LWS_LEADER_ADDRESS\"", "\"$LWS_WORKER_INDEX\"", port);
    }

    /** Words of a script of a batch job. */
    public static Addresses ofJob(int port) {
        return new Addresses("\"$LEADER_ADDRESS\"", "\"$SLURM_NODEID\"", port);
    }

    /** The number of a node times a count, as shell computes it. */
    String times(int count) {
        return rank.matches("\\d+")
                ? String.valueOf(Integer.parseInt(rank) * count)
                : "\"$((" + rank.replaceAll("[\"$]", "") + " * " + count + "))\"";
    }
}
