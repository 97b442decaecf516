package dev.meshwright.facts.cluster;

/**
 * Equal nodes of a cluster.
 *
 * @param count number of nodes
 * @param gpusPerNode GPUs in each
 * @param gpu their kind
 */
public record NodeGroup(int count, int gpusPerNode, Gpu gpu) {

    /** GPUs of the group. */
    public int gpus() {
        return count * gpusPerNode;
    }

    /** GPUs that NVLink or xGMI joins on one board (HGX, OAM): links that join more leave the node. */
    private static final int LARGEST_BOARD = 8;

    /**
     * GPUs that reach each other over fast links: those of a node, or of several nodes where the links of a rack join
     * more (a rack of GB200 joins 72 GPUs of 18 nodes). Half a board in each of two nodes is not joined.
     */
    public int islandSize() {
        if (gpu.linkDomain() <= LARGEST_BOARD) {
            return gpusPerNode;
        }
        int joined = Math.min(gpu.linkDomain(), gpus());
        return Math.max(gpusPerNode, joined / gpusPerNode * gpusPerNode);
    }

    /** Groups of {@code size} GPUs that fit inside its islands. */
    public int groupsInIslands(int size) {
        int island = islandSize();
        return gpus() / island * (island / size) + gpus() % island / size;
    }
}
