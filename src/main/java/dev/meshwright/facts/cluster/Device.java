package dev.meshwright.facts.cluster;

/**
 * One GPU of a cluster.
 *
 * @param index number in the cluster, from 0
 * @param node number of its node, from 0
 * @param slot number within its node, from 0
 * @param island number of the island of fast links it belongs to, from 0
 * @param gpu its kind
 */
public record Device(int index, int node, int slot, int island, Gpu gpu) {}
