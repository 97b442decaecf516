package dev.meshwright.facts.cluster;

import java.util.Locale;

/** How the links of an island join its GPUs. */
public enum LinkTopology {

    /** A GPU reaches any other, or all of them, at the full bandwidth of its links (NVSwitch; a single PCIe root). */
    SWITCH,

    /**
     * Every pair of GPUs has a link of its own (xGMI on AMD's boards): a GPU reaches one of its {@code domain - 1} peers at
     * that share of its links' bandwidth, and all links only when it sends to all peers at once.
     */
    MESH;

    /** Name in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Bytes/s one way that one of {@code ranks} GPUs has to the others together.
     *
     * <p>On a mesh that is {@code (ranks - 1) / (domain - 1)} of the links, which collectives can use at once: directly, a
     * part of the message to each peer, or by rings, since the directed links of n fully joined GPUs make n - 1 rings that
     * share no link (Walecki 1892 for even n). A group of the whole domain, or larger, has all links.
     *
     * @param total bytes/s one way of all links of a GPU together
     * @param domain GPUs that the links join
     * @param ranks GPUs of the group, at least 2; a single one is treated as a pair
     */
    public double bandwidth(double total, int domain, int ranks) {
        if (this == SWITCH || ranks >= domain) {
            return total;
        }
        return total * Math.max(1, ranks - 1) / (domain - 1);
    }
}
